import { describe, expect, it } from 'vitest';
import { deviceSigner, generateDeviceKey, sealer, systemRandom, verifyHash } from '../../../db/crypto.ts';
import { crc32c } from '../../../db/mirror/crc32c.ts';
import { isSignedHead, newFileHead, openFrame, sealFrame } from '../../../db/mirror/file-key.ts';
import { generateRecoveryKey, recoveryKeyOf } from '../../../db/recovery-key.ts';
import { salvageFrames } from '../../../db/mirror/salvage-frames.ts';
import { decodeFrames, encodeFrame, type FrameHead, headText } from '../../../db/mirror/frame.ts';

describe('CRC-32C', () => {
  it('gives the check values of RFC 3720 B.4', () => {
    expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
    expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa);
    expect(crc32c(Buffer.alloc(32, 0xff))).toBe(0x62a8ab43);
  });
});

const head = (n: number): FrameHead => ({
  t: 'entry',
  n,
  counter: 'C02',
  epoch: 1,
  seq: n,
  prevHash: '',
  hash: '',
  signature: '',
});
const frame = (n: string): Buffer => encodeFrame(headText(head(Number(n))), Buffer.from(`sealed ${n}`));

describe('frames of a mirror file', () => {
  const file = Buffer.concat([frame('0'), frame('1'), frame('2')]);

  it('are read back in order, with zeros behind them', () => {
    expect(decodeFrames(file)).toMatchObject({ end: 'clean', bytes: file.length });
    const grown = decodeFrames(Buffer.concat([file, Buffer.alloc(100)]));
    expect(grown).toMatchObject({ end: 'clean', bytes: file.length });
    expect(grown.frames.map((each) => each.head)).toEqual([head(0), head(1), head(2)]);
  });

  it('are none when a head lacks a field, though its checksum is right', () => {
    const bare = encodeFrame('{"t":"entry","n":0}', Buffer.alloc(0));
    expect(decodeFrames(Buffer.concat([bare, frame('1')]))).toMatchObject({ frames: [], end: 'damaged' });
  });

  it('end at a torn last one, wherever the power went', () => {
    const lastAt = frame('0').length + frame('1').length;
    for (let cut = lastAt + 1; cut < file.length; cut += 1) {
      expect(decodeFrames(file.subarray(0, cut))).toMatchObject({ end: 'torn', bytes: lastAt });
      const overZeros = Buffer.concat([file.subarray(0, cut), Buffer.alloc(64)]);
      const found = decodeFrames(overZeros);
      expect(found.bytes).toBe(lastAt);
      expect(found.frames).toHaveLength(2);
    }
  });

  it('are damaged by any flipped bit in the middle', () => {
    const start = frame('0').length;
    for (let at = start; at < start + frame('1').length; at += 1) {
      const bad = Buffer.from(file);
      bad[at] = (bad[at] ?? 0) ^ 0x10;
      const found = decodeFrames(bad);
      expect(found.frames).toHaveLength(1);
      expect(found.end).not.toBe('clean');
    }
  });
});

describe('what is left of a damaged mirror file', () => {
  const frames = ['0', '1', '2', '3'].map(frame);
  const file = Buffer.concat(frames);
  const numbers = (bytes: Buffer) => salvageFrames(bytes).frames.map(({ head: { n } }) => n);

  it('is every frame but the one with a flipped bit, wherever the bit is', () => {
    const start = frames[0]?.length ?? 0;
    for (let at = start; at < start + (frames[1]?.length ?? 0); at += 1) {
      const bad = Buffer.from(file);
      bad[at] = (bad[at] ?? 0) ^ 0x10;
      expect(numbers(bad), `byte ${at}`).toEqual([0, 2, 3]);
    }
  });

  it('is every frame beside a lost stretch, and nothing is skipped in a whole or torn file', () => {
    const hole = Buffer.from(file).fill(0xa5, (frames[0]?.length ?? 0) + 5, file.length - 60);
    expect(numbers(hole)[0]).toBe(0);
    expect(salvageFrames(Buffer.concat([file, Buffer.alloc(500)]))).toMatchObject({ skipped: 0 });
    expect(salvageFrames(file.subarray(0, file.length - 3))).toMatchObject({ skipped: 0 });
    expect(numbers(Buffer.alloc(0))).toEqual([]);
  });
});

describe('a mirror file’s keys', () => {
  const signer = deviceSigner(generateDeviceKey().secret);
  const recovery = generateRecoveryKey();
  const facts = {
    counter: 'C02',
    epoch: 1,
    date: '2026-11-23',
    afterSeq: 0,
    afterHash: '0'.repeat(64),
    afterAnswer: 0,
  };
  const keys = { signer, recoveryPublicKey: recovery.publicKey, random: systemRandom };
  const { head, dataKey } = newFileHead(facts, keys);

  it('open for this device and for the recovery key, for no other', () => {
    expect(signer.unwrapKey(head.keyForDevice)).toEqual(Buffer.from(dataKey));
    expect(recovery.unwrapKey(head.keyForRecovery ?? '')).toEqual(Buffer.from(dataKey));
    expect(recoveryKeyOf(recovery.seed).unwrapKey(head.keyForRecovery ?? '')).toEqual(Buffer.from(dataKey));
    expect(deviceSigner(generateDeviceKey().secret).unwrapKey(head.keyForDevice)).toBeNull();
    expect(generateRecoveryKey().unwrapKey(head.keyForRecovery ?? '')).toBeNull();
    expect(recovery.unwrapKey('no key.AAAA')).toBeNull();
  });

  it('differ from file to file, and the head is signed', () => {
    const other = newFileHead(facts, keys);
    expect(other.dataKey).not.toEqual(dataKey);
    expect(isSignedHead(head)).toBe(true);
    expect(isSignedHead({ ...head, counter: 'C03' })).toBe(false);
  });

  it('bind a body to its head and its file', () => {
    const text = headText(head);
    const sealed = sealFrame(sealer(dataKey), head.file, text, 'body');
    expect(openFrame(dataKey, head.file, { head, headText: text, sealed })).toBe('body');
    expect(openFrame(dataKey, 'another file', { head, headText: text, sealed })).toBeNull();
    expect(openFrame(dataKey, head.file, { head, headText: `${text} `, sealed })).toBeNull();
  });

  it('sign with raw keys and take nothing for a signature that is none', () => {
    const hash = 'ab'.repeat(32);
    const signature = signer.sign(hash);
    expect(verifyHash(hash, signature, signer.publicKey)).toBe(true);
    expect(verifyHash('ac'.repeat(32), signature, signer.publicKey)).toBe(false);
    expect(verifyHash(hash, signature, 'no key')).toBe(false);
    expect(verifyHash(hash, '', signer.publicKey)).toBe(false);
  });
});
