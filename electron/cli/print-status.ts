import { statfs } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { formatRupees, groupIndian } from '../../counter/money.ts';
import { assertNever, err, ok, type Result } from '../../counter/result.ts';
import { kolkataDateTime } from '../../counter/time.ts';
import { openConnection } from '../../db/connection.ts';
import { faultOfError } from '../../db/fault.ts';
import { type CareFact, type StatusFacts, statusFacts } from '../service/status-facts.ts';
import type { SocketStatus } from '../service/status-socket.ts';
import { askService } from './ask-service.ts';
import { faultSentence, takeCopy } from './journal-copy.ts';
import { readOptions } from './options.ts';

const usage = 'usage: counter status --data DIR [--json]\n';

/** What a data folder holds, in use or at rest. Facts are null where a service runs without a journal. */
interface Status {
  readonly use: 'running' | 'at-rest';
  readonly facts: StatusFacts | null;
  /** Known while a service runs: what the second copy holds now. */
  readonly secondCopy: { readonly state: string; readonly throughSeq: number } | null;
  readonly locked: string | null;
  /** Room on the device of the data folder. */
  readonly freeBytes: number | null;
}

/** `counter -- status`: asks the running service; a folder at rest is read from a private copy. */
export async function printStatus(args: readonly string[]): Promise<number> {
  const options = readOptions(args, ['data'], ['json']);
  if (!options.ok || options.value.data === undefined) {
    process.stderr.write(options.ok ? usage : `counter status: ${options.error}\n${usage}`);
    return 2;
  }
  const folder = resolve(options.value.data);
  const status = await statusOf(folder);
  if (!status.ok) {
    process.stderr.write(`counter status: ${folder}: ${status.error}\n`);
    return 3;
  }
  const { value } = status;
  process.stdout.write(
    options.value.flags.has('json') ? `${JSON.stringify(asJson(value))}\n` : asText(value),
  );
  return value.locked === null ? 0 : 1;
}

async function statusOf(folder: string): Promise<Result<Status, string>> {
  const asked = await askService(folder, 'status');
  switch (asked.kind) {
    case 'silent':
      return err('a counter is using this folder and does not answer');
    case 'nobody':
      return statusAtRest(folder);
    case 'answered': {
      asked.end();
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the socket answers with the status of a service of this build
      const { facts, state } = JSON.parse(asked.line) as SocketStatus;
      const secondCopy = { state: state.secondCopy.state, throughSeq: state.secondCopy.copied };
      const locked = state.selling.reason;
      return ok({ use: 'running', facts, secondCopy, locked, freeBytes: await roomOn(folder) });
    }
    default:
      return assertNever(asked);
  }
}

async function statusAtRest(folder: string): Promise<Result<Status, string>> {
  const copy = await takeCopy(join(folder, 'journal.db'));
  if (!copy.ok) return copy;
  try {
    const boot = { bootId: 'status', at: 0 };
    const opened = openConnection({ path: copy.value.path, mode: 'existing', boot });
    if (!opened.ok) return err(faultSentence(opened.error));
    const { db } = opened.value;
    try {
      const facts = statusFacts(db);
      return ok({ use: 'at-rest', facts, secondCopy: null, locked: null, freeBytes: await roomOn(folder) });
    } finally {
      db.close();
    }
  } catch (error) {
    const known = faultOfError(error);
    if (known === null) throw error;
    return err(faultSentence(known));
  } finally {
    await copy.value.remove();
  }
}

async function roomOn(folder: string): Promise<number | null> {
  return statfs(folder).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => null,
  );
}

function asJson({ facts, ...status }: Status): object {
  const unsent = facts?.unsent;
  return {
    use: status.use,
    counter: facts?.counter ?? null,
    epoch: facts?.epoch ?? null,
    businessDate: facts?.businessDate ?? null,
    shift: facts?.shift ?? null,
    entries: facts?.entries ?? 0,
    headHash: facts?.headHash ?? null,
    unsent: unsent?.count ?? 0,
    unsentPaise: unsent?.sumPaise ?? 0,
    unsentOldestAt: unsent?.oldestAt ?? null,
    openPrints: facts?.prints.uncertain ?? 0,
    printsWaiting: facts?.prints.waiting ?? 0,
    secondCopy: status.secondCopy,
    secondCopyEvent: facts?.secondCopyEvent ?? null,
    lastProof: facts?.lastProof ?? null,
    lastCopy: facts?.lastCopy ?? null,
    reserve: facts?.reserve ?? null,
    deviceKey: facts?.deviceKey ?? null,
    hasRecoveryKey: facts?.hasRecoveryKey ?? false,
    freeBytes: status.freeBytes,
    locked: status.locked,
  };
}

function asText(status: Status): string {
  const { facts } = status;
  const lines: readonly (readonly [string, string])[] = [
    ['counter', `${facts?.counter ?? 'not enrolled'} (${status.use})`],
    ...(facts === null ? [] : linesOf(facts)),
    ['second copy', secondCopyText(status)],
    [
      'free room',
      status.freeBytes === null
        ? 'not known'
        : `${groupIndian(Math.trunc(status.freeBytes / 1_048_576))} MiB`,
    ],
    ['selling', status.locked ?? 'open'],
  ];
  return `${lines.map(([label, value]) => `${label.padEnd(14)} ${value}`).join('\n')}\n`;
}

function linesOf(facts: StatusFacts): (readonly [string, string])[] {
  const { unsent, prints } = facts;
  const oldest = unsent.oldestAt === null ? '' : `, oldest ${kolkataDateTime(unsent.oldestAt)}`;
  return [
    ['epoch', String(facts.epoch)],
    ['business day', facts.businessDate ?? 'none open'],
    ['shift', facts.shift ?? 'none open'],
    ['entries', groupIndian(facts.entries)],
    ['last hash', facts.headHash ?? 'none'],
    ['unsent', `${groupIndian(unsent.count)} (${formatRupees(unsent.sumPaise)}${oldest})`],
    ['open questions', String(prints.uncertain)],
    ['slips waiting', String(prints.waiting)],
    ['last proof', careText(facts.lastProof)],
    ['last copy', careText(facts.lastCopy)],
    ['reserve', careText(facts.reserve)],
    ['device key', facts.deviceKey],
    ['recovery key', facts.hasRecoveryKey ? 'named in the journal' : 'none: a lost PC could not be restored'],
  ];
}

function secondCopyText({ facts, secondCopy }: Status): string {
  const onRecord = facts?.secondCopyEvent ?? null;
  if (secondCopy === null) return onRecord === null ? 'never lost on record' : careText(onRecord);
  if (secondCopy.state === 'absent') return 'none is set up';
  return `${secondCopy.state} through entry ${secondCopy.throughSeq}`;
}

function careText(fact: CareFact | null): string {
  if (fact === null) return 'none on record';
  const detail = fact.detail === '' ? '' : ` (${fact.detail})`;
  return `${fact.event} ${kolkataDateTime(fact.at)} at entry ${fact.afterSeq}${detail}`;
}
