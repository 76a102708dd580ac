import { createHash } from 'node:crypto';
import { usbManifestHash } from '../../counter/journal/chain.ts';
import { limits } from '../../counter/limits.ts';
import { err, ok, type Result } from '../../counter/result.ts';
import { readJson } from '../read-json.ts';
import { sha256Hex } from '../signatures.ts';
import {
  type SignedManifest,
  signedManifestSchema,
  type UsbManifest,
  usbManifestSchema,
} from './usb-schemas.ts';

/** Names on a stick. The manifest is written last: without it nothing of the folder counts. */
export const manifestFile = 'manifest.json';
export const answerFile = 'answer.ppa';

export interface StickFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** One export as it stands on a stick: what the counter signed, and the files that it lists. */
export interface Stick {
  readonly signed: SignedManifest;
  readonly manifest: UsbManifest;
  /** Hash of the manifest: what the counter signed, and what the eight words are made of. */
  readonly hash: string;
  readonly files: readonly StickFile[];
}

export type StickFault =
  | { readonly kind: 'malformed'; readonly detail: string }
  | { readonly kind: 'too-large'; readonly detail: string };

/** Name of the folder of one export: counter and entries, so that no two of a counter are the same. */
export function stickFolderName({ counter, from, to }: Pick<UsbManifest, 'counter' | 'from' | 'to'>): string {
  return `${counter}-${String(from).padStart(6, '0')}-${String(to).padStart(6, '0')}`;
}

/** A stick as one body: the signed manifest as a line of JSON, then its files one after the other. */
export function packStick({ signed, files }: Pick<Stick, 'signed' | 'files'>): Buffer {
  return Buffer.concat([
    Buffer.from(`${JSON.stringify(signed)}\n`, 'utf8'),
    ...files.map(({ bytes }) => bytes),
  ]);
}

/** Reads such a body. Every file is there, whole, and the one that the manifest lists. */
export function unpackStick(body: Uint8Array): Result<Stick, StickFault> {
  if (body.length > limits.usbImportBytesMax)
    return err({ kind: 'too-large', detail: `${body.length} bytes` });
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const lineEnd = bytes.subarray(0, limits.usbManifestBytesMax).indexOf(0x0a);
  if (lineEnd === -1) return malformed('there is no manifest');
  const read = readManifest(bytes.subarray(0, lineEnd));
  if (!read.ok) return read;
  const files: StickFile[] = [];
  let at = lineEnd + 1;
  for (const { name, bytes: length, sha256 } of read.value.manifest.files) {
    const part = bytes.subarray(at, at + length);
    at += length;
    if (part.length !== length) return malformed(`${name} is cut short`);
    if (sha256Of(part) !== sha256) return malformed(`${name} is another one than the manifest lists`);
    files.push({ name, bytes: part });
  }
  if (at !== bytes.length) return malformed('more than the manifest lists');
  return ok({ ...read.value, files });
}

/** The manifest alone, as it stands in its file. Its signature is still to be checked. */
export function readManifest(text: Uint8Array): Result<Omit<Stick, 'files'>, StickFault> {
  const signed = signedManifestSchema.safeParse(readJson(text));
  if (!signed.success) return malformed('the manifest is no signed text');
  const parsed = usbManifestSchema.safeParse(readJson(signed.data.text));
  if (!parsed.success) return malformed(`manifest: ${parsed.error.issues[0]?.path.join('.') ?? ''}`);
  const manifest = parsed.data;
  const names = manifest.files.map(({ name }) => name);
  if (new Set(names).size !== names.length) return malformed('a file is listed twice');
  if (manifest.to < manifest.from) return malformed('the entries end before they begin');
  return ok({ signed: signed.data, manifest, hash: usbManifestHash(sha256Hex, signed.data.text) });
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function malformed(detail: string): Result<never, StickFault> {
  return err({ kind: 'malformed', detail });
}
