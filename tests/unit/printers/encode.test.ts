import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { encodeClear, encodeDrawerPulse, encodeJob } from '../../../printers/encode.ts';
import { jobTags } from '../../../printers/job-tags.ts';
import { profileIds, profileOf } from '../../../printers/profile.ts';
import { rasterBands, withoutRealTimeCommands } from '../../../printers/raster-bands.ts';
import { type Bitmap, blankBitmap, packBitmap } from '../../../printers/raster/bitmap.ts';
import { type Command, CommandReader } from '../../../printers/virtual/command-reader.ts';

interface Decoded {
  readonly commands: Command[];
  readonly faults: string[];
  readonly realTime: string[];
  readonly rows: Buffer;
}

/** The virtual printer's own reader, which shares no code with the encoder. */
function decode(bytes: Uint8Array): Decoded {
  const commands: Command[] = [];
  const faults: string[] = [];
  const realTime: string[] = [];
  new CommandReader({
    onCommand: (command) => commands.push(command),
    onFault: (what) => faults.push(what),
    onRealTime: ({ kind }) => realTime.push(kind),
  }).read(bytes);
  const rows = Buffer.concat(commands.flatMap((command) => (command.kind === 'row' ? [command.bytes] : [])));
  return { commands, faults, realTime, rows };
}

function noisy(widthDots: number, heightDots: number, seed: number): Bitmap {
  const bitmap = blankBitmap(widthDots, heightDots);
  let state = seed;
  for (let i = 0; i < bitmap.dots.length; i += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bitmap.dots[i] = state >>> 31;
  }
  return bitmap;
}

describe('the bytes of a job', () => {
  it.each(profileIds)('on %s come back as the same dots, with nothing unknown', (id) => {
    const profile = profileOf(id);
    const bitmap = noisy(profile.widthDots, 333, 7);
    const job = encodeJob(bitmap, profile, { tag: '0A3F', resync: false });
    const { commands, faults, realTime, rows } = decode(job.bytes);
    expect(faults).toEqual([]);
    expect(realTime).toEqual([]);
    const sent = Buffer.from(withoutRealTimeCommands(packBitmap(bitmap)));
    expect(rows.length).toBe(sent.length);
    expect(rows.equals(sent)).toBe(true);
    expect(commands[0]?.kind).toBe('initialise');
    expect(job.rows).toBe(333);
    const last = { gs_h: 'askProcessId', gs_r: 'askPaper', operator: 'feedLines' }[profile.confirm];
    expect(commands.at(-1)?.kind).toBe(last);
    expect(commands.some(({ kind }) => kind === 'cut')).toBe(profile.cut !== 'none');
  });

  it('keeps every band within the profile and cuts on a white row near the end', () => {
    const { raster } = profileOf('epson-tm-t82');
    const bitmap = noisy(576, 200, 3);
    bitmap.dots.fill(0, 50 * 576, 51 * 576);
    const bands = rasterBands(packBitmap(bitmap), 72, raster);
    expect(bands[0]).toEqual({ fromRow: 0, rows: 51 });
    expect(bands.reduce((sum, band) => sum + band.rows, 0)).toBe(200);
    for (const { rows } of bands) expect(rows * 72).toBeLessThanOrEqual(raster.maxBandBytes);
  });

  it('first fills an open raster after an uncertain job', () => {
    const profile = profileOf('virtual');
    const open = [0x1d, 0x76, 0x30, 0, 72, 0, 80, 0, ...new Uint8Array(100).fill(0xff)];
    const job = encodeJob(noisy(576, 16, 5), profile, { tag: '0001', resync: true });
    const { commands, faults } = decode(Uint8Array.from([...open, ...job.bytes]));
    expect(faults).toEqual([]);
    expect(commands.some(({ kind }) => kind === 'initialise')).toBe(true);
    expect(commands.at(-1)?.kind).toBe('askProcessId');
  });

  it('never holds a real-time command inside a picture, and changes at most one dot for it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(0x10, 0x04, 0x05, 0x14, 0x01, 0x02, 0x08), { maxLength: 60 }),
        (data) => {
          const safe = withoutRealTimeCommands(Uint8Array.from(data));
          for (let i = 0; i + 1 < safe.length; i += 1) {
            expect(safe[i] === 0x10 && [0x04, 0x05, 0x14].includes(safe[i + 1] ?? 0)).toBe(false);
          }
          data.forEach((byte, i) => expect([byte, byte & ~0x10]).toContain(safe[i]));
        },
      ),
    );
    const trap = blankBitmap(576, 8);
    [3, 13, 8 + 7].forEach((x) => (trap.dots[x] = 1));
    const { realTime } = decode(encodeJob(trap, profileOf('virtual'), { tag: '0001', resync: false }).bytes);
    expect(realTime).toEqual([]);
  });

  it('gives the drawer its whole pulse and nothing of the next command', () => {
    expect([...encodeDrawerPulse(profileOf('virtual'))]).toEqual([0x1b, 0x70, 0, 50, 250]);
    expect(decode(encodeDrawerPulse(profileOf('virtual'))).faults).toEqual([]);
  });

  it('clears a printer by the two known ways', () => {
    expect(decode(encodeClear())).toMatchObject({ faults: [], realTime: ['clearBuffer', 'clearBuffer'] });
  });

  it('refuses a slip of another width and an id that is not four characters', () => {
    const profile = profileOf('virtual');
    expect(() => encodeJob(noisy(384, 8, 1), profile, { tag: '0001', resync: false })).toThrow(/width/u);
    expect(() => encodeJob(noisy(576, 8, 1), profile, { tag: '1', resync: false })).toThrow(/four/u);
  });
});

describe('process ids', () => {
  it('rise, stay unique, and go on rising after a restart', () => {
    let now = Date.UTC(2026, 10, 23, 5, 0, 0);
    const first = jobTags(() => now);
    const given = [first(), first(), first()];
    now += 1_000;
    const second = jobTags(() => now);
    given.push(second(), second());
    expect(new Set(given).size).toBe(5);
    expect(given.toSorted()).toEqual(given);
    for (const tag of given) expect(tag).toMatch(/^[0-9A-Z]{4}$/u);
  });
});

describe('the decoder of the virtual printer', () => {
  it.each([
    [[0x41], /outside/u],
    [[0x1b, 0x21, 0], /ESC 21/u],
    [[0x1d, 0x21, 0], /GS 21/u],
    [[0x1d, 0x28, 0x6b, 3, 0, 1, 2, 3], /GS \( 6b/u],
    [[0x1d, 0x76, 0x30, 0, 1, 0, 0, 1], /256 rows/u],
  ])('records %j as a fault', (bytes, what) => {
    expect(decode(Uint8Array.from(bytes)).faults[0]).toMatch(what);
  });

  it('waits for the rest of a command that is not complete', () => {
    for (const bytes of [[0x1d], [0x1d, 0x28, 0x48, 6, 0, 0x30], [0x1b, 0x70, 0, 1], [0x10, 0x04]]) {
      expect(decode(Uint8Array.from(bytes))).toMatchObject({ commands: [], faults: [], realTime: [] });
    }
  });
});
