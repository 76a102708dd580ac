import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import { sendingStates } from '../../../counter/outage/sending-state.ts';
import { lastSeq } from '../../../db/entries.ts';
import { closeJournal, type Journal, openJournal } from '../../../db/journal.ts';
import { rowsQuery, type RowFilter } from '../../../db/sent-rows.ts';
import { pageOfRows, type PageWish } from '../../../electron/service/sent-rows-page.ts';
import { type LargeJournal, writeLargeJournal } from '../../bench/large-journal.ts';

/** A journal a little longer than one call looks through. */
let large: LargeJournal;
let journal: Journal;

beforeAll(async () => {
  large = await writeLargeJournal({
    entries: limits.rowsLookedThroughMax + 1_200,
    documents: 1,
    signed: 'sample',
  });
  const opened = await openJournal(large.options);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  journal = opened.value;
}, 120_000);

afterAll(async () => {
  await closeJournal(journal);
  rmSync(dirname(large.options.folder), { recursive: true });
});

let turns = 0;
const everything: PageWish['asked'] = { state: null, outage: null, businessDate: null, before: null };
const page = (asked: Partial<PageWish['asked']>, search: RowFilter['search'] = null) =>
  pageOfRows(journal, {
    asked: { ...everything, ...asked },
    search,
    attempts: { askedAt: null, batch: null },
    nextTurn: async () => void (turns += 1),
  });

function planOf(filter: RowFilter): string {
  const { sql, values } = rowsQuery(filter);
  const rows = journal.db
    .prepare<[object], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
    .all({ ...values, fromSeq: 1, toSeq: 9, limit: 9 });
  return rows.map(({ detail }) => detail).join('\n');
}

describe('how rows are looked up', () => {
  it.each([null, ...sendingStates])('no view reads the whole journal: %s', (state) => {
    const plan = planOf({ state, search: null });
    expect(plan).toContain('SEARCH entry USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)');
    expect(plan).not.toMatch(/SCAN (entry|answer)|TEMP B-TREE/u);
    if (state !== null && plan.includes(' act ')) expect(plan).toContain('USING INDEX entry_ref (ref=?)');
    if (plan.includes('answer'))
      expect(plan).toMatch(/answer (EXISTS )?USING INDEX sqlite_autoindex_answer_1 \(seq=\?\)/u);
  });

  it('a consumer and a receipt number are found by their indexes', () => {
    const consumers = planOf({ state: null, search: { by: 'consumers', consumers: ['1', '2'] } });
    expect(consumers).toContain('entry_consumer (consumer=?');
    const receipt = planOf({ state: null, search: { by: 'receipt', receiptNumber: 'x' } });
    expect(receipt).toMatch(/sqlite_autoindex_entry_\d \(receipt_number=\?\)/u);
  });

  it('tells what such a plan looks like where no index is there', () => {
    const bad = journal.db
      .prepare<[], { detail: string }>('EXPLAIN QUERY PLAN SELECT 1 FROM entry WHERE at = 1')
      .all();
    expect(bad.map(({ detail }) => detail).join('\n')).toMatch(/SCAN entry/u);
  });
});

describe('a page', () => {
  it('is full at its bound, and the next begins behind it without a row twice or left out', async () => {
    const first = await page({});
    expect(first.rows).toHaveLength(limits.rowsPageMax);
    expect(first.next).toBe(first.rows.at(-1)?.seq);
    const second = await page({ before: first.next });
    const seqs = [...first.rows, ...second.rows].map(({ seq }) => seq);
    expect(seqs).toEqual([...new Set(seqs)].toSorted((left, right) => right - left));
    const between = journal.db
      .prepare<[number, number], { count: number }>(
        "SELECT count(*) AS count FROM entry WHERE kind = 'recharge' AND seq BETWEEN ? AND ?",
      )
      .get(seqs.at(-1) ?? 0, seqs[0] ?? 0);
    expect(between?.count).toBe(seqs.length);
  });

  it('a state that no row has ends each call at its bound, and says how far it has looked', async () => {
    turns = 0;
    const first = await page({ state: 'refused' });
    expect(first).toMatchObject({ rows: [], next: lastSeq(journal.db) - limits.rowsLookedThroughMax + 1 });
    expect(first.lookedBackTo).toBeGreaterThan(0);
    // Between two slices whoever waits goes first.
    expect(turns).toBe(limits.rowsLookedThroughMax / limits.rowsSliceEntries);
    const last = await page({ state: 'refused', before: first.next });
    expect(last).toEqual({ rows: [], next: null, lookedBackTo: null });
  });

  it('of nothing sent yet: everything is unsent, nothing is offered, and neither looks further than it must', async () => {
    expect((await page({ state: 'unsent' })).rows.every(({ state }) => state === 'unsent')).toBe(true);
    expect(await page({ state: 'offered' })).toEqual({ rows: [], next: null, lookedBackTo: null });
  });

  it('of one business date holds that date alone, to its last row', async () => {
    const { rows } = await page({});
    const date = rows.at(-1)?.businessDate ?? null;
    const ofDate = [];
    for (let next: number | null = null, more = true; more; more = next !== null) {
      const one = await page({ businessDate: date, before: next });
      ofDate.push(...one.rows);
      next = one.next;
    }
    const stored = journal.db
      .prepare<[unknown], { count: number }>(
        "SELECT count(*) AS count FROM entry WHERE kind = 'recharge' AND business_date = ?",
      )
      .get(date);
    expect(ofDate.every(({ businessDate }) => businessDate === date)).toBe(true);
    expect(ofDate).toHaveLength(stored?.count ?? -1);
    expect(await page({ businessDate: '1999-01-01' })).toMatchObject({ rows: [], next: null });
  });

  it('finds by receipt number, by consumer, and by a number that is an amount or the end of a receipt', async () => {
    const { rows } = await page({});
    const wanted = rows[7];
    if (wanted === undefined) throw new Error('a page has eight rows');
    const byReceipt = await page({}, { by: 'receipt', receiptNumber: wanted.receiptNumber });
    expect(byReceipt).toMatchObject({ rows: [{ uid: wanted.uid }], next: null });
    const byConsumer = await page({}, { by: 'consumers', consumers: [wanted.consumer ?? ''] });
    expect(byConsumer.rows.some(({ uid }) => uid === wanted.uid)).toBe(true);
    expect(byConsumer.rows.every(({ consumer }) => consumer === wanted.consumer)).toBe(true);
    const amountPaise = wanted.amountPaise ?? 0;
    const tail = wanted.receiptNumber.slice(-6);
    const byDigits = await page({}, { by: 'digits', amountPaise, tail: '······' });
    expect(byDigits.rows.some(({ uid }) => uid === wanted.uid)).toBe(true);
    expect(byDigits.rows.every((row) => row.amountPaise === amountPaise)).toBe(true);
    expect((await page({}, { by: 'digits', amountPaise: 1, tail })).rows).toMatchObject([
      { uid: wanted.uid },
    ]);
    expect((await page({}, { by: 'consumers', consumers: [] })).rows).toEqual([]);
  });
});
