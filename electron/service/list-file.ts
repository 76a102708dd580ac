import { createHash } from 'node:crypto';
import { setImmediate as othersTurn } from 'node:timers/promises';
import { stringify } from 'csv-stringify/sync';
import {
  connectionCells,
  connectionColumns,
  type ListCells,
  paidCells,
  paidColumns,
} from '../../counter/lists/list-columns.ts';
import { assertNever } from '../../counter/result.ts';
import type { GatheredList } from './gather-list.ts';

/** A list as the bytes of its file. */
export interface ListFile {
  readonly bytes: Buffer;
  /** 64 hex digits. */
  readonly sha256: string;
}

const rowsAtOnce = 200;

/**
 * RFC 4180 with a byte order mark, so that Hindi survives Excel. A cell that a spreadsheet would take for a
 * formula begins with an apostrophe; numbers stay numbers.
 */
export async function listFile(list: GatheredList, madeAt: number): Promise<ListFile> {
  const { columns, cells } = tableOf(list, madeAt);
  const bytes = await csvInSlices(columns, cells);
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** A whole table with its heading and its mark; whoever waits has a turn after so many lines. */
export async function csvInSlices(columns: ListCells, cells: readonly ListCells[]): Promise<Buffer> {
  const parts = [csv([columns], 'with-mark')];
  for (let at = 0; at < cells.length; at += rowsAtOnce) {
    parts.push(csv(cells.slice(at, at + rowsAtOnce), 'plain'));
    await othersTurn();
  }
  return Buffer.concat(parts);
}

/** Lines of a table, the first with the mark where the file begins with them. */
export function csv(lines: readonly ListCells[], begin: 'with-mark' | 'plain'): Buffer {
  const text = stringify([...lines], {
    bom: begin === 'with-mark',
    record_delimiter: 'windows',
    escape_formulas: true,
    // Else a lone line feed stays bare where lines end in two characters, and what follows it begins a line.
    quote_record_delimiter: true,
  });
  return Buffer.from(text, 'utf8');
}

function tableOf(list: GatheredList, madeAt: number): { columns: ListCells; cells: readonly ListCells[] } {
  const { outage } = list;
  switch (list.list) {
    case 'do-not-disconnect':
      return {
        columns: connectionColumns,
        cells: list.rows.map((row) => connectionCells(row, { outage, madeAt })),
      };
    case 'paid':
      return { columns: paidColumns, cells: list.rows.map((row) => paidCells(row, { outage })) };
    default:
      return assertNever(list);
  }
}
