import { proofFaults, type DayProof, type ProofReport } from '../../counter/journal/proof.ts';
import { formatRupees, groupIndian } from '../../counter/money.ts';

const sources: Readonly<Record<ProofReport['source'], string>> = {
  data: 'data folder',
  mirror: 'second copy',
  'journal-file': 'journal file',
  'export-file': 'exported file',
};

/** The report as aligned lines for a person. */
export function proofText(report: ProofReport, name: string): string {
  const { counter, entries, epochs, fault, firstSeq, headHash, lastSeq, notes } = report;
  const fields: readonly (readonly [string, string])[] = [
    ['source', `${sources[report.source]} ${name}`],
    ['counter', counter === '' ? 'not known' : counter],
    ['epochs', epochs.join(', ')],
    ['entries', entries === 0 ? 'none' : `${groupIndian(entries)} (${firstSeq} to ${lastSeq})`],
    ['last hash', headHash],
    ['signatures', `${groupIndian(report.signaturesChecked)} checked`],
    ['takings', amount(report.takingsPaise)],
    ['running total', amount(report.perpetualTotalPaise)],
  ];
  return [
    fault === null ? 'WHOLE: no fault was found.' : `FAULT: ${fault.code}`,
    ...(fault === null ? [] : faultLines(fault)),
    '',
    ...fields.map(([label, value]) => `${label.padEnd(14)} ${value}`.trimEnd()),
    ...(report.days.length === 0 ? [] : ['', ...dayLines(report.days)]),
    ...(notes.length === 0 ? [] : ['', ...notes.map((note) => `- ${note}`)]),
    '',
  ].join('\n');
}

function faultLines({ code, seq, where, detail }: NonNullable<ProofReport['fault']>): string[] {
  return [
    proofFaults[code],
    `${'entry'.padEnd(14)} ${seq === 0 ? 'no single one' : seq}`,
    `${'where'.padEnd(14)} ${where}`,
    `${'what'.padEnd(14)} ${detail}`,
  ];
}

function amount(paise: number | null): string {
  return paise === null ? 'not seen' : formatRupees(paise);
}

function dayLines(days: readonly DayProof[]): string[] {
  const head = ['day', 'session', 'recharges', 'takings', 'cancelled', 'net', 'receipts', ''];
  const rows = days.map((day) => [
    day.businessDate,
    String(day.session),
    groupIndian(day.recharges),
    formatRupees(day.takingsPaise),
    formatRupees(day.cancelledPaise),
    formatRupees(day.netPaise),
    day.firstReceipt === null ? '–' : `${day.firstReceipt} to ${day.lastReceipt}`,
    day.closed ? 'closed' : 'open',
  ]);
  const widths = head.map((title, column) =>
    Math.max(...[head, ...rows].map((row) => row[column]?.length ?? title.length)),
  );
  return [head, ...rows].map((row) =>
    row
      .map((cell, column) => aligned(cell, column, widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** Numbers and money stand at the right of their column. */
function aligned(cell: string, column: number, width: number): string {
  return column >= 1 && column <= 5 ? cell.padStart(width) : cell.padEnd(width);
}
