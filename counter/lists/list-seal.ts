import { canonicalJson } from '../journal/canonical.ts';
import type { Sha256Hex, VerifyHash } from '../journal/chain.ts';
import { limits } from '../limits.ts';
import { err, ok, type Result } from '../result.ts';

/**
 * What the counter says of a list that it gave out as a file, and signs with its device key. It lies beside
 * `NAME.csv` as `NAME.csv.sig.json`; the bytes of the list count, so a line that is changed, dropped or moved
 * is found, and so is a byte order mark that an editor took away.
 */
export interface ListSeal {
  readonly v: 1;
  /** Name of the list's file, without its folder. */
  readonly file: string;
  /** Of its bytes, 64 hex digits. */
  readonly sha256: string;
  /** Lines without the heading. */
  readonly rows: number;
  readonly sumPaise: number;
  readonly counter: string;
  readonly epoch: number;
  /** The last entry of the journal when the list was made, and its hash. */
  readonly seq: number;
  readonly headHash: string;
  readonly at: number;
}

export interface SignedSeal extends ListSeal {
  /** Ed25519 by the key of the counter in that epoch, base64url. */
  readonly signature: string;
}

export type ListFault = 'seal-unreadable' | 'other-counter' | 'signature-wrong' | 'other-file' | 'changed';

const listTag = 'division-counter/list/1';

/** What is signed. */
export function listHash(sha256: Sha256Hex, seal: ListSeal): string {
  const { v, file, sha256: bytes, rows, sumPaise, counter, epoch, seq, headHash, at } = seal;
  const text = canonicalJson({ v, file, sha256: bytes, rows, sumPaise, counter, epoch, seq, headHash, at });
  return sha256(`${listTag}\n${text}`);
}

export function sealName(file: string): string {
  return `${file}.sig.json`;
}

/** What a list that came from somewhere is checked by. */
export interface ListEvidence {
  readonly file: string;
  /** Of the bytes as they came. */
  readonly sha256: string;
  /** Text of the file beside it. */
  readonly seal: string;
  /** Who is said to have made it, and the key that the office knows of that counter. */
  readonly counter: string;
  readonly publicKey: string;
}

/** The seal where all of it holds; else the first thing that does not. */
export function checkList(
  list: ListEvidence,
  ports: { readonly sha256: Sha256Hex; readonly verify: VerifyHash },
): Result<SignedSeal, ListFault> {
  const seal = readSeal(list.seal);
  if (seal === null) return err('seal-unreadable');
  if (seal.counter !== list.counter) return err('other-counter');
  if (!ports.verify(listHash(ports.sha256, seal), seal.signature, list.publicKey))
    return err('signature-wrong');
  if (seal.file !== list.file) return err('other-file');
  return seal.sha256 === list.sha256 ? ok(seal) : err('changed');
}

/** Null for anything but exactly the fields of a seal. */
export function readSeal(text: string): SignedSeal | null {
  if (text.length > limits.listSealCharsMax) return null;
  const value = parsed(text);
  if (typeof value !== 'object' || value === null) return null;
  const seal = value as Partial<Record<string, unknown>>;
  const names = Object.keys(shape);
  if (Object.keys(seal).length !== names.length) return null;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each field was looked at
  return names.every((name) => shape[name as keyof SignedSeal](seal[name])) ? (value as SignedSeal) : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

type Check = (value: unknown) => boolean;
const isCount: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
const isText: Check = (value) => typeof value === 'string' && value !== '';
const isHash: Check = (value) => typeof value === 'string' && /^[0-9a-f]{64}$/u.test(value);

const shape: Readonly<Record<keyof SignedSeal, Check>> = {
  v: (value) => value === 1,
  file: isText,
  sha256: isHash,
  rows: isCount,
  sumPaise: isCount,
  counter: isText,
  epoch: isCount,
  seq: isCount,
  headHash: isHash,
  at: isCount,
  signature: isText,
};
