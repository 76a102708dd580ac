import type Database from 'better-sqlite3';
import type { Consumer } from '../../counter/consumer/consumer.ts';
import { type KeyOfWord, nameWords } from '../../counter/consumer/name-key.ts';

/** Marks the file as a consumer directory in the header of the database ("DCDR"). */
export const directoryApplicationId = 0x44434452;
/** Grows with any change below; a directory of another version is imported anew. */
export const directorySchemaVersion = 1;

/**
 * `meterReversed` finds a meter by its last digits. `word` holds phonetic keys only: of the name,
 * of the relative, of the place; its rowid is the consumer's row.
 */
export const directorySchema = `
  CREATE TABLE info (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    office TEXT NOT NULL,
    serial INTEGER NOT NULL,
    generatedAt INTEGER NOT NULL,
    importedAt INTEGER NOT NULL,
    count INTEGER NOT NULL CHECK (count >= 0),
    keyId TEXT NOT NULL,
    sha256 TEXT NOT NULL
  ) STRICT;
  CREATE TABLE consumer (
    row INTEGER PRIMARY KEY,
    consumer TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    relation TEXT,
    address TEXT NOT NULL,
    ward TEXT,
    tariff TEXT NOT NULL,
    loadWatts INTEGER,
    meter TEXT NOT NULL,
    meterReversed TEXT NOT NULL,
    meterKind TEXT NOT NULL CHECK (meterKind IN ('managed', 'sts')),
    mobile TEXT,
    balancePaise INTEGER,
    balanceAt INTEGER,
    arrearsPaise INTEGER,
    arrearsAt INTEGER,
    usualRechargePaise INTEGER,
    status TEXT NOT NULL CHECK (status IN ('active', 'disconnected', 'blocked', 'closed')),
    CHECK ((balancePaise IS NULL) = (balanceAt IS NULL)),
    CHECK ((arrearsPaise IS NULL) = (arrearsAt IS NULL))
  ) STRICT;
  CREATE INDEX consumer_meter ON consumer (meter);
  CREATE INDEX consumer_meter_reversed ON consumer (meterReversed);
  CREATE INDEX consumer_mobile ON consumer (mobile) WHERE mobile IS NOT NULL;
  CREATE VIRTUAL TABLE word USING fts5 (
    name, relation, place,
    content = '', columnsize = 0, detail = column, prefix = '1 2 3 4', tokenize = 'ascii'
  );
`;

/** A row of `consumer` as SQLite gives it, without `row` and `meterReversed`. */
export interface ConsumerRow {
  readonly consumer: string;
  readonly name: string;
  readonly relation: string | null;
  readonly address: string;
  readonly ward: string | null;
  readonly tariff: string;
  readonly loadWatts: number | null;
  readonly meter: string;
  readonly meterKind: Consumer['meterKind'];
  readonly mobile: string | null;
  readonly balancePaise: number | null;
  readonly balanceAt: number | null;
  readonly arrearsPaise: number | null;
  readonly arrearsAt: number | null;
  readonly usualRechargePaise: number | null;
  readonly status: Consumer['status'];
}

export const consumerColumns = `c.consumer, c.name, c.relation, c.address, c.ward, c.tariff, c.loadWatts,
  c.meter, c.meterKind, c.mobile, c.balancePaise, c.balanceAt, c.arrearsPaise, c.arrearsAt,
  c.usualRechargePaise, c.status`;

export function consumerOfRow(row: ConsumerRow): Consumer {
  const { balancePaise, balanceAt, arrearsPaise, arrearsAt, ...rest } = row;
  return {
    ...rest,
    balance:
      balancePaise === null || balanceAt === null ? null : { amountPaise: balancePaise, at: balanceAt },
    arrears:
      arrearsPaise === null || arrearsAt === null ? null : { amountPaise: arrearsPaise, at: arrearsAt },
  };
}

export type InsertConsumer = (row: number, consumer: Consumer) => void;

/** Throws SQLITE_CONSTRAINT_UNIQUE when the consumer number is already there. */
export function prepareInsert(db: Database.Database, keyOf: KeyOfWord): InsertConsumer {
  const insertConsumer = db.prepare(`
    INSERT INTO consumer (row, consumer, name, relation, address, ward, tariff, loadWatts, meter, meterReversed,
      meterKind, mobile, balancePaise, balanceAt, arrearsPaise, arrearsAt, usualRechargePaise, status)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const insertWords = db.prepare('INSERT INTO word (rowid, name, relation, place) VALUES (?, ?, ?, ?)');
  const keysOf = (text: string): string =>
    nameWords(text)
      .map((word) => keyOf(word.text))
      .join(' ');
  return (row, it) => {
    insertConsumer.run(
      row,
      it.consumer,
      it.name,
      it.relation,
      it.address,
      it.ward,
      it.tariff,
      it.loadWatts,
      it.meter,
      reversed(it.meter),
      it.meterKind,
      it.mobile,
      it.balance?.amountPaise ?? null,
      it.balance?.at ?? null,
      it.arrears?.amountPaise ?? null,
      it.arrears?.at ?? null,
      it.usualRechargePaise,
      it.status,
    );
    insertWords.run(row, keysOf(it.name), keysOf(it.relation ?? ''), keysOf(it.address));
  };
}

export function reversed(text: string): string {
  return Array.from(text).toReversed().join('');
}
