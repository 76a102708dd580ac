import { createReadStream, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { Consumer } from '../../counter/consumer/consumer.ts';
import { meterLastFour } from '../../counter/consumer/meter.ts';
import { limits } from '../../counter/limits.ts';
import { assertNever, ok, type Result } from '../../counter/result.ts';
import type { Clock } from '../../counter/time.ts';
import { verifyHash } from '../../db/crypto.ts';
import { importDirectory } from '../../db/directory/import-directory.ts';
import type { ImportFault } from '../../db/directory/import-fault.ts';
import { consumerByNumber, openDirectory, type Directory } from '../../db/directory/open-directory.ts';
import { searchConsumers } from '../../db/directory/search-consumers.ts';
import type { CounterState, ConsumerHitView, ConsumerView } from '../contract/view-schemas.ts';
import type { JournalKeeper } from './journal-keeper.ts';
import type { Log } from './log.ts';
import { refuse, type Refusal } from './refusal.ts';
import type { HeadEndDesk } from './upload-loop.ts';

const directoryFile = 'directory.db';
const downloadFile = 'directory.download';

/** The consumer directory: a snapshot that is swapped whole, and never stands in the way of a sale. */
export interface DirectoryDesk {
  open(): void;
  find(consumer: string): ConsumerView | null;
  search(text: string): Result<{ hits: ConsumerHitView[]; total: number }, Refusal>;
  /** From a file, or from the head end for null. */
  importFrom(path: string | null): Promise<Result<{ count: number; serial: string }, Refusal>>;
  summary(): CounterState['directory'];
  progress(): CounterState['directoryImport'];
  close(): void;
}

export function directoryDesk(ports: {
  readonly folder: string;
  readonly nativeBinding: string | null;
  readonly clock: Clock;
  readonly log: Log;
  readonly keeper: JournalKeeper;
  readonly headEnd: () => HeadEndDesk;
  readonly changed: () => void;
}): DirectoryDesk {
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

  const importFile = async (file: string): Promise<Result<{ count: number; serial: string }, Refusal>> => {
    const journal = ports.keeper.use();
    if (!journal.ok) return journal;
    const publicKey = ports.headEnd().publicKey;
    if (publicKey === null) return refuse('NOT_ENROLLED');
    const fault = fileFault(file);
    if (fault !== null) return fault;
    const imported = await importDirectory({
      source: createReadStream(file),
      path,
      key: { publicKey, verify: verifyHash },
      clock: ports.clock,
      office: journal.value.office,
      ...binding,
      onProgress: (progress) => {
        importing = { done: progress.done, total: progress.total };
        ports.changed();
      },
      release: close,
    });
    if (directory === null) open();
    if (!imported.ok) {
      const { kind, line, detail } = imported.error;
      ports.log.note('directory import failed', { kind, line, detail });
      return refuseImport(imported.error);
    }
    return ok({ count: imported.value.count, serial: String(imported.value.serial) });
  };

  return {
    open,
    close,
    find: (consumer) => {
      const found = directory === null ? null : consumerByNumber(directory, consumer);
      return found === null ? null : consumerView(found);
    },
    search: (text) => {
      if (directory === null) return refuse('DIRECTORY_MISSING');
      const hits = searchConsumers(directory, text).map(({ consumer, matches }) => ({
        consumer: consumerView(consumer),
        matches: matches
          .filter(({ field }) => field !== 'relation')
          .slice(0, 20)
          .map(
            ({ field, start, length }) => ({ field, start, length }) as ConsumerHitView['matches'][number],
          ),
      }));
      return ok({ hits, total: hits.length });
    },
    importFrom: async (from) => {
      if (importing !== null) return refuse('DIRECTORY_BUSY');
      importing = { done: 0, total: null };
      ports.changed();
      try {
        if (from !== null) return isAbsolute(from) ? await importFile(from) : refuse('DIRECTORY_MISSING');
        const target = join(ports.folder, downloadFile);
        const downloaded = await ports.headEnd().downloadDirectory(target);
        if (!downloaded.ok) return downloaded;
        if (downloaded.value.kind === 'not-answering') {
          return refuse('HEAD_END_NOT_ANSWERING', { reason: downloaded.value.reason });
        }
        if (downloaded.value.kind === 'refused') {
          return refuse('HEAD_END_REFUSED', { reason: downloaded.value.problem.type });
        }
        return await importFile(target);
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
  };
}
