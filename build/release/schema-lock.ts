import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Migration } from '../../db/migrate.ts';

/** Number of each released migration and the SHA-256 of its SQL text. */
export type SchemaLock = ReadonlyMap<number, string>;

export const lockFile = 'db/migrations/released.json';

const lockSchema = z.record(z.string().regex(/^\d+0$/u), z.string().regex(/^[0-9a-f]{64}$/u));

export function readLock(repository: string): SchemaLock {
  const text = readFileSync(join(repository, lockFile), 'utf8');
  const entries = Object.entries(lockSchema.parse(JSON.parse(text)));
  return new Map(entries.map(([number, hash]) => [Number(number), hash]));
}

export function writeLock(repository: string, lock: SchemaLock): void {
  const text = JSON.stringify(Object.fromEntries(lock), null, 2);
  writeFileSync(join(repository, lockFile), `${text}\n`);
}

export function hashOf(migration: Migration): string {
  return createHash('sha256').update(migration.sql).digest('hex');
}

/**
 * What is wrong with the released steps, in words: a changed text, a step that is gone, one that was
 * put in before a released one. A journal out there has run exactly what was released.
 */
export function lockFaults(lock: SchemaLock, migrations: readonly Migration[]): string[] {
  const texts = new Map(migrations.map((migration) => [migration.number, hashOf(migration)]));
  const newest = Math.max(0, ...lock.keys());
  return [
    ...[...lock].flatMap(([number, hash]) => {
      const now = texts.get(number);
      if (now === undefined) return [`migration ${number} is released and gone`];
      return now === hash ? [] : [`migration ${number} is released and was changed`];
    }),
    ...[...texts.keys()]
      .filter((number) => number < newest && !lock.has(number))
      .map((number) => `migration ${number} was put before the released ${newest}`),
  ];
}

/** The lock with every step in it. Throws where a released one would have to change. */
export function lockAll(lock: SchemaLock, migrations: readonly Migration[]): SchemaLock {
  const faults = lockFaults(lock, migrations);
  if (faults.length > 0) throw new Error(faults.join('; '));
  return new Map(migrations.map((migration) => [migration.number, hashOf(migration)]));
}
