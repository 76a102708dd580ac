import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  chooseElectron,
  failedLately,
  type Sources,
} from '../../../build/electron-runtime/choose-electron.ts';
import { findElectron } from '../../../build/electron-runtime/found.ts';
import {
  assertReleasable,
  describeRuntime,
  type ElectronKind,
} from '../../../build/electron-runtime/runtime.ts';

const at = (folder: string, version: string) => ({ folder, version });

/** Sources that note what was asked of them. */
function sources(given: Partial<Record<'find' | 'official', boolean>> & { readonly lately?: boolean }) {
  const asked: string[] = [];
  const fake: Sources = {
    find: () => (given.find === true ? at('/found', '45.4.1') : undefined),
    downloadFailedLately: () => given.lately === true,
    download: () => {
      asked.push('download');
      return Promise.resolve(given.official === true ? at('/official', '45.4.1') : undefined);
    },
    rememberFailure: () => {
      asked.push('remember');
      return Promise.resolve();
    },
    standIn: () => {
      asked.push('stand-in');
      return Promise.resolve(at('/stand-in', '33.2.1'));
    },
  };
  return { fake, asked };
}

describe('the choice of an Electron', () => {
  it('takes the one already here and asks nobody', async () => {
    const { fake, asked } = sources({ find: true, official: true });
    expect(await chooseElectron(fake)).toEqual({ kind: 'found', ...at('/found', '45.4.1') });
    expect(asked).toEqual([]);
  });

  it('downloads the official one where it can be reached', async () => {
    const { fake, asked } = sources({ official: true });
    expect(await chooseElectron(fake)).toEqual({ kind: 'official', ...at('/official', '45.4.1') });
    expect(asked).toEqual(['download']);
  });

  it('falls back to the stand-in and remembers the failed download', async () => {
    const { fake, asked } = sources({});
    expect((await chooseElectron(fake)).kind).toBe('stand-in');
    expect(asked).toEqual(['download', 'remember', 'stand-in']);
  });

  it('does not try a download that failed lately', async () => {
    const { fake, asked } = sources({ lately: true, official: true });
    expect((await chooseElectron(fake)).kind).toBe('stand-in');
    expect(asked).toEqual(['stand-in']);
  });
});

describe('the note of a failed download', () => {
  const folder = mkdtempSync(join(tmpdir(), 'note-'));
  const dayMs = 24 * 3_600_000;
  const note = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };

  it('holds for a day and for one version', () => {
    const path = note('note.json', JSON.stringify({ wanted: '45.4.1', triedAtMs: 1_000 }));
    expect(failedLately(path, '45.4.1', 1_000 + dayMs - 1)).toBe(true);
    expect(failedLately(path, '45.4.1', 1_000 + dayMs)).toBe(false);
    expect(failedLately(path, '45.5.0', 1_001)).toBe(false);
  });

  it('does not hold when it is missing, strange or half written', () => {
    expect(failedLately(join(folder, 'none.json'), '45.4.1', 0)).toBe(false);
    expect(failedLately(note('strange.json', '{"wanted":1}'), '45.4.1', 0)).toBe(false);
    expect(failedLately(note('half.json', '{"wanted":"45'), '45.4.1', 0)).toBe(false);
  });
});

describe('an Electron named by ELECTRON_OVERRIDE_DIST_PATH', () => {
  it('is taken with the version it says it has', () => {
    const folder = mkdtempSync(join(tmpdir(), 'electron-'));
    writeFileSync(join(folder, 'version'), 'v44.0.1\n');
    expect(findElectron({ ELECTRON_OVERRIDE_DIST_PATH: folder })).toEqual(at(folder, '44.0.1'));
  });

  it('is an error in plain words when there is none', () => {
    const folder = mkdtempSync(join(tmpdir(), 'electron-'));
    expect(() => findElectron({ ELECTRON_OVERRIDE_DIST_PATH: folder })).toThrow('names no unpacked Electron');
  });
});

describe('the line that says which Electron runs', () => {
  it.each<[ElectronKind, RegExp]>([
    ['found', /^Electron 45\.4\.1, already on this machine\.$/u],
    ['official', /^Electron 45\.4\.1, downloaded/u],
    ['stand-in', /^Electron 45\.4\.1, a stand-in for development and tests/u],
  ])('is plain for %s', (kind, line) => {
    expect(describeRuntime({ kind, electronVersion: '45.4.1' })).toMatch(line);
  });
});

describe('a release', () => {
  it('refuses the stand-in and takes the others', () => {
    expect(() => assertReleasable({ kind: 'stand-in', electronVersion: '33.2.1' })).toThrow(
      'official Electron',
    );
    expect(() => assertReleasable({ kind: 'found', electronVersion: '45.4.1' })).not.toThrow();
    expect(() => assertReleasable({ kind: 'official', electronVersion: '45.4.1' })).not.toThrow();
  });
});
