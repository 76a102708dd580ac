import { describe, expect, it } from 'vitest';
import { cacheFolder } from '../../../build/electron-runtime/cache-folder.ts';
import {
  aptLine,
  compilerTools,
  electronLibraries,
  missingOf,
  parseLoaderList,
  testTools,
} from '../../../build/electron-runtime/debian-packages.ts';
import { bindingForNodeApi9, needsOwnSqliteBinding } from '../../../build/electron-runtime/sqlite-binding.ts';
import { shellQuote, wrapperScript } from '../../../build/electron-runtime/unprivileged-user.ts';

describe('the cache folder', () => {
  it('is one that everybody can read when root caches', () => {
    expect(cacheFolder({ uid: 0, home: '/root', env: { XDG_CACHE_HOME: '/root/.c' } })).toBe(
      '/var/cache/division-counter',
    );
  });

  it("is the user's own otherwise", () => {
    expect(cacheFolder({ uid: 1000, home: '/home/asha', env: {} })).toBe(
      '/home/asha/.cache/division-counter',
    );
    expect(cacheFolder({ uid: 1000, home: '/home/asha', env: { XDG_CACHE_HOME: '/c' } })).toBe(
      '/c/division-counter',
    );
  });
});

describe('what the machine lacks', () => {
  const list =
    '42 libs found in cache\n\tlibgtk-3.so.0 (libc6,x86-64) => /lib/libgtk-3.so.0\n\tlibnss3.so (libc6) => /l\n';

  it('is read from the loader and the search path', () => {
    const libraries = parseLoaderList(list);
    expect(libraries).toEqual(new Set(['libgtk-3.so.0', 'libnss3.so']));
    const missing = missingOf([...electronLibraries, ...compilerTools], {
      libraries,
      hasProgram: (name) => name === 'make',
    });
    const names = missing.map((requirement) => requirement.name);
    expect(names).not.toContain('libgtk-3.so.0');
    expect(names).not.toContain('make');
    expect(names).toContain('libgbm.so.1');
    expect(names).toContain('g++');
  });

  it('becomes one line to type, each package once', () => {
    const line = aptLine([...compilerTools, ...testTools]);
    expect(line).toBe(
      'apt-get update && apt-get install -y --no-install-recommends g++ make python3 strace faketime user-mode-linux e2fsprogs kmod dmsetup poppler-utils zbar-tools postgresql-15',
    );
  });
});

describe('better-sqlite3 for an older Electron', () => {
  it('is compiled below major 36 alone', () => {
    expect(needsOwnSqliteBinding('33.2.1')).toBe(true);
    expect(needsOwnSqliteBinding('35.9.9')).toBe(true);
    expect(needsOwnSqliteBinding('36.0.0')).toBe(false);
    expect(needsOwnSqliteBinding('45.4.1')).toBe(false);
  });

  it('swaps the one define, and says so when the sources have changed', () => {
    expect(bindingForNodeApi9(`'defines': ['NAPI_VERSION=10', 'X']`)).toBe(
      `'defines': ['NAPI_EXPERIMENTAL', 'NODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT', 'X']`,
    );
    expect(() => bindingForNodeApi9(`'defines': ['NAPI_VERSION=11']`)).toThrow('binding.gyp');
  });
});

describe('the script that stands for Electron', () => {
  it('drops every privilege, keeps its process and passes the arguments on', () => {
    expect(wrapperScript('/c/electron', '/c/home')).toBe(
      [
        '#!/bin/sh',
        'exec setpriv \\',
        '  --reuid=65534 --regid=65534 --clear-groups \\',
        "  env -u ELECTRON_RUN_AS_NODE HOME='/c/home' \\",
        "  XDG_RUNTIME_DIR='/c/home/runtime' XDG_CONFIG_HOME='/c/home/.config' \\",
        `  '/c/electron' "$@"`,
        '',
      ].join('\n'),
    );
  });

  it('never asks for --no-sandbox', () => {
    expect(wrapperScript('/c/electron', '/c/home')).not.toContain('no-sandbox');
  });

  it('quotes whatever a path holds', () => {
    expect(shellQuote(`/a b/$(c)'d`)).toBe(`'/a b/$(c)'\\''d'`);
  });
});
