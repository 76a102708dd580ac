import { canonicalJson } from '../../counter/journal/canonical.ts';
import type { Acknowledgement, Answer } from '../../counter/journal/answer.ts';
import {
  acknowledgementHash,
  answerHash,
  hashBeforeFirst,
  type Sha256Hex,
  type SignHash,
  type VerifyHash,
} from '../../counter/journal/chain.ts';
import type { ReceivedBatch } from '../batch.ts';
import type { SignHashLater } from '../signatures.ts';
import type { ExchangeKey } from '../sealed-file.ts';
import type { CounterLimits, Problem, ProblemType, SignedText } from '../schemas.ts';
import type { KnownConsumer } from './decide.ts';
import type { CounterRow, Store } from './store.ts';

/** What the core needs of the world. No clock, randomness or key of its own. */
export interface CorePorts {
  readonly store: Store;
  readonly serverId: string;
  readonly publicKey: string;
  readonly sha256: Sha256Hex;
  readonly sign: SignHash;
  /** The same off the event loop, for the answers of a whole batch. */
  readonly signLater: SignHashLater;
  readonly verify: VerifyHash;
  /** Keyed digest of a text with a secret of the head end, base64url of 32 bytes. */
  readonly keyedDigest: (text: string) => string;
  readonly keyIdOf: (publicKey: string) => string;
  readonly wallMs: () => number;
  readonly knownConsumer: (consumer: string) => KnownConsumer | null;
  /** The simulated security module; null where this head end mints no tokens. */
  readonly tokenIssuer: TokenIssuer | null;
  /** `later`: what arrives waits for `credit-waiting.ts` to credit it in the order of urgency. */
  readonly crediting: 'at-once' | 'later';
  readonly counterLimits: CounterLimits;
  /** When a counter should begin to send and how fast; left out for at once, as fast as it is answered. */
  readonly slotOf?: (counter: string) => Slot;
  /** To which counters close what they bring on a stick; null where this head end takes none. */
  readonly exchange: ExchangeKey | null;
  /** Public half of the division's recovery key, `<x25519>.<ed25519>`; null where there is none. */
  readonly recoveryKey: string | null;
}

/** `notBefore` in UTC milliseconds, `rate` in entries a second; null for no wish. */
export interface Slot {
  readonly notBefore: number | null;
  readonly rate: number | null;
}

export interface TokenIssuer {
  /** Null where this module cannot make a token of that value or for that meter. */
  issue(
    request: TokenRequest,
  ): { readonly tokens: readonly string[]; readonly tokenIds: readonly number[] } | null;
}

export interface TokenRequest {
  readonly meter: string;
  readonly amountPaise: number;
  /** Wall time, UTC milliseconds. */
  readonly at: number;
  /** Identifiers that this meter ever got; a new one is not among them. */
  readonly used: ReadonlySet<number>;
}

/** A refusal on its way to a problem document. */
export class RefusedError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.title);
    this.problem = problem;
  }
}

export function refuse(
  type: ProblemType,
  status: number,
  title: string,
  more: Partial<Problem> = {},
): RefusedError {
  return new RefusedError({ type, status, title, ...more });
}

export function signAnswer(ports: CorePorts, answer: Answer): SignedText {
  const text = answerText(answer);
  return { text, signature: ports.sign(answerHash(ports.sha256, text)) };
}

/** Signing begins at once, on another thread: the next answer can be decided meanwhile. */
export async function signAnswerLater(ports: CorePorts, answer: Answer): Promise<SignedText> {
  const text = answerText(answer);
  return { text, signature: await ports.signLater(answerHash(ports.sha256, text)) };
}

function answerText(answer: Answer): string {
  return canonicalJson({ ...answer, text: answer.text === null ? null : { ...answer.text } });
}

export function signAcknowledgement(
  ports: CorePorts,
  counter: Pick<CounterRow, 'counter' | 'epoch' | 'ackedSeq' | 'headHash'>,
  serverEpoch: string,
): SignedText {
  const acknowledgement: Acknowledgement = {
    v: 1,
    serverId: ports.serverId,
    serverEpoch,
    counter: counter.counter,
    epoch: counter.epoch,
    ackedSeq: counter.ackedSeq,
    headHash: counter.ackedSeq === 0 ? hashBeforeFirst : counter.headHash,
    at: ports.wallMs(),
  };
  const text = canonicalJson({ ...acknowledgement });
  return { text, signature: ports.sign(acknowledgementHash(ports.sha256, text)) };
}

/** Whether this key signed the batch's last hash, and by it every entry before. */
export function signedBy(ports: CorePorts, publicKey: string, { header }: ReceivedBatch): boolean {
  return header.alg === 'ed25519' && ports.verify(header.lastHash, header.lastSignature, publicKey);
}

/** Derived, not stored: a head end restored from a backup still knows its counters' tokens. */
export function accessTokenOf(ports: CorePorts, counter: string, publicKey: string): string {
  return ports.keyedDigest(`division-counter/access/1\n${counter}\n${publicKey}`);
}

/** Names a place in a counter's log of results. After a restore old cursors mean "from the beginning". */
export function cursorAt(serverEpoch: string, number: number): string {
  return `${serverEpoch}:${number}`;
}

export function numberAfter(cursor: string | null, serverEpoch: string): number {
  const match = /^(.*):(\d{1,15})$/u.exec(cursor ?? '');
  return match?.[1] === serverEpoch ? Number(match[2]) : 0;
}

/**
 * The head end's own reference of a credit, `HE-7K3M-9QXA-2BDF`. It follows from the entry's uid, so
 * that neither a restored head end nor a second try can give one entry two references.
 */
export function referenceOf(ports: CorePorts, uid: string): string {
  const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  const digest = ports.sha256(`division-counter/reference/1\n${ports.serverId}\n${uid}`);
  const letters = Array.from({ length: 12 }, (_, index) => {
    const value = Number.parseInt(digest.slice(index * 2, index * 2 + 2), 16) % alphabet.length;
    return alphabet.charAt(value);
  }).join('');
  return `HE-${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8)}`;
}
