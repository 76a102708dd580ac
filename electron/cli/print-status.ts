import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { formatRupees } from '../../counter/money.ts';
import { deviceSigner, generateDeviceKey } from '../../db/crypto.ts';
import { currentDay, openShifts, unsentSummary } from '../../db/day-reads.ts';
import { lastSeq } from '../../db/entries.ts';
import { closeJournal, openJournal, type Journal } from '../../db/journal.ts';
import { openPrintJobs } from '../../db/print-jobs.ts';
import type { CounterState } from '../contract/view-schemas.ts';
import { machineBootId, machineClock } from '../service/machine-clock.ts';
import { statusAddress } from '../service/status-socket.ts';
import { readOptions } from './options.ts';

const usage = 'usage: counter status --data DIR [--json]\n';
const askTimeoutMs = 3_000;

/** What a data folder holds, in use or at rest. */
interface Status {
  readonly use: 'running' | 'at-rest';
  readonly counter: string | null;
  readonly businessDate: string | null;
  readonly shift: string | null;
  readonly entries: number;
  readonly unsent: number;
  readonly unsentPaise: number;
  readonly openPrints: number;
  readonly locked: string | null;
}

/** `counter -- status`: asks the running service; a folder at rest is read from a private copy. */
export async function printStatus(args: readonly string[]): Promise<number> {
  const options = readOptions(args, ['data'], ['json']);
  if (!options.ok || options.value.data === undefined) {
    process.stderr.write(options.ok ? usage : `counter status: ${options.error}\n${usage}`);
    return 2;
  }
  const folder = resolve(options.value.data);
  const status = (await statusOfRunning(folder)) ?? (await statusAtRest(folder));
  if (typeof status === 'string') {
    process.stderr.write(`counter status: ${folder}: ${status}\n`);
    return 3;
  }
  process.stdout.write(options.value.flags.has('json') ? `${JSON.stringify(status)}\n` : sentences(status));
  return status.locked === null ? 0 : 1;
}

/** Null where nobody answers. */
async function statusOfRunning(folder: string): Promise<Status | null> {
  const line = await new Promise<string | null>((settle) => {
    let text = '';
    const socket = connect(statusAddress(folder));
    socket.setEncoding('utf8');
    socket.setTimeout(askTimeoutMs, () => socket.destroy(new Error('no answer')));
    socket.on('data', (chunk: string) => {
      text += chunk;
    });
    socket.on('end', () => settle(text));
    socket.on('error', () => settle(null));
  });
  if (line === null || line === '') return null;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the socket answers with the state of a service of this build
  const state = JSON.parse(line) as CounterState;
  return {
    use: 'running',
    counter: state.counter?.id ?? null,
    businessDate: state.day?.businessDate ?? null,
    shift: state.shift?.cashier ?? null,
    entries: state.secondCopy.entries,
    unsent: state.unsent.count,
    unsentPaise: state.unsent.sumPaise,
    openPrints: state.questions.length,
    locked: state.selling.reason,
  };
}

async function statusAtRest(folder: string): Promise<Status | string> {
  if (!existsSync(join(folder, 'journal.db'))) return 'there is no journal';
  const copy = mkdtempSync(join(tmpdir(), 'counter-status-'));
  try {
    for (const name of ['journal.db', 'journal.db-wal']) {
      if (existsSync(join(folder, name))) copyFileSync(join(folder, name), join(copy, name));
    }
    const opened = await openJournal({
      folder: copy,
      mirrorFolder: null,
      recoveryPublicKey: null,
      clock: machineClock,
      random: (length) => randomBytes(length),
      signer: deviceSigner(generateDeviceKey().secret),
      bootId: machineBootId(),
    });
    if (!opened.ok) return `${opened.error.code}: ${opened.error.detail}`;
    const status = statusOf(opened.value);
    await closeJournal(opened.value);
    return status;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function statusOf({ db, counter }: Journal): Status {
  const unsent = unsentSummary(db);
  return {
    use: 'at-rest',
    counter,
    businessDate: currentDay(db)?.businessDate ?? null,
    shift: openShifts(db)[0]?.cashier ?? null,
    entries: lastSeq(db),
    unsent: unsent.count,
    unsentPaise: unsent.sumPaise,
    openPrints: openPrintJobs(db).filter(({ state }) => state === 'uncertain').length,
    locked: null,
  };
}

function sentences(status: Status): string {
  return [
    `counter        ${status.counter ?? 'not enrolled'} (${status.use})`,
    `business day   ${status.businessDate ?? 'none open'}`,
    `shift          ${status.shift ?? 'none open'}`,
    `entries        ${status.entries}`,
    `unsent         ${status.unsent} (${formatRupees(status.unsentPaise)})`,
    `open questions ${status.openPrints}`,
    `selling        ${status.locked ?? 'open'}`,
    '',
  ].join('\n');
}
