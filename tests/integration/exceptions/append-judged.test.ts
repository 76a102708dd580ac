import { describe, expect, it } from 'vitest';
import { lastSeq } from '../../../db/entries.ts';
import { appendJudged } from '../../../electron/service/append-judged.ts';
import { journalKeeper } from '../../../electron/service/journal-keeper.ts';
import { lineLog } from '../../../electron/service/log.ts';
import { enrolled, newUid, nobody } from '../../harness/journal.ts';
import { closeJournal } from '../../../db/journal.ts';

const draft = () =>
  ({ ...nobody, kind: 'override', uid: newUid(), rule: 'x', reason: 'y', approver: 'z' }) as const;

async function opened() {
  const bench = await enrolled();
  await closeJournal(bench.journal);
  const keeper = journalKeeper(
    lineLog(bench.clock, () => undefined),
    () => undefined,
    () => undefined,
  );
  const journal = await keeper.open(bench.options);
  if (!journal.ok) throw new Error(journal.error.detail);
  return { keeper, journal: journal.value };
}

describe('an entry that is judged in its own transaction', () => {
  it('is not there when the judge objects, and the next one takes its place', async () => {
    const { keeper, journal } = await opened();
    const objected = await appendJudged(keeper, draft(), (db, beforeSeq) => {
      // The judge sees the entry in the journal, and knows which was the last before it.
      expect([lastSeq(db), beforeSeq]).toEqual([2, 1]);
      return { code: 'SETTLEMENT_NOT_NOW', params: { reason: 'refunded' } };
    });
    expect(objected).toEqual({
      ok: false,
      error: { code: 'SETTLEMENT_NOT_NOW', params: { reason: 'refunded' } },
    });
    expect(lastSeq(journal.db)).toBe(1);
    expect(keeper.lock).toBeNull();
    const taken = await appendJudged(keeper, draft(), () => null);
    expect(taken).toMatchObject({ ok: true, value: { entry: { seq: 2 }, copies: 'two' } });
    await keeper.close();
  });

  it('of two at once that exclude each other, the first stands', async () => {
    const { keeper, journal } = await opened();
    const onlyOne = (_db: unknown, beforeSeq: number) =>
      beforeSeq === 1 ? null : ({ code: 'SETTLEMENT_NOT_NOW', params: {} } as const);
    const [first, second] = await Promise.all([
      appendJudged(keeper, draft(), onlyOne),
      appendJudged(keeper, draft(), onlyOne),
    ]);
    expect([first.ok, second.ok]).toEqual([true, false]);
    expect(lastSeq(journal.db)).toBe(2);
    await keeper.close();
  });

  it('lets a bug of the judge through, and writes nothing', async () => {
    const { keeper, journal } = await opened();
    const bug = appendJudged(keeper, draft(), () => {
      throw new TypeError('a bug');
    });
    await expect(bug).rejects.toThrow('a bug');
    expect(lastSeq(journal.db)).toBe(1);
    await keeper.close();
  });
});
