import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { formatRupees } from '../../counter/money.ts';
import type { Summary } from './summary.ts';

/** `out/demo/README.md`: the day on one page, with its screens and its paper. */
export async function demoReadme(out: string, summary: Summary, paper: readonly string[]): Promise<string> {
  const screens = (await readdir(join(out, 'screens'))).toSorted();
  const { exceptions, tieOut } = summary;
  const lines = [
    '# A day at counter C02',
    '',
    `${summary.recharges} recharges, ${formatRupees(summary.totalPaise)}, in the real app (Electron ${summary.electron}).`,
    '',
    '| | |',
    '|---|---:|',
    `| first paper said CONFIRMED | ${summary.confirmed} |`,
    `| first paper said PENDING | ${summary.pending} |`,
    `| receipts read back from paper, dot by dot | ${summary.receipts} |`,
    `| duplicates | ${summary.duplicatesPrinted} |`,
    `| refused by the head end | ${summary.refused} |`,
    `| … moved, refunded, submitted once more | ${exceptions.moved}, ${exceptions.refunded}, ${exceptions.resubmitted} |`,
    `| the counter's journal | ${formatRupees(tieOut.counterPaise)} |`,
    `| the head end's ledger | ${formatRupees(tieOut.headEndPaise)} |`,
    `| cash counted, less the float | ${formatRupees(tieOut.cashPaise)} |`,
    `| **difference** | **${formatRupees(tieOut.differencePaise)}** |`,
    '',
    '`journal/` is the data folder, closed cleanly; `headend-ledger.csv` comes from the head end’s own',
    'database; `documents/` holds the lists that were given out; `summary.json` holds the numbers above.',
    '',
    '## Screens',
    '',
    ...screens.map((file) => `### ${titleOf(file)}\n\n![${titleOf(file)}](screens/${file})\n`),
    '## Paper, in printing order',
    '',
    ...paper.map((file) => `<img src="paper/${file}" width="288" alt="${titleOf(file)}">`),
    '',
  ];
  return lines.join('\n');
}

function titleOf(file: string): string {
  return file
    .replace(/\.png$/u, '')
    .replace(/^\d+-/u, '')
    .replaceAll('-', ' ');
}
