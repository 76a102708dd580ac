import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import type { ImportFaultKind } from '../../../db/directory/import-fault.ts';
import { openDirectory } from '../../../db/directory/open-directory.ts';
import type { ImportOptions } from '../../../db/directory/import-directory.ts';
import {
  directoryText,
  headEnd,
  importBytes,
  newPlace,
  office,
  pieces,
  type Place,
  stranger,
  zipped,
} from './directory-fixture.ts';

const consumers = office(120);
const text = directoryText(consumers, { serial: 2 });
const whole = zipped(text);
const lines = text.split('\n').slice(0, -1);

/** The file again, its seal made anew or not, with some of its lines changed. */
function withLines(change: (lines: string[]) => string[]): Buffer {
  return zipped(`${change([...lines]).join('\n')}\n`);
}

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 0x10;
  return copy;
}

let place: Place;
let before: Buffer | null;
beforeEach(async () => {
  place = newPlace();
  await importBytes(place, zipped(directoryText(office(50, 9), { serial: 1 })));
  before = place.bytes();
});
afterEach(() => place.remove());

/** What came of an import, and what it did to the old directory. */
async function attempt(bytes: Uint8Array, options: Partial<ImportOptions> = {}): Promise<object> {
  let released = 0;
  const imported = await importBytes(place, bytes, { release: () => (released += 1), ...options });
  const oldStands = before !== null && place.bytes()?.equals(before) === true;
  return { ...imported, released, oldStands, files: place.files() };
}

/** Refused for this reason, with the old directory as it was to the last bit, and nothing beside it. */
function refused(error: { kind: ImportFaultKind; line?: number; detail?: string }): object {
  return { ok: false, error, released: 0, oldStands: true, files: ['directory.db'] };
}

describe('a directory file that was cut', () => {
  it.each([1, 9, 100, whole.length >> 1, whole.length - 8, whole.length - 1])(
    'after %i bytes',
    async (bytes) => {
      expect(await attempt(whole.subarray(0, bytes))).toMatchObject(refused({ kind: 'truncated' }));
    },
  );

  it('to nothing', async () => {
    expect(await attempt(Buffer.alloc(0))).toMatchObject(refused({ kind: 'truncated' }));
  });

  it('in mid line, and zipped again', async () => {
    expect(await attempt(zipped(text.slice(0, text.length >> 1)))).toMatchObject(
      refused({ kind: 'truncated' }),
    );
  });

  it('before its trailer', async () => {
    expect(await attempt(withLines((all) => all.slice(0, -1)))).toMatchObject(
      refused({ kind: 'truncated', line: 122 }),
    );
  });

  it('before the line feed of its trailer', async () => {
    expect(await attempt(zipped(text.slice(0, -1)))).toMatchObject(refused({ kind: 'truncated', line: 122 }));
  });
});

describe('a directory file of which one bit is wrong', () => {
  it('is refused wherever that bit is', async () => {
    // The flag, time and system bytes of the gzip header bind nothing and are left out.
    const places = [
      0,
      1,
      2,
      ...Array.from({ length: 40 }, (_, step) => 10 + step * Math.floor((whole.length - 11) / 40)),
    ];
    for (const at of places) {
      const imported = await importBytes(place, flipped(whole, at));
      expect(imported.ok, `bit in byte ${at}`).toBe(false);
    }
    expect(place.bytes()?.equals(before ?? Buffer.alloc(0))).toBe(true);
  });

  it('in the text of a name, zipped again, is a wrong hash', async () => {
    const changed = withLines((all) => all.with(4, (all[4] ?? '').replace('"ward":"', '"ward":"9')));
    expect(await attempt(changed)).toMatchObject(refused({ kind: 'hash-wrong', line: 122 }));
  });

  it('in its UTF-8 is named by its line', async () => {
    const bytes = Buffer.from(text, 'utf8');
    const secondLine = bytes.indexOf(0x0a) + 1;
    bytes[secondLine + 20] = 0xff;
    expect(await attempt(zipped(bytes))).toMatchObject(refused({ kind: 'not-text', line: 2 }));
  });
});

describe('a directory file that somebody else made', () => {
  it('with another key', async () => {
    const forged = directoryText(consumers, { serial: 2, sign: stranger.sign });
    expect(await attempt(zipped(forged))).toMatchObject(
      refused({ kind: 'signature-wrong', detail: headEnd.keyId }),
    );
  });

  it('with the signature of another snapshot', async () => {
    const other = directoryText(office(120, 6), { serial: 2 }).split('\n').at(-2) ?? '';
    const signature = /"signature":"[^"]+"/u.exec(other)?.[0] ?? '';
    const changed = withLines((all) =>
      all.with(-1, (all.at(-1) ?? '').replace(/"signature":"[^"]+"/u, signature)),
    );
    expect(await attempt(changed)).toMatchObject(refused({ kind: 'signature-wrong' }));
  });

  it('with no signature', async () => {
    const changed = withLines((all) =>
      all.with(-1, (all.at(-1) ?? '').replace(/"signature":"[^"]+"/u, '"signature":""')),
    );
    expect(await attempt(changed)).toMatchObject(refused({ kind: 'trailer-malformed', line: 122 }));
  });

  it('for another office', async () => {
    const other = zipped(directoryText(consumers, { serial: 2, office: 'GYA' }));
    expect(await attempt(other, { office: 'PTC' })).toMatchObject(
      refused({ kind: 'other-office', detail: 'GYA' }),
    );
  });

  it('for a newer version', async () => {
    const changed = withLines((all) => all.with(0, (all[0] ?? '').replace('"v":1', '"v":2')));
    expect(await attempt(changed)).toMatchObject(refused({ kind: 'newer-version', line: 1 }));
  });

  it.each([
    ['text', 'hello'],
    ['a web page', '<!doctype html><title>502</title>'],
  ])('and that is %s, not gzip', async (_, words) => {
    expect(await attempt(Buffer.from(words))).toMatchObject(refused({ kind: 'not-gzip' }));
  });

  it.each(['hello\n', '{}\n', '[]\n', '\n', '{"format":"consumer-directory"}\n'])(
    'and that says %j',
    async (words) => {
      const imported = await importBytes(place, zipped(words));
      expect(imported).toMatchObject({ ok: false, error: { line: 1 } });
    },
  );
});

describe('a directory file that contradicts itself', () => {
  it('by a consumer who comes twice', async () => {
    const twice = consumers.with(99, {
      ...(consumers[99] ?? consumers[0])!,
      consumer: consumers[7]?.consumer ?? '',
    });
    expect(await attempt(zipped(directoryText(twice, { serial: 2 })))).toMatchObject(
      refused({
        kind: 'duplicate-consumer',
        line: 101,
        detail: consumers[7]?.consumer ?? '',
      }),
    );
  });

  it('by a consumer who is none', async () => {
    const wrong = consumers.with(41, { ...consumers[0]!, meter: 'BR' });
    expect(await attempt(zipped(directoryText(wrong, { serial: 2 })))).toMatchObject(
      refused({
        kind: 'consumer-malformed',
        line: 43,
        detail: 'meter',
      }),
    );
  });

  it('by a line that is no JSON', async () => {
    expect(await attempt(withLines((all) => all.with(6, '{"consumer":')))).toMatchObject(
      refused({ kind: 'not-json', line: 7 }),
    );
  });

  it('by fewer consumers than it says', async () => {
    expect(await attempt(withLines((all) => all.toSpliced(50, 1)))).toMatchObject(
      refused({ kind: 'count-mismatch', line: 121 }),
    );
  });

  it('by more consumers than it says', async () => {
    const line = JSON.stringify({ ...consumers[0], consumer: '99999999999' });
    expect(await attempt(withLines((all) => all.toSpliced(50, 0, line)))).toMatchObject(
      refused({ kind: 'count-mismatch', line: 122 }),
    );
  });

  it('by another count in the trailer, though that is signed', async () => {
    const changed = withLines((all) =>
      all.with(-1, (all.at(-1) ?? '').replace('"count":120', '"count":119')),
    );
    expect(await attempt(changed)).toMatchObject(refused({ kind: 'count-mismatch', line: 122 }));
  });

  it('by two headers', async () => {
    expect(await attempt(withLines((all) => all.toSpliced(1, 0, all[0] ?? '')))).toMatchObject(
      refused({ kind: 'consumer-malformed', line: 2 }),
    );
  });

  it.each(['\n', 'x\n', 'x', `${lines.at(-1)}\n`])('by %j after the trailer', async (more) => {
    const imported = await importBytes(place, zipped(text + more));
    expect(imported.ok).toBe(false);
    expect(place.bytes()?.equals(before ?? Buffer.alloc(0))).toBe(true);
  });

  it('by a second gzip member after the first', async () => {
    expect(await attempt(Buffer.concat([whole, whole]))).toMatchObject(
      refused({ kind: 'data-after-trailer', line: 123 }),
    );
  });

  it('by rubbish after the gzip', async () => {
    expect(await attempt(Buffer.concat([whole, Buffer.from('rubbish'.repeat(100))]))).toMatchObject(
      refused({ kind: 'damaged' }),
    );
  });
});

describe('a directory file that is too much', () => {
  it('in one line', async () => {
    const long = JSON.stringify({ ...consumers[0], name: 'x'.repeat(limits.directoryLineBytesMax) });
    expect(await attempt(withLines((all) => all.with(3, long)))).toMatchObject(
      refused({ kind: 'line-too-long', line: 4 }),
    );
  });

  it('as a bomb: megabytes from some kilobytes, without a line feed', async () => {
    const bomb = zipped(Buffer.alloc(64 * 1_048_576, 0x20));
    expect(bomb.length).toBeLessThan(100_000);
    const heldBefore = process.memoryUsage().arrayBuffers;
    expect(await attempt(bomb)).toMatchObject(refused({ kind: 'line-too-long', line: 1 }));
    expect(process.memoryUsage().arrayBuffers - heldBefore).toBeLessThan(16 * 1_048_576);
  });

  it('as a bomb of valid lines', async () => {
    const line = lines[1] ?? '';
    const bomb = zipped(`${lines[0]}\n${`${line}\n`.repeat(100_000)}`);
    expect(await attempt(bomb)).toMatchObject(refused({ kind: 'duplicate-consumer', line: 3 }));
  });

  it('by the number of consumers that it promises', async () => {
    const count = limits.directoryConsumersMax + 1;
    const changed = withLines((all) =>
      all.with(0, (all[0] ?? '').replace('"count":120', `"count":${count}`)),
    );
    expect(await attempt(changed)).toMatchObject(refused({ kind: 'too-many-consumers', line: 1 }));
  });
});

describe('a source that fails', () => {
  it('in the middle', async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield* pieces(whole.subarray(0, 2_000));
      throw Object.assign(new Error('reset'), { code: 'ECONNRESET' });
    }
    expect(await attempt(whole, { source: failing() })).toMatchObject(
      refused({ kind: 'source-failed', detail: 'ECONNRESET' }),
    );
  });
});

describe('the old directory', () => {
  it('can be read all the time that a bad import runs', async () => {
    const old = openDirectory(place.path);
    expect(await attempt(whole.subarray(0, whole.length - 4))).toMatchObject(refused({ kind: 'truncated' }));
    expect(old?.statements.byConsumer.get(office(50, 9)[49]?.consumer ?? '')?.name).toBe(
      office(50, 9)[49]?.name,
    );
    old?.close();
  });
});
