import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SignedAnswer } from '../../counter/journal/answer.ts';
import { limits } from '../../counter/limits.ts';
import { assertNever, err, ok, type Result } from '../../counter/result.ts';
import type { Clock } from '../../counter/time.ts';
import type { DeviceSigner } from '../../db/crypto.ts';
import { rangeSums } from '../../db/range-sums.ts';
import type { Journal } from '../../db/journal.ts';
import type { CounterIdentity } from '../../headend/client.ts';
import { nodeGzip, nodeInflate } from '../../headend/compression.ts';
import type { Outbox } from '../../headend/outbox.ts';
import { exchangeKeyOf } from '../../headend/sealed-file.ts';
import { keyIdOf, sha256Hex, verifyHashLater } from '../../headend/signatures.ts';
import { makeStick } from '../../headend/usb/export-stick.ts';
import { type KeptAnswer, keepStickAnswer } from '../../headend/usb/keep-answer.ts';
import {
  type AnswerFault,
  type ReadAnswerPorts,
  readStickAnswer,
  type StickReading,
} from '../../headend/usb/read-answer.ts';
import type { Stick } from '../../headend/usb/usb-stick.ts';
import { keptExchangeKey } from './exchange-key-file.ts';
import type { Log } from './log.ts';
import { refuse, type Refusal } from './refusal.ts';
import { checkStick, readAnswers, writeStick } from './usb-files.ts';

/** Carries the journal to the head end where no wire does, and its answers back. */
export interface UsbDesk {
  /** Writes all that the head end has not acknowledged; what is marked as offered stays so, whatever the stick does. */
  exportTo(folder: string): Promise<Result<{ readonly stick: Stick; readonly folder: string }, Refusal>>;
  importFrom(folder: string): Promise<Result<Extract<KeptAnswer, { kind: 'kept' }>, Refusal>>;
}

export interface UsbDeskPorts {
  readonly identity: CounterIdentity;
  readonly deviceSecret: string;
  readonly signer: DeviceSigner;
  readonly journal: Journal;
  /** The uploader's own: both ways keep one bookmark. */
  readonly outbox: Outbox;
  readonly folder: string;
  readonly appVersion: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly onAnswers: (answers: readonly SignedAnswer[]) => void;
}

/** The answer to a stick is closed to a key that follows from the device key: nothing more has to be kept. */
const replyPurpose = 'division-counter/usb-reply/1';

export function openUsbDesk(ports: UsbDeskPorts): UsbDesk {
  const { identity, signer, outbox, clock, log, journal } = ports;
  const replyKey = exchangeKeyOf(Buffer.from(ports.deviceSecret, 'base64url'), replyPurpose);
  const keep = {
    ports: {
      outbox,
      nextTurn,
      onFault: (error: unknown) => log.incident('usb', 'an answer from a stick does not fit', error),
    },
    isStopped: () => false,
    onStored: ports.onAnswers,
  };
  const check = { identity, sha256: sha256Hex, verify: verifyHashLater, replyKey, inflate: nodeInflate };

  return {
    exportTo: async (folder) => {
      const exchangeKey = await keptExchangeKey(ports.folder, identity);
      if (exchangeKey === null) return refuse('USB_KEY_MISSING');
      const stick = await makeStick({
        outbox,
        gzip: nodeGzip,
        keyId: keyIdOf(signer.publicKey),
        sign: signer.sign,
        sw: ports.appVersion,
        newBatchId: () => randomUUID(),
        exchangeKey,
        replyKey: replyKey.publicKey,
        serverId: identity.serverId,
        wallMs: () => clock.wallMs(),
        nextTurn,
        sumOf: (from, to) => rangeSums(journal.db, from, to),
      });
      if (stick === null) return refuse('USB_NOTHING_UNSENT');
      const bytes = stick.files.reduce((sum, file) => sum + file.bytes.length, 0);
      const room = await checkStick(folder, bytes);
      if (!room.ok) return refuse(room.error, { folder });
      outbox.markOffered(stick.manifest.to);
      const written = await writeStick(folder, stick);
      return written.ok ? ok({ stick, folder: written.value }) : refuse(written.error, { folder });
    },
    importFrom: async (folder) => {
      const files = await readAnswers(folder);
      if (!files.ok) return refuse(files.error, { folder });
      const readings = await readAll(check, files.value, folder);
      if (!readings.ok) return readings;
      const latest = clock.wallMs() + limits.clockSkewMs;
      return readings.value.some(({ at }) => at > latest)
        ? refuse('CLOCK_OFF_HEAD_END')
        : keepAll(readings.value);
    },
  };

  async function keepAll(
    readings: readonly StickReading[],
  ): Promise<Result<Extract<KeptAnswer, { kind: 'kept' }>, Refusal>> {
    let answers = 0;
    let ackedSeq = 0;
    for (const reading of readings) {
      const kept = await keepStickAnswer(keep, reading);
      if (kept.kind === 'journals-differ') return refuse('USB_JOURNALS_DIFFER');
      if (kept.kind === 'head-end-restored') return refuse('USB_HEAD_END_RESTORED');
      answers += kept.answers;
      ({ ackedSeq } = kept);
    }
    const problem = readings.at(-1)?.problem ?? null;
    if (problem === null) return ok({ kind: 'kept', ackedSeq, answers });
    log.note('the head end did not take all of a stick', { type: problem.type });
    return err({ code: 'USB_NOT_ALL_TAKEN', params: { type: problem.type } });
  }
}

/** A stick may hold answers for other counters; those that open here are taken in the order of their making. */
async function readAll(
  check: ReadAnswerPorts,
  files: readonly Uint8Array[],
  folder: string,
): Promise<Result<readonly StickReading[], Refusal>> {
  const readings: StickReading[] = [];
  let fault: AnswerFault = 'misshapen';
  for (const file of files) {
    const read = await readStickAnswer(check, file);
    if (read.ok) readings.push(read.value);
    else fault = read.error;
  }
  if (readings.length === 0) return refuse(codeOfFault(fault), { folder });
  return ok(readings.toSorted((left, right) => left.at - right.at));
}

function codeOfFault(fault: AnswerFault): Refusal['code'] {
  switch (fault) {
    case 'not-for-us':
    case 'other-counter':
    case 'other-head-end':
      return 'USB_NOT_FOR_US';
    case 'too-large':
    case 'misshapen':
    case 'wrong-signature':
      return 'USB_ANSWER_WRONG';
    default:
      return assertNever(fault);
  }
}
