import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { exportColumns } from '../../../counter/journal/export-row.ts';
import { proofFaults } from '../../../counter/journal/proof.ts';
import { exportFormat } from '../../../db/audit/export-format.ts';

const page = (name: string) => readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8');

/** Code and text of each row of a table whose first cell is a code. */
function rows(text: string): [string, string][] {
  return [...text.matchAll(/^\| `([\w-]+)` +\| (.+?) +\|$/gmu)].map(([, code = '', said = '']) => [
    code,
    said,
  ]);
}

describe('the pages for auditors', () => {
  it('list every fault that a proof can name, in the words of the program', () => {
    const text = page('auditor.md');
    const table = text.slice(text.indexOf('## How to read a fault'));
    expect(rows(table)).toEqual(Object.entries(proofFaults));
    expect(rows(table).length).toBeGreaterThan(30);
  });

  it('list every column of the table, in its order', () => {
    const text = page('export.md');
    const table = text.slice(text.indexOf('## CSV'));
    expect(rows(table).map(([column]) => column)).toEqual([...exportColumns]);
    expect(text).toContain(exportFormat);
  });

  it('would show a row that is missing or says something else', () => {
    const text = page('auditor.md').replace(/^\| `gap` .*\n/mu, '');
    expect(rows(text)).not.toEqual(Object.entries(proofFaults));
  });
});
