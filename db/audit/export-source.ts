import { hashBeforeFirst } from '../../counter/journal/chain.ts';
import type { StoredEntry } from '../../counter/journal/entry.ts';
import type { CreditOf } from '../../counter/journal/export-row.ts';
import { readBody } from '../../counter/journal/read-body.ts';
import type { IsoDate } from '../../counter/time.ts';
import { latestAnswer } from '../answer-reads.ts';
import { headEndKeyOf } from '../answer-check.ts';
import type { ReadableDb } from '../connection.ts';
import { entriesFrom, entryBySeq } from '../entries.ts';
import { statement } from '../statement.ts';
import { readIdentity, recoveryKeyOf } from '../tail.ts';
import { exportFormat, type ExportHeader, type NamedKey } from './export-format.ts';

/** Business dates, both inclusive. */
export interface DateRange {
  readonly from: IsoDate;
  readonly to: IsoDate;
}

/** An answer or acknowledgement as it is kept. */
export interface KeptWord {
  readonly n: number;
  readonly text: string;
  readonly signature: string;
  readonly storedAt: number;
}

/** What an export is made of; each part is read once, in order, a page at a time. */
export interface ExportSource {
  readonly header: ExportHeader;
  readonly entries: () => AsyncIterable<StoredEntry> | Iterable<StoredEntry>;
  /** All answers about these entries. */
  readonly answers: () => AsyncIterable<KeptWord> | Iterable<KeptWord>;
  /** All acknowledgements that end within these entries. */
  readonly acknowledgements: () => Iterable<KeptWord>;
  /** The latest answer about an entry; null also where the source cannot look one up. */
  readonly creditOf: (seq: number) => CreditOf;
}

const pageEntries = 1_000;
const pageBytes = 16_777_216;

/**
 * The unbroken run of entries from the first to the last of these dates. An entry outside any day
 * counts by its own calendar date. Null where the journal names no counter.
 */
export function journalExport(db: ReadableDb, range: DateRange): ExportSource | null {
  const identity = readIdentity(db);
  if (identity === null) return null;
  const found = statement<{ first: number | null; last: number | null }>(db, rangeSql).get(
    range.from,
    range.to,
  );
  const firstSeq = found?.first ?? 0;
  const lastSeq = found?.last ?? 0;
  const before = firstSeq > 1 ? entryBySeq(db, firstSeq - 1) : null;
  const bodyBefore = before === null ? null : readBody(before.body);
  const header: ExportHeader = {
    format: exportFormat,
    counter: identity.counter,
    office: identity.office,
    epochs: statement<{ epoch: number }>(db, epochsSql)
      .all(firstSeq, lastSeq)
      .map(({ epoch }) => epoch),
    ...range,
    firstSeq,
    lastSeq,
    prevHash: before?.hash ?? hashBeforeFirst,
    epochBefore: before?.epoch ?? 1,
    perpetualTotalBeforePaise: bodyBefore?.perpetualTotalPaise ?? 0,
    publicKeys: keysFor(db, firstSeq, lastSeq),
    headEndPublicKey: headEndKeyOf(db),
    recoveryKey: recoveryKeyOf(db),
  };
  return {
    header,
    entries: () => (lastSeq === 0 ? [] : pagedEntries(db, firstSeq, lastSeq)),
    answers: () => paged(db, answersSql, firstSeq, lastSeq),
    acknowledgements: () => paged(db, acknowledgementsSql, Math.max(1, firstSeq), lastSeq),
    creditOf: (seq) => latestAnswer(db, seq),
  };
}

const dateOfEntry = "ifnull(business_date, date(at / 1000 + 19800, 'unixepoch'))";
const rangeSql = `SELECT min(seq) AS first, max(seq) AS last FROM entry WHERE ${dateOfEntry} BETWEEN ? AND ?`;
const epochsSql = 'SELECT DISTINCT epoch FROM entry WHERE seq BETWEEN ? AND ? ORDER BY epoch';
const keyKinds = "kind IN ('counter enrolled', 'key lost', 'recovery')";
const keysSql = `SELECT seq AS fromSeq, json_extract(body, '$.publicKey') AS publicKey FROM entry
  WHERE ${keyKinds} AND seq <= ?
    AND seq >= ifnull((SELECT max(seq) FROM entry WHERE ${keyKinds} AND seq < ?), 1) ORDER BY seq`;
const answersSql = `SELECT n, text, signature, stored_at AS storedAt FROM answer
  WHERE n > ? AND seq BETWEEN ? AND ? ORDER BY n LIMIT ${pageEntries}`;
const acknowledgementsSql = `SELECT n, text, signature, stored_at AS storedAt FROM acknowledgement
  WHERE n > ? AND acked_seq BETWEEN ? AND ? ORDER BY n LIMIT ${pageEntries}`;

/** The key in force before the first entry, and all that are named after it. */
function keysFor(db: ReadableDb, firstSeq: number, lastSeq: number): NamedKey[] {
  return statement<NamedKey>(db, keysSql).all(lastSeq, firstSeq);
}

function* pagedEntries(db: ReadableDb, firstSeq: number, lastSeq: number): Generator<StoredEntry> {
  for (let next = firstSeq; next <= lastSeq;) {
    const page = entriesFrom(db, next, pageEntries, pageBytes);
    for (const stored of page) {
      if (stored.seq > lastSeq) return;
      yield stored;
    }
    const last = page.at(-1);
    if (last === undefined) return;
    next = last.seq + 1;
  }
}

function* paged(db: ReadableDb, sql: string, firstSeq: number, lastSeq: number): Generator<KeptWord> {
  for (let after = 0; ;) {
    const page = statement<KeptWord>(db, sql).all(after, firstSeq, lastSeq);
    yield* page;
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.n;
  }
}
