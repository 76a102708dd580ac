import { createReadStream, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { Consumer } from '../../counter/consumer/consumer.ts';
import { meterLastFour } from '../../counter/consumer/meter.ts';
import type { ConsumerHit } from '../../counter/consumer/search-query.ts';
import { limits } from '../../counter/limits.ts';
import { assertNever, ok, type Result } from '../../counter/result.ts';
import type { Clock } from '../../counter/time.ts';
import { verifyHash } from '../../db/crypto.ts';
import { consumersByNumber } from '../../db/directory/consumers-by-number.ts';
import { importDirectory, type ImportOptions } from '../../db/directory/import-directory.ts';
import type { ImportFault } from '../../db/directory/import-fault.ts';
import { consumerByNumber, openDirectory, type Directory } from '../../db/directory/open-directory.ts';
import { searchConsumers } from '../../db/directory/search-consumers.ts';
import type { CounterState, ConsumerHitView, ConsumerView } from '../contract/view-schemas.ts';
import { refuseUnanswered } from './head-end-fault.ts';
import type { JournalKeeper } from './journal-keeper.ts';
import type { Log } from './log.ts';
import { refuse, type Refusal, type Refused } from './refusal.ts';
import type { HeadEndDesk } from './upload-loop.ts';

const directoryFile = 'directory.db';
const downloadFile = 'directory.download';
const matchesMax = 20;

/** The consumer directory: a snapshot that is swapped whole, and never stands in the way of a sale. */
export interface DirectoryDesk {
  open(): void;
  find(consumer: string): ConsumerView | null;
  /** Many at once; who is not in the list is missing. */
  findAll(consumers: readonly string[]): ReadonlyMap<string, Consumer>;
  search(text: string): Result<{ hits: ConsumerHitView[]; total: number }, Refusal>;
  /** From a file, or from the head end for null. */
  importFrom(path: string | null): Promise<Result<{ count: number; serial: string }, Refusal>>;
  summary(): CounterState['directory'];
  progress(): CounterState['directoryImport'];
  close(): void;
}

export interface DirectoryPorts {
  readonly folder: string;
  readonly nativeBinding: string | null;
  readonly clock: Clock;
  readonly log: Log;
  readonly keeper: JournalKeeper;
  readonly headEnd: () => HeadEndDesk;
  readonly changed: () => void;
}

export function directoryDesk(ports: DirectoryPorts): DirectoryDesk {
  const path = join(ports.folder, directoryFile);
  const binding = ports.nativeBinding === null ? {} : { nativeBinding: ports.nativeBinding };
  let directory: Directory | null = null;
  let importing: CounterState['directoryImport'] = null;

  const open = (): void => {
    directory = openDirectory(path, {
      ...binding,
      onAbsence: (absence) => ports.log.note('no consumer directory', { absence }),
    });
  };
  const close = (): void => {
    directory?.close();
    directory = null;
  };

  const importFile = async (file: string): Promise<Result<Imported, Refusal>> => {
    const imported = await importChecked(ports, file, {
      path,
      ...binding,
      onProgress: ({ done, total }) => {
        importing = { done, total };
        ports.changed();
      },
      release: close,
    });
    if (directory === null) open();
    return imported;
  };

  return {
    open,
    close,
    find: (consumer) => {
      const found = directory === null ? null : consumerByNumber(directory, consumer);
      return found === null ? null : consumerView(found);
    },
    findAll: (consumers) =>
      directory === null ? new Map<string, Consumer>() : consumersByNumber(directory, consumers),
    search: (text) => (directory === null ? refuse('DIRECTORY_MISSING') : ok(found(directory, text))),
    importFrom: async (from) => {
      if (importing !== null) return refuse('DIRECTORY_BUSY');
      importing = { done: 0, total: null };
      ports.changed();
      try {
        if (from !== null) return isAbsolute(from) ? await importFile(from) : refuse('DIRECTORY_MISSING');
        const target = join(ports.folder, downloadFile);
        const imported = (await downloadFault(ports.headEnd(), target)) ?? (await importFile(target));
        // What it held stands in the directory now, or was refused; it is names and mobiles, so it goes.
        await rm(target, { force: true });
        return imported;
      } finally {
        importing = null;
        ports.changed();
      }
    },
    summary: () => {
      if (directory === null) return null;
      const { count, generatedAt, serial } = directory.info;
      return { count, generatedAt, serial: String(serial) };
    },
    progress: () => importing,
  };
}

interface Imported {
  readonly count: number;
  readonly serial: string;
}

/** Imports a file of this office that the head end signed, all or nothing. */
async function importChecked(
  ports: DirectoryPorts,
  file: string,
  place: Pick<ImportOptions, 'path' | 'nativeBinding' | 'onProgress' | 'release'>,
): Promise<Result<Imported, Refusal>> {
  const journal = ports.keeper.use();
  if (!journal.ok) return journal;
  const { publicKey } = ports.headEnd();
  if (publicKey === null) return refuse('NOT_ENROLLED');
  const fault = fileFault(file);
  if (fault !== null) return fault;
  const imported = await importDirectory({
    ...place,
    source: createReadStream(file),
    key: { publicKey, verify: verifyHash },
    clock: ports.clock,
    office: journal.value.office,
  });
  if (imported.ok) return ok({ count: imported.value.count, serial: String(imported.value.serial) });
  const { kind, line, detail } = imported.error;
  ports.log.note('directory import failed', { kind, line, detail });
  return refuseImport(imported.error);
}

function found(directory: Directory, text: string): { hits: ConsumerHitView[]; total: number } {
  const hits = searchConsumers(directory, text).map(({ consumer, matches }) => ({
    consumer: consumerView(consumer),
    matches: shownMatches(matches),
  }));
  return { hits, total: hits.length };
}

/** Null when the directory lies whole in the file `target`. */
async function downloadFault(headEnd: HeadEndDesk, target: string): Promise<Refused | null> {
  const downloaded = await headEnd.downloadDirectory(target);
  if (!downloaded.ok) return downloaded;
  switch (downloaded.value.kind) {
    case 'answered':
      return null;
    case 'not-answering':
      return refuseUnanswered(downloaded.value.reason);
    case 'refused':
      return refuse('HEAD_END_REFUSED', { reason: downloaded.value.problem.type });
  }
}

function shownMatches(matches: ConsumerHit['matches']): ConsumerHitView['matches'] {
  return matches.slice(0, matchesMax).map(({ field, start, length }) => ({ field, start, length }));
}

function fileFault(file: string) {
  try {
    const { size } = statSync(file);
    return size > limits.directoryFileBytesMax
      ? refuse('DIRECTORY_TOO_LARGE', { bytesMax: limits.directoryFileBytesMax })
      : null;
  } catch {
    return refuse('DIRECTORY_MISSING');
  }
}

function refuseImport({ kind, line }: ImportFault) {
  const params = line === null ? { fault: kind } : { fault: kind, line };
  switch (kind) {
    case 'file-too-large':
    case 'line-too-long':
    case 'too-many-consumers':
      return refuse('DIRECTORY_TOO_LARGE', params);
    case 'signature-wrong':
      return refuse('DIRECTORY_SIGNATURE_WRONG', params);
    case 'disk-full':
      return refuse('JOURNAL_FULL', params);
    case 'write-failed':
      return refuse('JOURNAL_READONLY', params);
    case 'source-failed':
      return refuse('DIRECTORY_MISSING', params);
    case 'not-a-directory':
    case 'newer-version':
    case 'header-malformed':
    case 'not-gzip':
    case 'damaged':
    case 'truncated':
    case 'not-text':
    case 'not-json':
    case 'other-office':
    case 'older-than-current':
    case 'consumer-malformed':
    case 'duplicate-consumer':
    case 'count-mismatch':
    case 'trailer-malformed':
    case 'data-after-trailer':
    case 'hash-wrong':
    case 'cancelled':
      return refuse('DIRECTORY_DAMAGED', params);
    default:
      return assertNever(kind);
  }
}

function consumerView(consumer: Consumer): ConsumerView {
  const { name, relation, address, tariff, loadWatts, meter, meterKind, mobile, balance, arrears } = consumer;
  return {
    consumer: consumer.consumer,
    name,
    relation,
    address,
    tariff,
    loadWatts,
    meter,
    meterLastFour: meterLastFour(meter),
    meterKind,
    mobile,
    balance,
    arrears,
    usualRechargePaise: consumer.usualRechargePaise,
    status: consumer.status,
  };
}
