import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  hashOf,
  lockAll,
  lockFaults,
  lockFile,
  readLock,
  writeLock,
} from '../../build/release/schema-lock.ts';
import type { Migration } from '../../db/migrate.ts';
import { migrations } from '../../db/migrations/index.ts';
import { releasedName } from '../harness/released-journal.ts';
import { repository } from './source-files.ts';

describe('a released migration', () => {
  it('has never changed since, and none was put before it', () => {
    const lock = readLock(repository);
    console.log(`read ${lock.size} released of ${migrations.length} migrations`);
    expect(migrations.length).toBeGreaterThan(0);
    expect(lockFaults(lock, migrations)).toEqual([]);
  });

  it('has its small journal, which a test opens for ever', () => {
    const kept = readdirSync(join(repository, 'tests/fixtures/journals')).filter((name) =>
      name.endsWith('.gz'),
    );
    const wanted = [...readLock(repository).keys()].map((number) => `${releasedName(number)}.db.gz`);
    expect(kept.toSorted()).toEqual(wanted.toSorted());
  });
});

describe('a planted change', () => {
  const first: Migration = { number: 10, sql: 'CREATE TABLE a (n INTEGER) STRICT' };
  const second: Migration = { number: 20, sql: 'CREATE TABLE b (n INTEGER) STRICT' };
  const lock = lockAll(new Map(), [first]);

  it.each([
    ['of one letter', [{ ...first, sql: `${first.sql} ` }], ['migration 10 is released and was changed']],
    ['of its number', [{ ...first, number: 20 }], ['migration 10 is released and gone']],
    ['that takes it away', [], ['migration 10 is released and gone']],
  ])('%s is red', (_what, planted, faults) => {
    expect(lockFaults(lock, planted)).toEqual(faults);
    expect(() => lockAll(lock, planted)).toThrow(faults[0]);
  });

  it('of every real migration is red', () => {
    const released = lockAll(new Map(), migrations);
    for (const { number } of migrations) {
      const changed = migrations.map((each) =>
        each.number === number ? { ...each, sql: `${each.sql} ` } : each,
      );
      expect(lockFaults(released, changed)).toEqual([`migration ${number} is released and was changed`]);
    }
  });

  it('before a released one is red', () => {
    const lockOfSecond = new Map([[20, hashOf(second)]]);
    expect(lockFaults(lockOfSecond, [first, second])).toEqual([
      'migration 10 was put before the released 20',
    ]);
  });

  it('behind the released ones is green, and locking it leaves those as they are', () => {
    expect(lockFaults(lock, [first, second])).toEqual([]);
    expect([...lockAll(lock, [first, second])]).toEqual([...lock, [20, hashOf(second)]]);
  });

  it('in the file itself is read back as written', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lock-'));
    mkdirSync(join(folder, dirname(lockFile)), { recursive: true });
    cpSync(join(repository, lockFile), join(folder, lockFile));
    writeLock(folder, lock);
    expect(readLock(folder)).toEqual(lock);
    expect(readFileSync(join(folder, lockFile), 'utf8')).toMatch(/^\{\n {2}"10": "[0-9a-f]{64}"\n\}\n$/u);
  });
});
