import { Readable } from 'node:stream';
import { stringify, type Stringifier } from 'csv-stringify';
import { exportColumns, exportRow, type ExportRow } from '../../counter/journal/export-row.ts';
import { startRun } from '../../counter/journal/prove-run.ts';
import { readBody } from '../../counter/journal/read-body.ts';
import { auditEntry, auditRun } from '../../db/audit/audit-run.ts';
import { runStart } from '../../db/audit/export-format.ts';
import type { ExportSource } from '../../db/audit/export-source.ts';
import type { ExportOutcome } from '../../db/audit/write-export.ts';

/**
 * The table for spreadsheets: RFC 4180, with a byte order mark so that Hindi survives Excel. A cell that
 * a spreadsheet would take for a formula begins with an apostrophe.
 */
export function csvOf(source: ExportSource, outcome: ExportOutcome): Stringifier {
  const table = stringify({
    bom: true,
    header: true,
    columns: [...exportColumns],
    record_delimiter: 'windows',
    // A lone line feed in a reason would else begin a new row for many a reader.
    quote_record_delimiter: true,
    escape_formulas: true,
  });
  Readable.from(rows(source, outcome))
    .on('error', (error) => table.destroy(error))
    .pipe(table);
  return table;
}

/** An entry whose text cannot be read has no row; it is the fault that the outcome names. */
async function* rows(source: ExportSource, outcome: ExportOutcome): AsyncGenerator<ExportRow> {
  const audit = auditRun(startRun(runStart(source.header)), 'closes');
  const outages = new Map<string, string>();
  for await (const stored of source.entries()) {
    const proved = outcome.fault === null ? auditEntry(audit, stored) : null;
    if (proved?.ok === false) outcome.fault = { ...proved.error, where: `entry ${stored.seq}` };
    const entry = proved?.ok === true ? proved.value : readBody(stored.body);
    if (entry === null) continue;
    outcome.entries += 1;
    if (entry.kind === 'outage opened') outages.set(entry.uid, entry.name);
    yield exportRow(stored, entry, source.creditOf(stored.seq), outages);
  }
}
