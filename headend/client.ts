import type { SignedAcknowledgement, SignedAnswer } from '../counter/journal/answer.ts';
import type { StoredEntry } from '../counter/journal/entry.ts';
import { downloadDirectory } from './directory-download.ts';
import { authorised, counterPath, get } from './client-request.ts';
import type { ClientDeadlines } from './deadlines.ts';
import { judgeReply } from './judge-reply.ts';
import { askPending, type PendingElsewhere } from './pending-elsewhere.ts';
import { readNotices, readStatement } from './read-signed.ts';
import {
  batchResponseSchema,
  counterStateSchema,
  healthSchema,
  heldAnswersReplySchema,
  resultsPageSchema,
  type BatchResult,
  type CounterLimits,
  type Fence,
  type Health,
  type HeldAnswersRequest,
  type NoticeList,
  type SignedText,
} from './schemas.ts';
import { checkAcknowledgement, checkAnswers, type CheckPorts } from './signed-texts.ts';
import type { SignedStatement } from './statement.ts';
import type { HttpTransport } from './transport.ts';
import { answered, notAnswering, type Verdict } from './verdict.ts';

/** Who this counter is to the head end, from its enrolment. */
export interface CounterIdentity {
  readonly counter: string;
  readonly epoch: number;
  readonly serverId: string;
  readonly headEndPublicKey: string;
  readonly accessToken: string;
}

export interface StateReading {
  readonly acknowledgement: SignedAcknowledgement;
  readonly serverTime: number;
  readonly limits: CounterLimits;
  readonly notBefore: number | null;
  /** Entries a second. */
  readonly rate: number | null;
  /** Not null where a recovery on another PC ended this counter's epoch. */
  readonly fenced: Fence | null;
}

export interface BatchReading {
  readonly acknowledgement: SignedAcknowledgement;
  readonly answers: readonly SignedAnswer[];
  readonly arrivals: readonly BatchResult['arrival'][];
  readonly cursorBefore: string;
  readonly cursorAfter: string;
}

export interface ResultsReading {
  readonly serverEpoch: string;
  readonly answers: readonly SignedAnswer[];
  readonly cursor: string;
  readonly more: boolean;
}

/** How many of the answers given back were new to the head end, and how many it had decided otherwise since. */
export interface GivenBack {
  readonly recorded: number;
  readonly contradicting: number;
}

export interface NoticesReading {
  readonly list: NoticeList;
  readonly signed: SignedText;
}

export type DirectoryDownload =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'downloaded'; readonly bytes: number; readonly sha256: string };

/** Every value of an `answered` verdict has been checked: shape, server, counter and signatures. */
export interface HeadEndClient {
  health(): Promise<Verdict<Health>>;
  state(): Promise<Verdict<StateReading>>;
  /** `batch` as `encodeBatch` made it of `entries`. */
  sendBatch(batch: Uint8Array, entries: readonly StoredEntry[]): Promise<Verdict<BatchReading>>;
  /** `after` as an earlier reading named it; null for from the beginning. */
  results(after: string | null): Promise<Verdict<ResultsReading>>;
  /** Answers that this counter holds, for a head end that was restored; at most `limits.heldAnswersMax`. */
  giveBack(
    serverEpoch: string,
    answers: readonly SignedAnswer[],
    rest: 'follows' | 'none',
  ): Promise<Verdict<GivenBack>>;
  /** What a consumer has paid elsewhere. `nonce` is new for each question. */
  pending(consumer: string, nonce: string): Promise<Verdict<PendingElsewhere>>;
  notices(): Promise<Verdict<NoticesReading>>;
  /** Its own books of this counter for these business dates, both inclusive. */
  statement(from: string, to: string): Promise<Verdict<SignedStatement>>;
  /**
   * Streams the consumer directory (gzip NDJSON, itself signed) into the file `target`, which is
   * there afterwards only if it is whole. `knownSha256` is of the file that the counter has.
   */
  downloadDirectory(target: string, knownSha256: string | null): Promise<Verdict<DirectoryDownload>>;
  close(): Promise<void>;
}

export interface ClientPorts extends CheckPorts {
  readonly transport: HttpTransport;
  readonly deadlines: ClientDeadlines;
  /** Told the time of this head end with each answer that brings it, UTC milliseconds. */
  readonly heardTime?: (serverMs: number) => void;
  /** Told what a state says of the key for sticks; its signature is still to be checked. */
  readonly heardExchangeKey?: (signed: SignedText) => void;
}

export function createHeadEndClient(ports: ClientPorts): HeadEndClient {
  const { transport, deadlines } = ports;
  return {
    health: () => readHealth(ports),
    state: () => readState(ports),
    sendBatch: (batch, entries) => sendBatch(ports, batch, entries),
    results: (after) => readResults(ports, after),
    giveBack: (serverEpoch, answers, rest) => giveBack(ports, serverEpoch, answers, rest),
    pending: (consumer, nonce) =>
      askPending(ports, (path) => get(ports, `${counterPath(ports)}${path}`, deadlines.pendingMs), {
        consumer,
        nonce,
      }),
    notices: () => readNotices(ports),
    statement: (from, to) => readStatement(ports, from, to),
    downloadDirectory: (target, knownSha256) =>
      downloadDirectory(transport, {
        target,
        knownSha256,
        silenceMs: deadlines.directorySilenceMs,
        counter: ports.identity.counter,
        accessToken: ports.identity.accessToken,
      }),
    close: () => transport.close(),
  };
}

async function readHealth(ports: ClientPorts): Promise<Verdict<Health>> {
  const reply = await ports.transport.send(get(ports, '/v1/health', ports.deadlines.healthMs));
  const verdict = judgeReply(reply, healthSchema);
  if (verdict.kind !== 'answered') return verdict;
  const { serverId, serverTime } = verdict.value;
  if (serverId !== ports.identity.serverId) return notAnswering('wrong-server', serverId);
  ports.heardTime?.(serverTime);
  return verdict;
}

async function readState(ports: ClientPorts): Promise<Verdict<StateReading>> {
  const path = `${counterPath(ports)}/state`;
  const reply = await ports.transport.send(get(ports, path, ports.deadlines.stateMs));
  const verdict = judgeReply(reply, counterStateSchema);
  if (verdict.kind !== 'answered') return verdict;
  const { serverId, serverEpoch, serverTime, limits: counterLimits, notBefore, rate, fenced } = verdict.value;
  if (serverId !== ports.identity.serverId) return notAnswering('wrong-server', serverId);
  const checked = await checkAcknowledgement(ports, verdict.value.acknowledgement, serverEpoch);
  if (!checked.ok) return checked.error;
  ports.heardTime?.(serverTime);
  if (verdict.value.exchangeKey !== null) ports.heardExchangeKey?.(verdict.value.exchangeKey);
  return answered({
    acknowledgement: checked.value,
    serverTime,
    limits: counterLimits,
    notBefore,
    rate,
    fenced,
  });
}

async function sendBatch(
  ports: ClientPorts,
  batch: Uint8Array,
  entries: readonly StoredEntry[],
): Promise<Verdict<BatchReading>> {
  const reply = await ports.transport.send({
    ...get(ports, `${counterPath(ports)}/batches`, ports.deadlines.batchMs),
    method: 'POST',
    headers: {
      ...authorised(ports),
      'content-type': 'application/x-ndjson',
      'content-encoding': 'gzip',
    },
    body: batch,
  });
  const verdict = judgeReply(reply, batchResponseSchema);
  if (verdict.kind !== 'answered') return verdict;
  const response = verdict.value;
  if (response.serverId !== ports.identity.serverId) return notAnswering('wrong-server', response.serverId);
  const acknowledgement = await checkAcknowledgement(ports, response.acknowledgement, response.serverEpoch);
  if (!acknowledgement.ok) return acknowledgement.error;
  const sent = new Map(entries.map((entry) => [entry.seq, entry]));
  const answers = await checkAnswers(ports, response.results, (seq) => sent.get(seq) ?? null);
  if (!answers.ok) return answers.error;
  if (answers.value.some(({ answer }, index) => answer.seq !== response.results[index]?.seq)) {
    return notAnswering('wrong-answer', 'a result and its signed answer name different entries');
  }
  return answered({
    acknowledgement: acknowledgement.value,
    answers: answers.value,
    arrivals: response.results.map((result) => result.arrival),
    cursorBefore: response.cursorBefore,
    cursorAfter: response.cursorAfter,
  });
}

async function readResults(ports: ClientPorts, after: string | null): Promise<Verdict<ResultsReading>> {
  const query = after === null ? '' : `?after=${encodeURIComponent(after)}`;
  const path = `${counterPath(ports)}/results${query}`;
  const reply = await ports.transport.send(get(ports, path, ports.deadlines.resultsMs));
  const verdict = judgeReply(reply, resultsPageSchema);
  if (verdict.kind !== 'answered') return verdict;
  const { serverId, serverEpoch, results, cursor, more } = verdict.value;
  if (serverId !== ports.identity.serverId) return notAnswering('wrong-server', serverId);
  const answers = await checkAnswers(ports, results, null);
  return answers.ok ? answered({ serverEpoch, answers: answers.value, cursor, more }) : answers.error;
}

async function giveBack(
  ports: ClientPorts,
  serverEpoch: string,
  held: readonly SignedAnswer[],
  rest: 'follows' | 'none',
): Promise<Verdict<GivenBack>> {
  const answers = held.map(({ text, signature }) => ({ text, signature }));
  const request: HeldAnswersRequest = { v: 1, serverEpoch, answers, rest };
  const reply = await ports.transport.send({
    ...get(ports, `${counterPath(ports)}/answers`, ports.deadlines.resultsMs),
    method: 'POST',
    headers: { ...authorised(ports), 'content-type': 'application/json' },
    body: new TextEncoder().encode(JSON.stringify(request)),
  });
  const verdict = judgeReply(reply, heldAnswersReplySchema);
  if (verdict.kind !== 'answered') return verdict;
  const { serverId, recorded, contradicting } = verdict.value;
  return serverId === ports.identity.serverId
    ? answered({ recorded, contradicting })
    : notAnswering('wrong-server', serverId);
}
