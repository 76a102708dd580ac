import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { EntryKind } from '../../counter/journal/entry.ts';
import type { Document } from '../../printers/document.ts';
import { packBitmap } from '../../printers/raster/bitmap.ts';
import { layout } from '../../printers/raster/layout.ts';
import type { Slip } from '../../printers/virtual/virtual-printer.ts';
import { fonts } from './printer-rig.ts';

/** A print job as it stands in a journal at rest, with the dots that its frozen document means. */
export interface StoredPaper {
  readonly job: string;
  readonly entry: string;
  /** Null for the slip of a shift. */
  readonly receiptNumber: string | null;
  readonly copy: number;
  readonly state: string;
  readonly document: Document;
  /** Packed rows. */
  readonly dots: Buffer;
}

interface Row {
  readonly job: string;
  readonly entry: string;
  readonly receiptNumber: string | null;
  readonly copy: number;
  readonly state: string;
  readonly document: string;
}

/** The bodies of one kind of entry, in order, from a private copy of the journal. */
export function bodiesOfJournal(dataFolder: string, kind: EntryKind): Record<string, unknown>[] {
  return onCopy(dataFolder, (db) =>
    db
      .prepare<[string], { body: string }>('SELECT body FROM entry WHERE kind = ? ORDER BY seq')
      .all(kind)
      .map(({ body }) => JSON.parse(body) as Record<string, unknown>),
  );
}

/** Reads a private copy of the journal, past the program's own reading code. */
export function papersOfJournal(dataFolder: string, widthDots: number): StoredPaper[] {
  return onCopy(dataFolder, (db) => {
    const rows = db
      .prepare<[], Row>(
        `SELECT print_job.id AS job, entry.uid AS entry, entry.receipt_number AS receiptNumber, copy,
           (SELECT state FROM print_step WHERE job = print_job.id ORDER BY n DESC LIMIT 1) AS state,
           (SELECT document FROM print_step WHERE job = print_job.id AND n = 1) AS document
         FROM print_job JOIN entry ON entry.uid = print_job.entry ORDER BY born_at, print_job.id`,
      )
      .all();
    return rows
      .filter((row) => row.document !== null)
      .map((row) => {
        const document = JSON.parse(row.document) as Document;
        return { ...row, document, dots: drawn(row.document, document, widthDots) };
      });
  });
}

const drawings = new Map<string, Buffer>();

/** A frozen document always means the same dots, so each is drawn once. */
function drawn(text: string, document: Document, widthDots: number): Buffer {
  const known = drawings.get(text);
  if (known !== undefined) return known;
  const dots = Buffer.from(packBitmap(layout(document, widthDots, fonts)));
  drawings.set(text, dots);
  return dots;
}

/** uids of all recharges in the journal, in order. */
export function rechargesOfJournal(dataFolder: string): string[] {
  return onCopy(dataFolder, (db) =>
    db
      .prepare<[], { uid: string }>(`SELECT uid FROM entry WHERE kind = 'recharge' ORDER BY seq`)
      .all()
      .map(({ uid }) => uid),
  );
}

/** What happened to the copies, in order, as the journal has it on record. */
export function careEventsOfJournal(dataFolder: string): string[] {
  return onCopy(dataFolder, (db) =>
    db
      .prepare<[], { event: string }>('SELECT event FROM care_event ORDER BY n')
      .all()
      .map(({ event }) => event),
  );
}

/** Public key that the journal's first entry names. */
export function counterKeyOfJournal(dataFolder: string): string {
  return onCopy(dataFolder, (db) => {
    const row = db.prepare<[], { body: string }>('SELECT body FROM entry WHERE seq = 1').get();
    return (JSON.parse(row?.body ?? '{}') as { publicKey: string }).publicKey;
  });
}

/**
 * The paper whose dots a slip carries; a torn slip carries only their beginning. Above a whole one may hang
 * what a killed process left of another: nothing cuts between them.
 */
export function paperOfSlip(slip: Slip, papers: readonly StoredPaper[]): StoredPaper | null {
  const printed = Buffer.concat([...slip.rows]);
  const found = papers.filter(({ dots }) => {
    const length = Math.min(dots.length, printed.length);
    return slip.end === 'cut'
      ? printed.includes(dots)
      : printed.subarray(0, length).equals(dots.subarray(0, length));
  });
  return found[0] ?? null;
}

function onCopy<Value>(dataFolder: string, read: (db: Database.Database) => Value): Value {
  const copy = mkdtempSync(join(tmpdir(), 'journal-copy-'));
  try {
    for (const name of ['journal.db', 'journal.db-wal']) {
      if (existsSync(join(dataFolder, name))) copyFileSync(join(dataFolder, name), join(copy, name));
    }
    const db = new Database(join(copy, 'journal.db'));
    try {
      return read(db);
    } finally {
      db.close();
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
