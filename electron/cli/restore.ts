import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { formatRupees } from '../../counter/money.ts';
import { assertNever } from '../../counter/result.ts';
import { closeJournal, openJournal } from '../../db/journal.ts';
import type { RestoreFault, RestoreReport } from '../../db/restore/restore-journal.ts';
import { deviceKeyStore } from '../service/device-key.ts';
import { lineLog } from '../service/log.ts';
import { machineBootId, machineClock } from '../service/machine-clock.ts';
import { readRecoveryKey } from '../service/recovery-key-file.ts';
import { fillSecondCopy, restoreCounter, type RestoredCounter } from '../service/restore-counter.ts';
import { readOptions } from './options.ts';

const usage = `usage: counter restore (--mirror DIR | --journal FILE | both) --recovery-key FILE --data DIR
                       [--counter ID] [--mirror-to DIR] [--json]
  --data DIR       becomes the spare PC's data folder; it holds no journal yet
  --mirror DIR     the dead PC's second copy; its files are read, never written
  --journal FILE   what is left of the dead PC's journal.db
  --mirror-to DIR  where the new second copy goes (default: new files beside the old ones in --mirror)
`;

const names = ['mirror', 'journal', 'recovery-key', 'data', 'counter', 'mirror-to'] as const;

/** What came of it, for `--json`. */
interface Restored extends Omit<RestoreReport, 'recovery'> {
  /** The new epoch, and the recovery's place in the order. */
  readonly newEpoch: number;
  readonly recoverySeq: number;
  readonly secondCopy: 'whole' | 'none';
}

/** `counter -- restore`: a spare PC from the second copy, without the head end. */
export async function restore(args: readonly string[]): Promise<number> {
  const options = readOptions(args, names, ['json']);
  if (!options.ok) return wrongUsage(options.error);
  const { data, mirror, journal, counter, flags } = options.value;
  const keyFile = options.value['recovery-key'];
  if (data === undefined || keyFile === undefined || (mirror === undefined && journal === undefined)) {
    return wrongUsage('--data, --recovery-key and a source are needed');
  }
  const missing = [mirror, journal].find((path) => path !== undefined && !existsSync(resolve(path)));
  if (missing !== undefined) return cannotBeRead(`${missing} is not there`);
  const key = await readRecoveryKey(resolve(keyFile));
  if (!key.ok) return cannotBeRead(`the recovery key ${keyFile} is ${key.error}`);
  const dataFolder = resolve(data);
  const newMirror = options.value['mirror-to'] ?? mirror;
  const place = {
    dataFolder,
    mirrorFolder: newMirror === undefined ? null : resolve(newMirror),
    keyStore: keyInFile(dataFolder),
    clock: machineClock,
    random: (length: number) => randomBytes(length),
    bootId: machineBootId(),
    nativeBinding: null,
  };
  const request = {
    recoveryKey: key.value,
    fromMirror: mirror === undefined ? null : resolve(mirror),
    fromJournal: journal === undefined ? null : resolve(journal),
    counter: counter ?? null,
  };
  const restored = await restoreCounter(place, request, () => undefined);
  if (!restored.ok) return refused(restored.error);
  const report = await finished(restored.value);
  process.stdout.write(flags.has('json') ? `${JSON.stringify(report)}\n` : sentences(report));
  process.stderr.write(
    `counter restore: the command line reaches no key store; the device key is kept in ${dataFolder}, for this user alone\n`,
  );
  return report.lost === null && report.setAside.length === 0 && report.secondCopy === 'whole' ? 0 : 1;
}

/** Opens the new journal once, so that its second copy is whole before anybody sells. */
async function finished({ report, options }: RestoredCounter): Promise<Restored> {
  const { recovery, ...rest } = report;
  const opened = await openJournal(options);
  const secondCopy = opened.ok && (await fillSecondCopy(opened.value)) ? 'whole' : 'none';
  if (opened.ok) await closeJournal(opened.value);
  return { ...rest, newEpoch: recovery.epoch, recoverySeq: recovery.seq, secondCopy };
}

function keyInFile(folder: string) {
  const log = lineLog(machineClock, (line) => void process.stderr.write(line));
  const refusing = { ask: async () => ({ kind: 'refused', why: 'KEY_STORE_MISSING' }) as const };
  return deviceKeyStore({
    folder,
    store: 'file',
    secrets: { ...refusing, answered: () => undefined },
    log,
    wait: async () => undefined,
  });
}

function refused(fault: RestoreFault): number {
  switch (fault.code) {
    case 'which-counter':
      return wrongUsage(
        fault.counters.length === 0
          ? fault.detail
          : `name one counter by --counter: ${fault.counters.join(', ')}`,
      );
    case 'exists':
      return wrongUsage(`${fault.detail}: nothing is restored over it`);
    case 'wrong-key':
      return cannotBeRead(`not closed to this recovery key: ${fault.detail}`);
    case 'other-division':
      return cannotBeRead(`this is the recovery key of another division: ${fault.detail}`);
    case 'nothing-proved':
      return cannotBeRead(fault.detail);
    default:
      return cannotBeRead(`${fault.code}: ${fault.detail}`);
  }
}

function wrongUsage(sentence: string): number {
  process.stderr.write(`counter restore: ${sentence}\n${usage}`);
  return 2;
}

function cannotBeRead(sentence: string): number {
  process.stderr.write(`counter restore: ${sentence}\n`);
  return 3;
}

function sentences(report: Restored): string {
  const { lost, mirrorFaults, setAside } = report;
  const lines = [
    `counter       ${report.counter} of ${report.office}, epoch ${report.newEpoch}`,
    `entries       ${report.lastSeq} (${report.entriesFromMirror} from the second copy, ${report.entriesFromJournal} from the journal)`,
    `head hash     ${report.headHash}`,
    `takings       ${formatRupees(report.takingsPaise)}`,
    `answers       ${report.answers}`,
    `second copy   ${report.secondCopy === 'whole' ? 'whole' : 'NOT written: the counter would sell with one copy'}`,
    lost === null ? 'missing       nothing' : `MISSING       entries ${lost.fromSeq} to ${lost.toSeq}`,
  ];
  for (const { epoch, seq, uid } of setAside) {
    lines.push(`SET ASIDE     entry ${seq} of epoch ${epoch} (${uid}): another PC sold under this name`);
  }
  for (const { file, why } of mirrorFaults) lines.push(`not read      ${file}: ${why}`);
  if (report.journal !== 'none' && report.journal !== 'read')
    lines.push(`old journal   ${journalText(report.journal)}`);
  return `${lines.join('\n')}\n`;
}

function journalText(state: 'partly' | 'unreadable'): string {
  switch (state) {
    case 'partly':
      return 'some of its blocks cannot be read';
    case 'unreadable':
      return 'not even its first page can be read';
    default:
      return assertNever(state);
  }
}
