import { limits } from '../limits.ts';
import { canonicalJson } from '../journal/canonical.ts';
import type { Sha256Hex } from '../journal/chain.ts';
import { err, ok, type Result } from '../result.ts';
import type { Consumer } from './consumer.ts';

/**
 * The consumer directory as a file: gzip of lines of canonical JSON, each ended by one line feed.
 * First a header, then one consumer a line in any order, last a trailer that seals all before it.
 * Pure: compression, hashing and signing are handed in by who writes or reads.
 */
export const directoryFormat = 'consumer-directory';
export const directoryVersion = 1;

export interface DirectoryHeader {
  readonly office: string;
  /** UTC milliseconds at which the head end took the snapshot. */
  readonly generatedAt: number;
  /** Grows with every snapshot of an office; an older one never replaces a newer one. */
  readonly serial: number;
  readonly count: number;
  /** Names the head end's key, for people; the key itself comes with enrolment. */
  readonly keyId: string;
}

export interface DirectoryTrailer {
  readonly count: number;
  /** SHA-256, in hex, of every uncompressed byte before the trailer's line. */
  readonly sha256: string;
  /** Ed25519 over `directoryHash`, base64url. */
  readonly signature: string;
}

export type HeaderFault = 'not-a-directory' | 'newer-version' | 'header-malformed' | 'too-many-consumers';

const signedTag = 'division-counter/directory/1';
const officePattern = /^[A-Z][A-Z0-9]{1,11}$/u;
const keyIdPattern = /^[\w.-]{1,64}$/u;
const sha256Pattern = /^[0-9a-f]{64}$/u;
const signaturePattern = /^[\w-]{86}$/u;

export function headerLine(header: DirectoryHeader): string {
  const { office, generatedAt, serial, count, keyId } = header;
  const line = { format: directoryFormat, v: directoryVersion, office, generatedAt, serial, count, keyId };
  return `${canonicalJson(line)}\n`;
}

export function consumerLine(consumer: Consumer): string {
  const { balance, arrears, ...rest } = consumer;
  return `${canonicalJson({ ...rest, balance: balance && { ...balance }, arrears: arrears && { ...arrears } })}\n`;
}

export function trailerLine(trailer: DirectoryTrailer): string {
  const { count, sha256, signature } = trailer;
  return `${canonicalJson({ end: directoryFormat, count, sha256, signature })}\n`;
}

/** The hash that the head end signs. It binds the number of consumers and every byte before the trailer. */
export function directoryHash(
  sha256Hex: Sha256Hex,
  sealed: Pick<DirectoryTrailer, 'count' | 'sha256'>,
): string {
  return sha256Hex(`${signedTag}\n${sealed.count}\n${sealed.sha256}`);
}

export function parseHeader(value: unknown): Result<DirectoryHeader, HeaderFault> {
  if (!isRecord(value) || value['format'] !== directoryFormat) return err('not-a-directory');
  const { v, office, generatedAt, serial, count, keyId } = value;
  if (!isWhole(v, 1)) return err('header-malformed');
  if (v > directoryVersion) return err('newer-version');
  if (typeof office !== 'string' || !officePattern.test(office)) return err('header-malformed');
  if (!isWhole(generatedAt, 0) || generatedAt > limits.wallMsMax) return err('header-malformed');
  if (!isWhole(serial, 1) || !isWhole(count, 0)) return err('header-malformed');
  if (typeof keyId !== 'string' || !keyIdPattern.test(keyId)) return err('header-malformed');
  if (count > limits.directoryConsumersMax) return err('too-many-consumers');
  return ok({ office, generatedAt, serial, count, keyId });
}

/** Tells a trailer from a consumer, whole or not: only a trailer has an `end`. */
export function isTrailer(value: unknown): boolean {
  return isRecord(value) && 'end' in value;
}

export function parseTrailer(value: unknown): Result<DirectoryTrailer, 'trailer-malformed'> {
  if (!isRecord(value) || value['end'] !== directoryFormat) return err('trailer-malformed');
  const { count, sha256, signature } = value;
  if (!isWhole(count, 0)) return err('trailer-malformed');
  if (typeof sha256 !== 'string' || !sha256Pattern.test(sha256)) return err('trailer-malformed');
  if (typeof signature !== 'string' || !signaturePattern.test(signature)) return err('trailer-malformed');
  return ok({ count, sha256, signature });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isWhole(value: unknown, min: number): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= min;
}
