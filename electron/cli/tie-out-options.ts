import { resolve } from 'node:path';
import type { TieOutScope } from '../../counter/tie-out/scope.ts';
import { err, ok, type Result } from '../../counter/result.ts';
import { isIsoDate } from '../../counter/time.ts';
import { type AuditSource, readSource, sourceNames } from './audit-source.ts';
import { readOptions } from './options.ts';

export interface TieOutOptions {
  readonly source: AuditSource;
  /** An outage by its name; the journal knows its uid. */
  readonly asked: { readonly kind: 'outage-named'; readonly name: string } | TieOutScope;
  readonly ledger: string | null;
  readonly statement: string | null;
  readonly json: boolean;
}

/** The error is a sentence about what was typed. */
export function readTieOutOptions(args: readonly string[]): Result<TieOutOptions, string> {
  const names = [...sourceNames, 'outage', 'from', 'to', 'ledger', 'statement'] as const;
  const options = readOptions(args, names, ['json']);
  if (!options.ok) return options;
  const source = readSource(options.value);
  if (!source.ok) return source;
  const asked = scopeOf(options.value);
  if (!asked.ok) return asked;
  const { ledger, statement, flags } = options.value;
  return ok({
    source: source.value,
    asked: asked.value,
    ledger: ledger === undefined ? null : resolve(ledger),
    statement: statement === undefined ? null : resolve(statement),
    json: flags.has('json'),
  });
}

function scopeOf(options: {
  readonly outage?: string;
  readonly from?: string;
  readonly to?: string;
}): Result<TieOutOptions['asked'], string> {
  const { outage, from, to } = options;
  if (outage !== undefined) {
    if (from !== undefined || to !== undefined) return err('--outage names its own dates');
    return outage === ''
      ? err('--outage is the name on its receipts')
      : ok({ kind: 'outage-named', name: outage });
  }
  if (from === undefined && to === undefined) return ok({ kind: 'everything' });
  if (from === undefined || !isIsoDate(from)) return err('--from is a business date like 2026-11-23');
  if (to === undefined || !isIsoDate(to)) return err('--to is a business date like 2026-11-23');
  return to < from ? err(`--to ${to} lies before --from ${from}`) : ok({ kind: 'dates', from, to });
}
