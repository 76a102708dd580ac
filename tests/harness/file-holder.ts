/**
 * Another program that holds a journal for itself, as a scanner of viruses does: `node file-holder.ts PATH`.
 * Says `held`, and lets go at the end of its input.
 */
import { writeSync } from 'node:fs';
import Database from 'better-sqlite3';

const db = new Database(process.argv[2] ?? '');
db.pragma('journal_mode = DELETE');
db.exec('BEGIN EXCLUSIVE');
writeSync(1, 'held\n');
await new Promise((resolve) => process.stdin.once('end', resolve).resume());
db.exec('ROLLBACK');
db.close();
