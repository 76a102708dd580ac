import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { describe, expect, it } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import { hashWordCount, hashWords } from '../../../counter/text/hash-words.ts';
import { nodeInflate } from '../../../headend/compression.ts';
import { exchangeKeyOf, openSealed, sealBytes, sealTo } from '../../../headend/sealed-file.ts';
import { generateSigningKey, sha256Hex, verifyHashLater } from '../../../headend/signatures.ts';
import { readStickAnswer } from '../../../headend/usb/read-answer.ts';
import {
  signedManifestSchema,
  usbAnswerSchema,
  usbManifestSchema,
} from '../../../headend/usb/usb-schemas.ts';
import { unpackStick } from '../../../headend/usb/usb-stick.ts';

const hash = 'a'.repeat(64);
const signature = 'A'.repeat(86);
const key = 'A'.repeat(43);
const file = (index: number, bytes = 10) => ({
  name: `${String(index).padStart(4, '0')}.ppb`,
  bytes,
  sha256: hash,
});
const manifest = {
  v: 1,
  serverId: 'he-1',
  counter: 'C02',
  epoch: 1,
  from: 1,
  to: 2,
  headHash: hash,
  recharges: 2,
  sumPaise: 200_00,
  firstReceipt: null,
  lastReceipt: null,
  resultsCursor: null,
  replyKey: key,
  keyId: 'k',
  sw: '1',
  at: 1,
  files: [file(1)],
};
const answer = {
  v: 1,
  serverId: 'he-1',
  serverEpoch: 'e-1',
  counter: 'C02',
  manifestHash: hash,
  problem: null,
  acknowledgement: null,
  results: [],
  cursor: '',
  more: false,
  at: 1,
};
const manifestTaken = (change: object) => usbManifestSchema.safeParse({ ...manifest, ...change }).success;
const files = (count: number) => Array.from({ length: count }, (_, index) => file(index + 1));

describe('a stick', () => {
  it('holds so many files of so many bytes, and not one more', () => {
    expect(manifestTaken({ files: files(limits.usbFilesMax) })).toBe(true);
    expect(manifestTaken({ files: files(limits.usbFilesMax + 1) })).toBe(false);
    expect(manifestTaken({ files: [file(1, limits.usbFileBytesMax)] })).toBe(true);
    expect(manifestTaken({ files: [file(1, limits.usbFileBytesMax + 1)] })).toBe(false);
    expect(limits.usbFileBytesMax).toBeGreaterThanOrEqual(limits.batchBytesMax + sealBytes);
    const most = limits.usbFilesMax * limits.usbFileBytesMax + limits.usbManifestBytesMax;
    expect(limits.usbImportBytesMax).toBe(most);
  });

  it('has a manifest that fits its bounds even with every file on it', () => {
    const text = (length: number) => signedManifestSchema.safeParse({ text: 'x'.repeat(length), signature });
    expect(text(limits.usbManifestCharsMax).success).toBe(true);
    expect(text(limits.usbManifestCharsMax + 1).success).toBe(false);
    const largest = JSON.stringify({ ...manifest, files: files(limits.usbFilesMax) });
    expect(largest.length).toBeLessThan(limits.usbManifestCharsMax);
    expect(JSON.stringify({ text: '"'.repeat(limits.usbManifestCharsMax), signature }).length).toBeLessThan(
      limits.usbManifestBytesMax,
    );
  });

  it('is not looked at beyond its bound', () => {
    const read = (bytes: number) => {
      const found = unpackStick(new Uint8Array(bytes));
      return found.ok ? 'read' : found.error.kind;
    };
    expect(read(limits.usbImportBytesMax)).toBe('malformed');
    expect(read(limits.usbImportBytesMax + 1)).toBe('too-large');
  });
});

describe('the answer to a stick', () => {
  it('holds so many results, and not one more', () => {
    const taken = (count: number) =>
      usbAnswerSchema.safeParse({
        ...answer,
        results: Array.from({ length: count }, () => ({ text: '{}', signature })),
      }).success;
    expect(taken(limits.usbResultsMax)).toBe(true);
    expect(taken(limits.usbResultsMax + 1)).toBe(false);
  });

  it('is not unpacked beyond its bound', { timeout: 60_000 }, async () => {
    const replyKey = exchangeKeyOf(randomBytes(32), 'test');
    const { publicKey } = generateSigningKey();
    const read = async (bytes: number) => {
      const found = await readStickAnswer(
        {
          identity: {
            counter: 'C02',
            epoch: 1,
            serverId: 'he-1',
            headEndPublicKey: publicKey,
            accessToken: key,
          },
          sha256: sha256Hex,
          verify: verifyHashLater,
          replyKey,
          inflate: nodeInflate,
        },
        sealTo(replyKey.publicKey, 'answer', gzipSync(Buffer.alloc(bytes, 0x20))),
      );
      return found.ok ? 'read' : found.error;
    };
    expect(await read(limits.usbAnswerBytesMax)).toBe('misshapen');
    expect(await read(limits.usbAnswerBytesMax + 1)).toBe('too-large');
  });
});

describe('a sealed file', () => {
  it('opens for its reader and its purpose alone, each time sealed differently', () => {
    const reader = exchangeKeyOf(randomBytes(32), 'test');
    const plain = Buffer.from('रसीद');
    const sealed = sealTo(reader.publicKey, 'batch', plain);
    expect(openSealed(reader, 'batch', sealed)).toEqual(plain);
    expect(sealed.length).toBe(plain.length + sealBytes);
    expect(sealTo(reader.publicKey, 'batch', plain)).not.toEqual(sealed);
    expect(openSealed(reader, 'answer', sealed)).toBeNull();
    expect(openSealed(exchangeKeyOf(randomBytes(32), 'test'), 'batch', sealed)).toBeNull();
    for (let at = 0; at < sealed.length; at += 1) {
      const bent = Buffer.from(sealed);
      bent[at] = (bent[at] ?? 0) ^ 1;
      expect([at, openSealed(reader, 'batch', bent)]).toEqual([at, null]);
    }
  });

  it('of a key of low order opens for nobody', () => {
    const reader = exchangeKeyOf(randomBytes(32), 'test');
    const sealed = sealTo(reader.publicKey, 'batch', Buffer.from('x'));
    sealed.fill(0, 8, 40);
    expect(openSealed(reader, 'batch', sealed)).toBeNull();
  });
});

describe('the eight words', () => {
  it('follow from the first 88 bits, eleven each', () => {
    expect(hashWords('0'.repeat(64), wordlist)).toEqual(
      Array.from({ length: hashWordCount }, () => 'abandon'),
    );
    expect(hashWords('f'.repeat(64), wordlist)).toEqual(Array.from({ length: hashWordCount }, () => 'zoo'));
    const words = hashWords(sha256Hex('a stick'), wordlist);
    const bits = words.map((word) => wordlist.indexOf(word).toString(2).padStart(11, '0')).join('');
    expect(BigInt(`0b${bits}`).toString(16).padStart(22, '0')).toBe(sha256Hex('a stick').slice(0, 22));
  });

  it('are others after one changed bit among them', () => {
    const [left, right] = ['8', '0'].map((digit) => hashWords(`${digit}${'0'.repeat(63)}`, wordlist));
    expect(left).not.toEqual(right);
    expect(() => hashWords('abc', wordlist)).toThrow(/whole list/u);
  });
});
