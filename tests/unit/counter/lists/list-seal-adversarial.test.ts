import { describe, expect, it } from 'vitest';
import {
  checkList,
  listHash,
  type ListSeal,
  readSeal,
  sealName,
} from '../../../../counter/lists/list-seal.ts';
import { limits } from '../../../../counter/limits.ts';
import { deviceSigner, generateDeviceKey, sha256Hex, verifyHash } from '../../../../db/crypto.ts';

const ours = deviceSigner(generateDeviceKey().secret);
const theirs = deviceSigner(generateDeviceKey().secret);
const ports = { sha256: sha256Hex, verify: verifyHash };
const file = 'DND_PTC-C02_2026-11-02.csv';
const csv = `\ufeffconsumer,paidPaise\r\n101,50000\r\n102,20000\r\n103,10000\r\n`;

const honest: ListSeal = {
  v: 1,
  file,
  sha256: sha256Hex(csv),
  rows: 3,
  sumPaise: 800_00,
  counter: 'C02',
  epoch: 1,
  seq: 17,
  headHash: 'ab'.repeat(32),
  at: Date.parse('2026-11-02T06:12:07Z'),
};

function sealed(seal: ListSeal = honest, signer = ours): string {
  return JSON.stringify({ ...seal, signature: signer.sign(listHash(sha256Hex, seal)) });
}

function check(text: string, seal = sealed(), changes: { file?: string; counter?: string } = {}) {
  const evidence = { file, counter: 'C02', publicKey: ours.publicKey, ...changes };
  return checkList({ ...evidence, sha256: sha256Hex(text), seal }, ports);
}

describe('a list that was given out', () => {
  it('is whole as it was made', () => {
    expect(check(csv)).toMatchObject({ ok: true, value: honest });
    expect(sealName(file)).toBe(`${file}.sig.json`);
  });

  const lines = csv.split('\r\n');
  it.each([
    ['a row changed', csv.replace('102,20000', '102,90000')],
    ['a digit changed', csv.replace('101,', '701,')],
    ['a row dropped', lines.toSpliced(2, 1).join('\r\n')],
    ['a row added', csv.replace('103,', '104,1\r\n103,')],
    ['rows reordered', [lines[0], lines[2], lines[1], lines[3], ''].join('\r\n')],
    ['rows doubled', csv + csv],
    ['truncated', csv.slice(0, -12)],
    ['truncated to nothing', ''],
    ['its byte order mark taken away', csv.slice(1)],
    ['its line ends changed by an editor', csv.replaceAll('\r\n', '\n')],
    ['the heading changed', csv.replace('paidPaise', 'paid')],
  ])('is found out with %s', (_what, changed) => {
    expect(changed).not.toBe(csv);
    expect(check(changed)).toEqual({ ok: false, error: 'changed' });
  });

  it('of yesterday under the name of today is found out', () => {
    expect(check(csv, sealed(), { file: 'DND_PTC-C02_2026-11-03.csv' })).toEqual({
      ok: false,
      error: 'other-file',
    });
  });
});

describe('a seal', () => {
  it.each([
    ['file', 'DND_PTC-C02_2026-11-03.csv'],
    ['sha256', 'cd'.repeat(32)],
    ['rows', 2],
    ['sumPaise', 0],
    ['epoch', 2],
    ['seq', 18],
    ['headHash', 'cd'.repeat(32)],
    ['at', honest.at + 86_400_000],
  ])('whose %s was changed afterwards has a wrong signature', (field, value) => {
    const changed = JSON.stringify({ ...(JSON.parse(sealed()) as object), [field]: value });
    expect(check(csv, changed)).toEqual({ ok: false, error: 'signature-wrong' });
  });

  it('of another counter is refused, and so is one that another signed in our name', () => {
    expect(check(csv, sealed({ ...honest, counter: 'C03' }, theirs))).toEqual({
      ok: false,
      error: 'other-counter',
    });
    expect(check(csv, sealed(honest, theirs))).toEqual({ ok: false, error: 'signature-wrong' });
    expect(check(csv, sealed(), { counter: 'C03' })).toEqual({ ok: false, error: 'other-counter' });
  });

  it('whose signature is of an entry and not of a list is refused', () => {
    const { file: name, ...rest } = honest;
    const signature = ours.sign(sha256Hex(JSON.stringify({ ...rest, file: name })));
    expect(check(csv, JSON.stringify({ ...honest, signature }))).toEqual({
      ok: false,
      error: 'signature-wrong',
    });
  });

  it.each([
    ['empty', ''],
    ['no JSON', 'signed by the office'],
    ['no object', '"v"'],
    ['null', 'null'],
    ['a list', '[1]'],
    ['of a later version', sealed().replace('"v":1', '"v":2')],
    ['with a field more', sealed().replace('{', '{"note":"checked",')],
    ['with a field less', sealed().replace('"rows":3,', '')],
    ['with a name of the prototype', sealed().replace('"rows":3,', '"constructor":3,')],
    ['with rows that are no number', sealed().replace('"rows":3', '"rows":"3"')],
    ['with a sum of fractions', sealed().replace('"sumPaise":80000', '"sumPaise":800.5')],
    ['with a sum below zero', sealed().replace('"sumPaise":80000', '"sumPaise":-80000')],
    ['with a short hash', sealed().replace(honest.sha256, 'ab')],
    ['with a signature that is none', sealed().replace(/"signature":"[^"]*"/u, '"signature":""')],
  ])('%s is unreadable', (_what, text) => {
    expect(text).not.toBe(sealed());
    expect(check(csv, text)).toEqual({ ok: false, error: 'seal-unreadable' });
  });

  it('is read up to its longest and not one character further', () => {
    const padded = (length: number) => sealed().replace('{', `{${' '.repeat(length - sealed().length)}`);
    expect(readSeal(padded(limits.listSealCharsMax))).toMatchObject({ rows: 3 });
    expect(readSeal(padded(limits.listSealCharsMax + 1))).toBeNull();
  });
});
