import { createReadStream, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import { consumerByNumber, directoryInfo, openDirectory } from '../../../db/directory/open-directory.ts';
import { importDirectory, type ImportProgress } from '../../../db/directory/import-directory.ts';
import { searchConsumers } from '../../../db/directory/search-consumers.ts';
import { writeDirectoryFile } from '../../../db/directory/write-directory-file.ts';
import {
  clock,
  directoryText,
  headEnd,
  importBytes,
  key,
  newPlace,
  office,
  type Place,
  zipped,
} from './directory-fixture.ts';

let place: Place;
beforeEach(() => {
  place = newPlace();
});
afterEach(() => place.remove());

describe('the import of a directory', () => {
  it('takes five thousand consumers from a file and gives each back as it was', async () => {
    const consumers = office(5_000);
    const file = join(place.folder, 'office.ndjson.gz');
    const seal = {
      office: 'PTC',
      generatedAt: 1,
      serial: 3,
      count: 5_000,
      keyId: headEnd.keyId,
      sign: headEnd.sign,
    };
    await writeDirectoryFile(file, consumers, seal);
    const progress: ImportProgress[] = [];
    const imported = await importDirectory({
      source: createReadStream(file),
      path: place.path,
      key,
      clock,
      office: 'PTC',
      onProgress: (step) => progress.push(step),
    });
    expect(imported).toMatchObject({ ok: true, value: { count: 5_000, serial: 3, office: 'PTC' } });
    expect(progress.map((step) => step.done)).toEqual([1_000, 2_000, 3_000, 4_000, 5_000, 5_000]);
    expect(progress.every((step) => step.total === 5_000)).toBe(true);

    const directory = openDirectory(place.path);
    if (directory === null) throw new Error('it does not open');
    expect(directoryInfo(directory)).toEqual(imported.ok ? imported.value : null);
    const back = consumers.map((it) => consumerByNumber(directory, it.consumer));
    expect(back).toEqual(consumers);
    expect(consumerByNumber(directory, '999999999')).toBeNull();
    directory.close();
    expect(place.files()).toEqual(['directory.db', 'office.ndjson.gz']);
  });

  it('takes an office without consumers', async () => {
    expect(await importBytes(place, zipped(directoryText([])))).toMatchObject({
      ok: true,
      value: { count: 0 },
    });
  });

  it('swaps the whole directory while the old one is still being read', async () => {
    const [before, after] = [office(300, 1), office(200, 2)];
    await importBytes(place, zipped(directoryText(before)));
    const old = openDirectory(place.path);
    const steps: string[] = [];
    const imported = await importBytes(place, zipped(directoryText(after, { serial: 2 })), {
      release: () => steps.push(existsSync(place.path) ? 'old file stands' : 'old file is gone'),
    });
    expect(imported).toMatchObject({ ok: true, value: { serial: 2, count: 200 } });
    expect(steps).toEqual(['old file stands']);
    if (old === null) throw new Error('the old directory does not open');
    expect(consumerByNumber(old, before[250]?.consumer ?? '')).toEqual(before[250]);
    old.close();
    expect(openDirectory(place.path)?.info.count).toBe(200);
  });

  it('gives the event loop its turns', async () => {
    let turns = 0;
    let running = true;
    const count = (): void => {
      turns += 1;
      if (running) setImmediate(count);
    };
    setImmediate(count);
    await importBytes(place, zipped(directoryText(office(2_000))));
    running = false;
    // At least one turn for each slice of 48 rows.
    expect(turns).toBeGreaterThan(2_000 / 48);
  });

  it('stops when it is told to and leaves nothing behind', async () => {
    const stop = new AbortController();
    const imported = await importBytes(place, zipped(directoryText(office(3_000))), {
      signal: stop.signal,
      onProgress: () => stop.abort(),
    });
    expect(imported).toEqual({ ok: false, error: { kind: 'cancelled', line: null, detail: null } });
    expect(place.files()).toEqual([]);
  });

  it('sweeps away what an import that died left', async () => {
    writeFileSync(join(place.folder, 'directory-17.db.tmp'), 'half');
    await importBytes(place, zipped(directoryText(office(10))));
    expect(place.files()).toEqual(['directory.db']);
  });

  it('takes the same snapshot again, and a newer one, but no older one', async () => {
    const text = directoryText(office(10), { serial: 5 });
    expect((await importBytes(place, zipped(text))).ok).toBe(true);
    expect((await importBytes(place, zipped(text))).ok).toBe(true);
    expect(await importBytes(place, zipped(directoryText(office(10), { serial: 4 })))).toEqual({
      ok: false,
      error: { kind: 'older-than-current', line: 1, detail: '5' },
    });
    expect((await importBytes(place, zipped(directoryText(office(10), { serial: 6 })))).ok).toBe(true);
  });

  it('keeps to the size of a file and of a line, to the byte', async () => {
    const text = directoryText(office(5));
    const bytes = zipped(text);
    const longest = Math.max(...text.split('\n').map((line) => Buffer.byteLength(line)));
    const exact = { fileBytesMax: bytes.length, lineBytesMax: longest };
    expect((await importBytes(place, bytes, { bounds: exact })).ok).toBe(true);
    const small = { ...exact, fileBytesMax: bytes.length - 1 };
    expect(await importBytes(place, bytes, { bounds: small })).toMatchObject({
      error: { kind: 'file-too-large' },
    });
    const narrow = { ...exact, lineBytesMax: longest - 1 };
    expect(await importBytes(place, bytes, { bounds: narrow })).toMatchObject({
      error: { kind: 'line-too-long' },
    });
    expect(limits.directoryLineBytesMax).toBeGreaterThan(longest);
  });
});

describe('a directory that cannot be used', () => {
  it('is null, and says why', () => {
    const reasons: string[] = [];
    const open = (path: string): void => {
      expect(openDirectory(path, { onAbsence: (absence) => reasons.push(absence) })).toBeNull();
    };
    open(place.path);
    writeFileSync(place.path, 'this is no database, though it is long enough to look at'.repeat(40));
    open(place.path);
    writeFileSync(place.path, '');
    open(place.path);
    expect(reasons).toEqual(['no-file', 'damaged', 'other-version']);
  });

  it('is replaced by the next import', async () => {
    writeFileSync(place.path, 'this is no database, though it is long enough to look at'.repeat(40));
    expect((await importBytes(place, zipped(directoryText(office(10))))).ok).toBe(true);
    const directory = openDirectory(place.path);
    if (directory === null) throw new Error('it does not open');
    expect(searchConsumers(directory, office(10)[3]?.consumer ?? '')[0]?.consumer).toEqual(office(10)[3]);
    directory.close();
  });
});
