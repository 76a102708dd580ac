import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import { outageClosedDraft, outageOpenedDraft } from '../../../counter/outage/outage-drafts.ts';
import { appendEntry } from '../../../db/append.ts';
import { closeJournal, type Journal } from '../../../db/journal.ts';
import { outageByUid, outageNameOf, outageNames, recentOutages } from '../../../db/outage-reads.ts';
import { tieOutMoment } from '../../../db/tie-out.ts';
import { enrolled, type HandClock, must, newUid, openCounter, sell } from '../../harness/journal.ts';

let journal: Journal;
let clock: HandClock;

beforeEach(async () => {
  ({ journal, clock } = await enrolled({ mirrorFolder: null }));
});
afterEach(() => closeJournal(journal));

async function open(name: string, since = clock.wallMs()): Promise<string> {
  const uid = newUid();
  must(
    await appendEntry(
      journal,
      outageOpenedDraft({ uid, name, since, cause: 'x', day: null, operator: 'asha' }),
    ),
  );
  return uid;
}

async function close(uid: string, name: string): Promise<void> {
  const draft = outageClosedDraft({ uid: newUid(), outage: { uid, name }, day: null, operator: 'meena' });
  must(await appendEntry(journal, draft));
}

describe('the outages of a journal', () => {
  it('are read with who opened and who closed them, and when', async () => {
    const uid = await open('BR-1', 5);
    expect(outageByUid(journal.db, uid)).toEqual({
      outage: uid,
      name: 'BR-1',
      cause: 'x',
      since: 5,
      opened: { seq: 2, at: clock.wallMs(), person: 'asha' },
      closed: null,
    });
    clock.pass(1_000);
    await close(uid, 'BR-1');
    expect(outageByUid(journal.db, uid)?.closed).toEqual({ seq: 3, at: clock.wallMs(), person: 'meena' });
    expect(outageByUid(journal.db, newUid())).toBeNull();
    expect(outageNameOf(journal.db, uid)).toBe('BR-1');
    expect(outageNameOf(journal.db, newUid())).toBeNull();
  });

  it('are listed newest first, and no more than a page holds', async () => {
    for (let index = 0; index <= limits.outagesListedMax; index += 1) {
      clock.pass(1_000);
      const name = `BR-${index}`;
      await close(await open(name), name);
    }
    const listed = recentOutages(journal.db, limits.outagesListedMax).map(({ name }) => name);
    expect(listed).toHaveLength(limits.outagesListedMax);
    expect(listed[0]).toBe(`BR-${limits.outagesListedMax}`);
    expect(listed).not.toContain('BR-0');
    expect(outageNames(journal.db).size).toBe(limits.outagesListedMax + 1);
  });

  it('begin with the first sale since their beginning, though nobody had opened them yet', async () => {
    const desk = await openCounter(journal, clock.wallMs());
    must(await sell(journal, desk));
    clock.pass(60_000);
    const since = clock.wallMs();
    const before = must(await sell(journal, desk)).entry.seq;
    clock.pass(60_000);
    const uid = await open('BR-1', since);
    expect(tieOutMoment(journal.db, { kind: 'outage', outage: uid }).fromSeq).toBe(before);
  });
});
