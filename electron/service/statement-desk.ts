import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { limits } from '../../counter/limits.ts';
import type { Statement } from '../../counter/tie-out/day-figures.ts';
import type { Clock } from '../../counter/time.ts';
import type { HeadEndClient } from '../../headend/client.ts';
import { takesPlaceOf } from '../../headend/notices.ts';
import { sha256Hex, verifyHashLater } from '../../headend/signatures.ts';
import { checkStatement, readSignedStatement, type SignedStatement } from '../../headend/statement.ts';
import type { Log } from './log.ts';
import { writeWhole } from './write-whole.ts';

const fileName = 'head-end-statement.json';

/** The head end's own word for the tie-out, and whether it said so just now. */
export interface HeldStatement {
  readonly is: 'fresh' | 'kept';
  readonly statement: Statement;
}

export interface StatementPorts {
  /** Null where no head end can be asked. */
  readonly client: Pick<HeadEndClient, 'statement'> | null;
  readonly folder: string;
  readonly counter: string;
  readonly headEndPublicKey: string;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Asks the head end for its statement and keeps the last good one in the data folder, as it was signed. Where
 * it does not answer, the kept one stands; the tie-out then says of when it is.
 */
export async function statementOf(
  ports: StatementPorts,
  from: string,
  to: string,
): Promise<HeldStatement | null> {
  const path = join(ports.folder, fileName);
  const kept = await readKept(ports, path);
  const fresh = await fetched(ports, from, to);
  if (fresh === null) return kept === null ? null : { is: 'kept', statement: kept.statement };
  const { clock, log } = ports;
  if (!takesPlaceOf(kept?.statement ?? null, fresh.statement, clock.wallMs())) {
    log.note('a statement was left out: older than the one kept, or from the future', {
      at: fresh.statement.at,
    });
    return kept === null ? null : { is: 'kept', statement: kept.statement };
  }
  const { text, signature } = fresh;
  await writeWhole(path, JSON.stringify({ text, signature })).catch((error: unknown) =>
    log.note('the statement cannot be kept', { detail: String(error) }),
  );
  return { is: 'fresh', statement: fresh.statement };
}

async function fetched(
  { client, log }: StatementPorts,
  from: string,
  to: string,
): Promise<SignedStatement | null> {
  const verdict = await client?.statement(from, to);
  if (verdict === undefined) return null;
  if (verdict.kind === 'answered') return verdict.value;
  const why = verdict.kind === 'refused' ? verdict.problem.type : verdict.reason;
  log.note('no statement of the head end', { why });
  return null;
}

async function readKept(ports: StatementPorts, path: string): Promise<SignedStatement | null> {
  const signed = readSignedStatement(textOf(path));
  if (signed === null) return null;
  const checked = await checkStatement({ sha256: sha256Hex, verify: verifyHashLater }, ports, signed);
  if (typeof checked !== 'string') return checked;
  ports.log.note('the kept statement of the head end is not believed', { why: checked });
  return null;
}

function textOf(path: string): string {
  try {
    return statSync(path).size > limits.responseBytesMax ? '' : readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
