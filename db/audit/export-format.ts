import type { EntryKind, StoredEntry } from '../../counter/journal/entry.ts';
import { entryKinds } from '../../counter/journal/entry.ts';
import type { RunStart } from '../../counter/journal/prove-run.ts';
import { isIsoDate } from '../../counter/time.ts';

export const exportFormat = 'division-counter/export/1';

/** First line of an export: what one must know of the chain before its first entry to prove the rest. */
export interface ExportHeader {
  readonly format: typeof exportFormat;
  readonly counter: string;
  readonly office: string;
  readonly epochs: readonly number[];
  /** Business dates that were asked for, both inclusive. */
  readonly from: string;
  readonly to: string;
  /** Both 0 where no entry falls on these dates. */
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** Hash of the entry before the first one. */
  readonly prevHash: string;
  /** Epoch and running total of that entry; 0 and 0 before the first of all. */
  readonly epochBefore: number;
  readonly perpetualTotalBeforePaise: number;
  /** Every device key that signed here, and the number of the entry that named it. */
  readonly publicKeys: readonly NamedKey[];
  readonly headEndPublicKey: string;
  /** Public half of the division's recovery key; null where the journal names none. */
  readonly recoveryKey: string | null;
}

export interface NamedKey {
  readonly fromSeq: number;
  readonly publicKey: string;
}

export interface EntryLine {
  readonly t: 'entry';
  readonly epoch: number;
  readonly seq: number;
  readonly uid: string;
  readonly kind: EntryKind;
  readonly prevHash: string;
  readonly hash: string;
  readonly signature: string;
  /** Canonical JSON text, byte for byte what was hashed. */
  readonly body: string;
}

/** What the head end said of one of these entries, verbatim and as it signed it. */
export interface AnswerLine {
  readonly t: 'answer';
  readonly n: number;
  readonly text: string;
  readonly signature: string;
  readonly storedAt: number;
}

export interface AcknowledgementLine {
  readonly t: 'acknowledgement';
  readonly n: number;
  readonly text: string;
  readonly signature: string;
  readonly storedAt: number;
}

/** Last line. Its checksum finds what was cut off or bent on the way; who wrote it the signatures say. */
export interface ExportTrailer {
  readonly t: 'trailer';
  readonly entries: number;
  readonly answers: number;
  readonly acknowledgements: number;
  readonly headHash: string;
  /** SHA-256 of all bytes before this line. */
  readonly sha256: string;
}

export type ExportLine = EntryLine | AnswerLine | AcknowledgementLine | ExportTrailer;

export function headerLine(header: ExportHeader): string {
  const { format, counter, office, epochs, from, to, firstSeq, lastSeq } = header;
  const { prevHash, epochBefore, perpetualTotalBeforePaise, headEndPublicKey, recoveryKey } = header;
  const publicKeys = header.publicKeys.map(({ fromSeq, publicKey }) => ({ fromSeq, publicKey }));
  const chain = { firstSeq, lastSeq, prevHash, epochBefore, perpetualTotalBeforePaise };
  const keys = { publicKeys, headEndPublicKey, recoveryKey };
  const line = { format, counter, office, epochs, from, to, ...chain, ...keys };
  return `${JSON.stringify(line)}\n`;
}

export function entryLine(entry: Omit<StoredEntry, 'counter'>): string {
  const { epoch, seq, uid, kind, prevHash, hash, signature, body } = entry;
  return lineOf({ t: 'entry', epoch, seq, uid, kind, prevHash, hash, signature, body });
}

/** One order of fields and no room between them: a line that says the same in another way is not taken. */
export function lineOf(line: ExportLine): string {
  switch (line.t) {
    case 'entry': {
      const { t, epoch, seq, uid, kind, prevHash, hash, signature, body } = line;
      return `${JSON.stringify({ t, epoch, seq, uid, kind, prevHash, hash, signature, body })}\n`;
    }
    case 'answer':
    case 'acknowledgement': {
      const { t, n, text, signature, storedAt } = line;
      return `${JSON.stringify({ t, n, text, signature, storedAt })}\n`;
    }
    case 'trailer': {
      const { t, entries, answers, acknowledgements, headHash, sha256 } = line;
      return `${JSON.stringify({ t, entries, answers, acknowledgements, headHash, sha256 })}\n`;
    }
  }
}

/** Null for a text that no writer of this format makes. `text` is without its line feed. */
export function readLine(text: string): ExportLine | null {
  const value = parsed(text);
  const line = value === null ? null : (asEntry(value) ?? asSigned(value) ?? asTrailer(value));
  return line !== null && lineOf(line) === `${text}\n` ? line : null;
}

export function readHeader(text: string): ExportHeader | null {
  const value = parsed(text);
  if (value === null || value['format'] !== exportFormat) return null;
  const { counter, office, epochs, from, to, firstSeq, lastSeq, prevHash, publicKeys } = value;
  const { epochBefore, perpetualTotalBeforePaise, headEndPublicKey, recoveryKey } = value;
  const keys = Array.isArray(publicKeys) ? publicKeys.map(asKey) : [null];
  if (!isText(counter) || !isText(office) || !isText(from) || !isText(to)) return null;
  if (!isIsoDate(from) || !isIsoDate(to) || !isHash(prevHash) || !isText(headEndPublicKey)) return null;
  if (!isCount(firstSeq) || !isCount(lastSeq) || !isCount(epochBefore)) return null;
  if (!isCount(perpetualTotalBeforePaise) || !Array.isArray(epochs) || !epochs.every(isCount)) return null;
  if (!keys.every((key) => key !== null) || !(recoveryKey === null || isText(recoveryKey))) return null;
  const chain = { firstSeq, lastSeq, prevHash, epochBefore, perpetualTotalBeforePaise };
  const place = { format: exportFormat, counter, office, epochs, from, to } as const;
  const header: ExportHeader = { ...place, ...chain, publicKeys: keys, headEndPublicKey, recoveryKey };
  return headerLine(header) === `${text}\n` ? header : null;
}

/** The chain as the header says it stands before the first entry. */
export function runStart(header: ExportHeader): RunStart {
  const { counter, office, firstSeq, prevHash, publicKeys, recoveryKey, headEndPublicKey } = header;
  const seq = Math.max(0, firstSeq - 1);
  const named = publicKeys.filter(({ fromSeq }) => fromSeq <= seq).at(-1)?.publicKey ?? '';
  const chain = { counter, epoch: header.epochBefore, seq, hash: prevHash, publicKey: named, recoveryKey };
  return { chain, office, perpetualTotalPaise: header.perpetualTotalBeforePaise, headEndPublicKey };
}

type Fields = Readonly<Partial<Record<string, unknown>>>;

function parsed(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}

function asEntry(value: Fields): EntryLine | null {
  const { t, epoch, seq, uid, kind, prevHash, hash, signature, body } = value;
  const known = entryKinds.find((each) => each === kind);
  if (t !== 'entry' || known === undefined || !isCount(epoch) || !isCount(seq)) return null;
  if (!isText(uid) || !isHash(prevHash) || !isHash(hash) || !isText(signature) || !isText(body)) return null;
  return { t, epoch, seq, uid, kind: known, prevHash, hash, signature, body };
}

function asSigned(value: Fields): AnswerLine | AcknowledgementLine | null {
  const { t, n, text, signature, storedAt } = value;
  if (t !== 'answer' && t !== 'acknowledgement') return null;
  if (!isCount(n) || !isText(text) || !isText(signature) || !isCount(storedAt)) return null;
  return { t, n, text, signature, storedAt };
}

function asTrailer(value: Fields): ExportTrailer | null {
  const { t, entries, answers, acknowledgements, headHash, sha256 } = value;
  if (t !== 'trailer' || !isCount(entries) || !isCount(answers) || !isCount(acknowledgements)) return null;
  if (!isHash(headHash) || !isHash(sha256)) return null;
  return { t, entries, answers, acknowledgements, headHash, sha256 };
}

function asKey(value: unknown): NamedKey | null {
  if (typeof value !== 'object' || value === null) return null;
  const { fromSeq, publicKey }: Fields = { ...value };
  return isCount(fromSeq) && isText(publicKey) ? { fromSeq, publicKey } : null;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isHash(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/u.test(value);
}
