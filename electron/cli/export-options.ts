import { existsSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { err, ok, type Result } from '../../counter/result.ts';
import { isIsoDate } from '../../counter/time.ts';
import type { DateRange } from '../../db/audit/export-source.ts';
import { type AuditSource, readSource, sourceNames } from './audit-source.ts';
import { readOptions } from './options.ts';

export type ExportFormat = 'csv' | 'ndjson';

export interface ExportOptions {
  readonly source: AuditSource;
  readonly range: DateRange;
  readonly format: ExportFormat;
  /** Null for the standard output. */
  readonly out: string | null;
}

/** The error is a sentence about what was typed. */
export function readExportOptions(args: readonly string[]): Result<ExportOptions, string> {
  const options = readOptions(args, [...sourceNames, 'from', 'to', 'format', 'out']);
  if (!options.ok) return options;
  const source = readSource(options.value);
  if (!source.ok) return source;
  const { from, to, format, out } = options.value;
  if (from === undefined || !isIsoDate(from)) return err('--from is a business date like 2026-11-23');
  if (to === undefined || !isIsoDate(to)) return err('--to is a business date like 2026-11-23');
  if (to < from) return err(`--to ${to} lies before --from ${from}`);
  if (format !== 'csv' && format !== 'ndjson') return err('--format is csv or ndjson');
  const path = out === undefined ? null : resolve(out);
  const wrong = path === null ? null : wrongPlace(path, source.value);
  return wrong === null ? ok({ source: source.value, range: { from, to }, format, out: path }) : err(wrong);
}

/** An export is written beside no source and over nothing. */
function wrongPlace(path: string, source: AuditSource): string | null {
  if (existsSync(path)) return `${path} is there already and stays as it is`;
  if (!existsSync(dirname(path))) return `there is no folder ${dirname(path)}`;
  const folder = source.kind === 'mirror' ? source.folder : dirname(pathOf(source));
  const isData = source.kind !== 'file';
  const inside = !relative(folder, path).startsWith(`..${sep}`) && relative(folder, path) !== '..';
  return isData && inside ? `${path} lies in the folder that is looked at; nothing is written there` : null;
}

function pathOf(source: Exclude<AuditSource, { kind: 'mirror' }>): string {
  return source.kind === 'data' ? source.journal : source.path;
}
