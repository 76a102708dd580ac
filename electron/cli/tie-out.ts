import { readFile, stat } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { limits } from '../../counter/limits.ts';
import { err, ok, type Result } from '../../counter/result.ts';
import type { Statement } from '../../counter/tie-out/day-figures.ts';
import { type LedgerRow, parseLedger } from '../../counter/tie-out/ledger.ts';
import type { TieOutScope } from '../../counter/tie-out/scope.ts';
import { keepFirst, type UnexplainedRow } from '../../counter/tie-out/tie-out.ts';
import { sha256Hex, verifyHashLater } from '../../headend/signatures.ts';
import { checkStatement, readSignedStatement } from '../../headend/statement.ts';
import { runTieOut } from '../service/tie-out-run.ts';
import { sourceUsage } from './audit-source.ts';
import { readTieOutOptions, type TieOutOptions } from './tie-out-options.ts';
import { type CannotTieOut, openTieOutSource, type OpenedTieOut } from './tie-out-source.ts';
import { tieOutText } from './tie-out-text.ts';
import { nameOf } from './verify.ts';

const usage = `usage: counter tie-out (${sourceUsage}) [--outage NAME | --from DATE --to DATE]
       [--ledger headend-ledger.csv] [--statement FILE] [--json]\n`;

/** `counter -- tie-out`: counter = head end, row by row. Exit 0 ties, 1 does not. Changes nothing. */
export async function tieOut(args: readonly string[]): Promise<number> {
  const options = readTieOutOptions(args);
  if (!options.ok) return told({ exit: 2, sentence: options.error });
  const opened = await openTieOutSource(options.value.source);
  if (!opened.ok) {
    const sentence = `${nameOf(options.value.source)}: ${opened.error.sentence}`;
    return told({ exit: opened.error.exit, sentence });
  }
  try {
    const reported = await report(options.value, opened.value);
    return reported.ok ? reported.value : told(reported.error);
  } finally {
    await opened.value.close();
  }
}

function told({ exit, sentence }: CannotTieOut): number {
  process.stderr.write(`counter tie-out: ${sentence}\n${exit === 2 ? usage : ''}`);
  return exit;
}

async function report(options: TieOutOptions, opened: OpenedTieOut): Promise<Result<number, CannotTieOut>> {
  const scope = scopeOf(options, opened);
  if (!scope.ok) return scope;
  const ledger = options.ledger === null ? ok(null) : await readLedger(options.ledger);
  if (!ledger.ok) return ledger;
  const statement = options.statement === null ? ok(null) : await readStatement(options.statement, opened);
  if (!statement.ok) return statement;
  const rows: UnexplainedRow[] = [];
  const value = await runTieOut({
    source: opened.source,
    scope: scope.value,
    statement: statement.value,
    ledger: ledger.value,
    each: (row) => keepFirst(rows, row, limits.tieOutRowsTold),
    nextTurn,
  });
  const text = options.json ? `${JSON.stringify({ ...value, rows })}\n` : tieOutText(value, rows);
  process.stdout.write(text);
  return ok(value.ties ? 0 : 1);
}

function scopeOf({ asked }: TieOutOptions, { source }: OpenedTieOut): Result<TieOutScope, CannotTieOut> {
  if (asked.kind !== 'outage-named') return ok(asked);
  const found = source.outageNamed(asked.name);
  return found === null
    ? err({ exit: 2, sentence: `this counter has had no outage called ${asked.name}` })
    : ok({ kind: 'outage', outage: found.outage });
}

async function readLedger(path: string): Promise<Result<readonly LedgerRow[], CannotTieOut>> {
  const text = await readText(path);
  const rows = text === null ? err('it cannot be read') : parseLedger(text);
  return rows.ok ? rows : err({ exit: 3, sentence: `the ledger ${path}: ${rows.error}` });
}

async function readStatement(path: string, opened: OpenedTieOut): Promise<Result<Statement, CannotTieOut>> {
  const cannot = (why: string) => err({ exit: 3, sentence: `the statement ${path}: ${why}` } as const);
  const text = await readText(path);
  const signed = text === null ? null : readSignedStatement(text);
  if (signed === null) return cannot('it is no signed statement, or cannot be read');
  const ports = { sha256: sha256Hex, verify: verifyHashLater };
  const { source, headEndPublicKey } = opened;
  const checked = await checkStatement(ports, { counter: source.counter, headEndPublicKey }, signed);
  return typeof checked === 'string' ? cannot(checked) : ok(checked.statement);
}

async function readText(path: string): Promise<string | null> {
  try {
    const { size } = await stat(path);
    return size > limits.ledgerFileBytesMax ? null : await readFile(path, 'utf8');
  } catch {
    return null;
  }
}
