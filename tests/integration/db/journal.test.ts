import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import { readBody } from '../../../counter/journal/read-body.ts';
import { appendEntry } from '../../../db/append.ts';
import { checkpointWhenIdle } from '../../../db/checkpoint.ts';
import { readBack } from '../../../db/connection.ts';
import { consumerCashOn, consumerPending, sameAmountSince } from '../../../db/consumer-reads.ts';
import {
  currentDay,
  currentShift,
  dayTotals,
  openOutage,
  sessionsOn,
  shiftTotals,
  unsentSummary,
} from '../../../db/day-reads.ts';
import { deviceSigner, generateDeviceKey } from '../../../db/crypto.ts';
import {
  entriesFrom,
  entryByUid,
  lastRecharge,
  rechargeByReceipt,
  recentRecharges,
} from '../../../db/entries.ts';
import { closeJournal, createJournal, openJournal } from '../../../db/journal.ts';
import { people, personById, pinOf, setPin } from '../../../db/people.ts';
import { rebuildProjections } from '../../../db/projections.ts';
import { verifyJournal, verifyJournalFile } from '../../../db/verify.ts';
import {
  enrolled,
  enrolment,
  freshOptions,
  must,
  newUid,
  openCounter,
  recharge,
  sell,
} from '../../harness/journal.ts';

const program = {
  v: 1,
  day: null,
  shift: null,
  businessDate: null,
  operator: 'program',
  ledger: [],
  ref: null,
} as const;

describe('a journal on disk', () => {
  it('is created only by first run, never by opening', async () => {
    const { options } = freshOptions();
    expect(await openJournal(options)).toMatchObject({ ok: false, error: { code: 'missing' } });
    const created = await createJournal(options, 'C02', enrolment(options.signer.publicKey));
    if (!created.ok) throw new Error(created.error.detail);
    expect(created.value).toMatchObject({ counter: 'C02', epoch: 1, office: 'PTC' });
    await closeJournal(created.value);
    const again = await createJournal(options, 'C02', enrolment(options.signer.publicKey));
    expect(again).toMatchObject({ ok: false, error: { code: 'exists' } });
  });

  it('keeps every setting that makes a commit last, read back after a first write', async () => {
    const { journal } = await enrolled();
    expect(readBack(journal.inner.db)).toBeNull();
    journal.inner.db.pragma('synchronous = NORMAL');
    expect(readBack(journal.inner.db)).toBe('synchronous is 1, not 2');
    await closeJournal(journal);
  });

  it('leaves no log behind a clean stop, and opens as it was', async () => {
    const { journal, options, clock } = await enrolled();
    const open = await openCounter(journal, clock.wallMs());
    const sold = must(await sell(journal, open));
    checkpointWhenIdle(journal);
    await closeJournal(journal);
    expect(readdirSync(options.folder)).toEqual(['journal.db']);
    const reopened = await openJournal(options);
    if (!reopened.ok) throw new Error(reopened.error.detail);
    expect(entryByUid(reopened.value.db, sold.entry.uid)).toEqual(sold.entry);
    await closeJournal(reopened.value);
  });

  it('numbers receipts without a gap, also past a refused sale, and says a uid was there already', async () => {
    const { journal, clock } = await enrolled();
    const open = await openCounter(journal, clock.wallMs());
    const draft = recharge(open);
    const first = must(await appendEntry(journal, draft));
    expect(first.copies).toBe('two');
    expect(await appendEntry(journal, { ...draft, outage: newUid() })).toEqual({
      kind: 'already',
      entry: first.entry,
      copies: 'two',
    });
    const other = recharge(open, { uid: draft.uid, amountPaise: 700_00 });
    expect(await appendEntry(journal, other)).toMatchObject({
      kind: 'refused',
      fault: { code: 'uid-reused' },
    });
    const bad = await appendEntry(journal, recharge(open), () => {
      throw new Error('the print job could not be born');
    }).catch((error: unknown) => error);
    expect(bad).toBeInstanceOf(Error);
    must(await appendEntry(journal, recharge(open)));
    const numbers = recentRecharges(journal.db, 10).map((row) => row.recharge.receiptNumber);
    expect(numbers).toEqual(['PTC-C02-2627-000002', 'PTC-C02-2627-000001']);
    expect(verifyJournal(journal.db, 'every').ok).toBe(true);
    await closeJournal(journal);
  });

  it('sells only under an open day and shift, and applies the clock rules', async () => {
    const { journal, clock } = await enrolled();
    const open = await openCounter(journal, clock.wallMs());
    const stranger = await sell(journal, { ...open, shift: newUid() });
    expect(stranger).toMatchObject({ kind: 'refused', fault: { code: 'draft-refused' } });
    const before = must(await sell(journal, open));
    clock.jump(-60_000);
    const held = must(await sell(journal, open));
    expect(JSON.parse(held.entry.body)).toMatchObject({
      clock: 'held',
      at: readBody(before.entry.body)?.at,
    });
    clock.jump(-120_000);
    expect(await sell(journal, open)).toMatchObject({ kind: 'refused', fault: { code: 'clock-behind' } });
    const vouched = {
      ...program,
      operator: 'asha',
      kind: 'clock moved',
      uid: newUid(),
      approver: 'meera',
      headEndOffMs: null,
    } as const;
    must(await appendEntry(journal, vouched));
    must(await sell(journal, open));
    expect(verifyJournal(journal.db, 'every').ok).toBe(true);
    await closeJournal(journal);
  });

  it('answers what the screens ask', async () => {
    const { journal, clock } = await enrolled();
    const open = await openCounter(journal, clock.wallMs());
    for (const amountPaise of [500_00, 700_00]) must(await sell(journal, open, { amountPaise }));
    must(await sell(journal, open, { consumer: '999' }));
    const { db } = journal;
    const totals = {
      cashPaise: 2_700_00,
      recharges: 3,
      takingsPaise: 1_700_00,
      cancellations: 0,
      cancelledPaise: 0,
      firstReceipt: 'PTC-C02-2627-000001',
      lastReceipt: 'PTC-C02-2627-000003',
    };
    expect(shiftTotals(db, open.shift)).toEqual(totals);
    expect(dayTotals(db, open.day)).toEqual(totals);
    expect(currentDay(db)).toMatchObject({ day: open.day, businessDate: '2026-11-23', session: 1 });
    expect(sessionsOn(db, '2026-11-23')).toBe(1);
    expect(currentShift(db, 'asha')).toMatchObject({ shift: open.shift, floatPaise: 1_000_00 });
    expect(currentShift(db, 'meera')).toBeNull();
    expect(unsentSummary(db)).toEqual({ count: 3, sumPaise: 1_700_00, oldestAt: clock.wallMs() });
    expect(consumerPending(db, '102030405')).toEqual({
      count: 2,
      sumPaise: 1_200_00,
      lastAt: clock.wallMs(),
    });
    expect(consumerCashOn(db, '102030405', '2026-11-23')).toBe(1_200_00);
    expect(consumerCashOn(db, '102030405', '2026-11-24')).toBe(0);
    expect(sameAmountSince(db, '102030405', 700_00, clock.wallMs())).toBe(true);
    expect(sameAmountSince(db, '102030405', 700_00, clock.wallMs() + 1)).toBe(false);
    expect(rechargeByReceipt(db, 'PTC-C02-2627-000002')?.recharge.amountPaise).toBe(700_00);
    expect(lastRecharge(db, open.shift)?.recharge.consumer).toBe('999');
    expect(lastRecharge(db, newUid())).toBeNull();
    expect(entriesFrom(db, 4, 2, 1_000_000).map((entry) => entry.seq)).toEqual([4, 5]);
    expect(entriesFrom(db, 4, 500, 1).map((entry) => entry.seq)).toEqual([4]);
    await closeJournal(journal);
  });

  it('keeps people, their PINs and outages', async () => {
    const { journal } = await enrolled();
    const name = { hi: 'आशा', en: 'Asha' };
    const asha = {
      ...program,
      kind: 'person set',
      uid: newUid(),
      person: 'asha',
      name,
      role: 'cashier',
      state: 'active',
    } as const;
    must(await appendEntry(journal, asha));
    must(await appendEntry(journal, { ...asha, uid: newUid(), role: 'head-cashier' }));
    expect(people(journal.db)).toEqual([{ person: 'asha', name, role: 'head-cashier', state: 'active' }]);
    expect(personById(journal.db, 'nobody')).toBeNull();
    expect(setPin(journal, 'nobody', 'scrypt$1')).toMatchObject({ ok: false, error: { code: 'conflict' } });
    expect(pinOf(journal.db, 'asha')).toBeNull();
    for (const pin of ['scrypt$1', 'scrypt$2']) expect(setPin(journal, 'asha', pin).ok).toBe(true);
    expect(pinOf(journal.db, 'asha')).toBe('scrypt$2');
    expect(setPin(journal, 'asha', 'x'.repeat(limits.pinTextCharsMax)).ok).toBe(true);
    expect(setPin(journal, 'asha', 'x'.repeat(limits.pinTextCharsMax + 1)).ok).toBe(false);
    expect(setPin(journal, 'asha', '').ok).toBe(false);
    const outage = newUid();
    must(
      await appendEntry(journal, {
        ...program,
        kind: 'outage opened',
        uid: outage,
        name: 'O1',
        since: 5,
        cause: 'link',
      }),
    );
    expect(openOutage(journal.db)).toEqual({ outage, name: 'O1', cause: 'link', since: 5 });
    must(
      await appendEntry(journal, {
        ...program,
        kind: 'outage closed',
        uid: newUid(),
        name: 'O1',
        ref: outage,
      }),
    );
    expect(openOutage(journal.db)).toBeNull();
    expect(verifyJournal(journal.db, 'every').ok).toBe(true);
    await closeJournal(journal);
  });

  it('goes on after a lost device key with an entry that names the new one', async () => {
    const { journal, options } = await enrolled();
    await closeJournal(journal);
    const signer = deviceSigner(generateDeviceKey().secret);
    const opened = await openJournal({ ...options, signer });
    if (!opened.ok) throw new Error(opened.error.detail);
    const { value } = opened;
    const person = {
      ...program,
      kind: 'person set',
      uid: newUid(),
      person: 'a',
      name: { hi: 'अ', en: 'A' },
      role: 'cashier',
      state: 'active',
    } as const;
    expect(await appendEntry(value, person)).toMatchObject({
      kind: 'refused',
      fault: { code: 'key-differs' },
    });
    const lost = { ...program, kind: 'key lost', uid: newUid(), publicKey: signer.publicKey } as const;
    expect(must(await appendEntry(value, lost)).copies).toBe('two');
    must(await appendEntry(value, person));
    await closeJournal(value);
    expect(readdirSync(options.mirrorFolder ?? '')).toEqual([
      'C02-1-2026-11-23-2.mirror',
      'C02-1-2026-11-23.mirror',
    ]);
    expect((await verifyJournalFile(join(options.folder, 'journal.db'), 'every')).ok).toBe(true);
  });

  it('proves itself, and its projections can be made again from nothing', async () => {
    const { journal, clock } = await enrolled();
    const open = await openCounter(journal, clock.wallMs());
    for (let sold = 0; sold < 5; sold += 1) must(await sell(journal, open));
    const proof = verifyJournal(journal.db, 'every');
    expect(proof).toMatchObject({ ok: true, value: { entries: 8, takingsPaise: 2_500_00 } });
    const { db } = journal.inner;
    db.exec('UPDATE shift_total SET takings_paise = takings_paise + 100');
    expect(verifyJournal(journal.db, 'closes')).toMatchObject({
      ok: false,
      error: { code: 'projection-differs' },
    });
    rebuildProjections(db);
    expect(verifyJournal(journal.db, 'every')).toEqual(proof);
    await closeJournal(journal);
  });
});
