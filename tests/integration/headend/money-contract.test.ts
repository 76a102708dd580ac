import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Answer, SignedAnswer } from '../../../counter/journal/answer.ts';
import type { StoredEntry } from '../../../counter/journal/entry.ts';
import { limits } from '../../../counter/limits.ts';
import { acceptBatch } from '../../../headend/reference/accept-batch.ts';
import type { CorePorts } from '../../../headend/reference/core.ts';
import { enrol, offerCodes } from '../../../headend/reference/enrol.ts';
import { enrolKey } from '../../../headend/reference/enrol-key.ts';
import { emptyBackup } from '../../../headend/reference/memory-tables.ts';
import { readResults } from '../../../headend/reference/read-counter.ts';
import { settle } from '../../../headend/reference/settle.ts';
import type { Store } from '../../../headend/reference/store.ts';
import type { BatchResponse } from '../../../headend/schemas.ts';
import { generateSigningKey, signerOf, type DeviceKeyPair } from '../../../headend/signatures.ts';
import { everyStore } from '../../harness/every-store.ts';
import { createTestCore, received } from '../../harness/head-end-core.ts';
import { createMemoryJournal, type MemoryJournal } from '../../harness/memory-outbox.ts';
import { testCode } from '../../harness/reference-counter.ts';

/** Known: 1… managed, 2… keypad; 15… closed, 16… blocked, 17… disconnected for want of balance. */
function knownConsumer(consumer: string): ReturnType<CorePorts['knownConsumer']> {
  if (consumer.startsWith('15')) return { meter: '12345678', meterKind: 'managed', status: 'closed' };
  if (consumer.startsWith('16')) return { meter: '12345678', meterKind: 'managed', status: 'blocked' };
  if (consumer.startsWith('17')) return { meter: '12345678', meterKind: 'managed', status: 'disconnected' };
  if (consumer.startsWith('1')) return { meter: '12345678', meterKind: 'managed' };
  return consumer.startsWith('2') ? { meter: '04123456784', meterKind: 'sts' } : null;
}

/** What the head end decides about money that was refused, moved, paid back or cancelled, on each store. */
describe.each(everyStore)('money at the reference head end on $name', ({ open }) => {
  let store: Store;
  let core: CorePorts;
  let key: DeviceKeyPair;
  let journal: MemoryJournal;
  let minted: number;

  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    await store.restore(emptyBackup, 'e-1');
    minted = 0;
    const issue = () => {
      minted += 1;
      return { tokens: [String(minted).padStart(20, '5')], tokenIds: [minted] };
    };
    core = createTestCore(store, { knownConsumer, tokenIssuer: { issue } });
    key = generateSigningKey();
    journal = createMemoryJournal('C02', key);
    await offerCodes(core, [testCode]);
    await enrol(core, { v: 1, code: testCode.code, alg: 'ed25519', publicKey: key.publicKey });
  });

  let sent = 0;
  beforeEach(() => {
    sent = 0;
  });
  const post = (entries: readonly StoredEntry[], answers: readonly SignedAnswer[] = []) =>
    acceptBatch(core, 'C02', received(key, entries, answers));
  const signedOf = ({ results }: BatchResponse): SignedAnswer[] =>
    results.map(({ text, signature }) => ({ answer: JSON.parse(text) as Answer, text, signature }));
  /** Sends all that was not sent, and gives the answers. */
  const sendRest = async (): Promise<Answer[]> => {
    const rest = journal.entries.slice(sent);
    sent = journal.entries.length;
    return signedOf(await post(rest)).map(({ answer }) => answer);
  };
  const settlement = (
    ref: string,
    outcome: 'moved' | 'matched' | 'resubmitted',
    consumer: string,
    amountPaise = 500_00,
  ) =>
    journal.append('refusal settled', {
      receiptNumber: 'PTC-C02-2627-000001',
      outcome,
      reason: 'wrong number on the form',
      by: null,
      approver: 'meena',
      ref,
      credit: {
        consumer,
        meter: null,
        meterKind: null,
        amountPaise,
        heads: [{ head: 'recharge', amountPaise }],
      },
    });
  const cashBack = (kind: 'refund' | 'cancellation', ref: string, amountPaise = 500_00) =>
    journal.append(kind, { receiptNumber: 'PTC-C02-2627-000001', consumer: '1', amountPaise, ref });
  const ledger = async () =>
    (await store.transaction((tx) => tx.credits())).map(({ seq, consumer, amountPaise }) => [
      seq,
      consumer,
      amountPaise,
    ]);
  const says = ({ record, credit, code }: Answer) => `${record} ${credit} ${code ?? '-'}`;
  const decide = (seq: number, outcome: 'applied' | 'rejected', consumer: string | null = null) =>
    settle(core, { counter: 'C02', epoch: 1, seq, outcome, consumer });
  const latestOf = async (seq: number): Promise<Answer> => {
    const { results } = await readResults(core, 'C02', null);
    const all = results.map(({ text }) => JSON.parse(text) as Answer).filter((each) => each.seq === seq);
    return all.at(-1) as Answer;
  };

  describe('a credit names what it is', () => {
    it('amount and consumer stand in every answer that credits, and in no other', async () => {
      journal.recharge('100000001', 500_00);
      journal.recharge('200000001', 300_00);
      journal.recharge('900000001', 200_00);
      journal.recharge('150000001', 100_00);
      const [plain, keypad, unknown, closed] = await sendRest();
      expect(plain).toMatchObject({ credit: 'applied', amountPaise: 500_00, consumer: '100000001' });
      expect(keypad).toMatchObject({ credit: 'applied', amountPaise: 300_00, consumer: '200000001' });
      for (const other of [unknown, closed]) expect(Object.keys(other ?? {})).not.toContain('consumer');
      expect(await decide(3, 'applied', '100000009')).toMatchObject({
        amountPaise: 200_00,
        consumer: '100000009',
      });
    });

    it('what an older head end answered credits the consumer of the entry', async () => {
      journal.recharge('100000001', 500_00);
      const [given] = signedOf(await post(journal.entries));
      const { amountPaise, consumer, ...old } = given?.answer ?? ({} as Answer);
      expect([amountPaise, consumer]).toEqual([500_00, '100000001']);
      const { signAnswer } = await import('../../../headend/reference/core.ts');
      const signed = { answer: old as Answer, ...signAnswer(core, old as Answer) };
      await store.restore({ ...emptyBackup, counters: (await store.backup()).counters.map(begun) }, 'e-2');
      expect(signedOf(await post(journal.entries, [signed]))[0]?.text).toBe(signed.text);
      expect(await ledger()).toEqual([[1, '100000001', 500_00]]);
    });
  });

  describe('refused by rule', () => {
    it('closed and blocked connections are refused for good, disconnected ones are credited', async () => {
      for (const consumer of ['150000001', '160000001', '170000001']) journal.recharge(consumer, 500_00);
      expect((await sendRest()).map(says)).toEqual([
        'recorded rejected account-closed',
        'recorded rejected account-blocked',
        'recorded applied -',
      ]);
      await expect(decide(1, 'applied', '100000001')).rejects.toThrow('Only a pending recharge');
      expect(await ledger()).toEqual([[3, '170000001', 500_00]]);
    });
  });

  describe('a settlement', () => {
    it('is credited once when its recharge is refused: to another, or to the same again', async () => {
      const one = journal.recharge('150000001', 500_00);
      const two = journal.recharge('160000001', 500_00);
      await sendRest();
      settlement(one.uid, 'moved', '100000001');
      settlement(two.uid, 'resubmitted', '200000001');
      const answers = await sendRest();
      expect(answers).toMatchObject([
        { credit: 'applied', amountPaise: 500_00, consumer: '100000001', tokens: [] },
        { credit: 'applied', amountPaise: 500_00, consumer: '200000001' },
      ]);
      expect(answers[1]?.tokens).toHaveLength(1);
      expect(new Set(answers.map(({ reference }) => reference)).size).toBe(2);
      expect(await ledger()).toEqual([
        [3, '100000001', 500_00],
        [4, '200000001', 500_00],
      ]);
    });

    it('that comes again gets the same answer, and a second one of the same recharge credits nothing', async () => {
      const recharge = journal.recharge('150000001', 500_00);
      await sendRest();
      settlement(recharge.uid, 'moved', '100000001');
      const first = await post(journal.entries.slice(1));
      const again = await post(journal.entries);
      expect(again.results.map(({ arrival }) => arrival)).toEqual(['duplicate', 'duplicate']);
      expect(again.results[1]?.text).toBe(first.results[0]?.text);
      sent = 2;
      settlement(recharge.uid, 'moved', '100000002');
      settlement(recharge.uid, 'resubmitted', '100000003');
      expect((await sendRest()).map(says)).toEqual(Array(2).fill('parked pending settled-before'));
      await expect(decide(3, 'applied')).rejects.toThrow('settled otherwise');
      expect(await ledger()).toEqual([[2, '100000001', 500_00]]);
    });

    it('waits for a person unless its recharge is refused and its amount is that of the recharge', async () => {
      const credited = journal.recharge('100000001', 500_00);
      const suspense = journal.recharge('900000001', 500_00);
      const refused = journal.recharge('150000001', 500_00);
      const foreign = createMemoryJournal('C09', key).recharge('100000001', 500_00);
      settlement(credited.uid, 'moved', '100000002');
      settlement(suspense.uid, 'moved', '100000002');
      settlement(refused.uid, 'moved', '100000002', 500_01);
      settlement(foreign.uid, 'moved', '100000002');
      settlement(journal.entries[3]?.uid ?? '', 'moved', '100000002');
      expect((await sendRest()).slice(3).map(says)).toEqual([
        'parked pending not-refused',
        'parked pending not-refused',
        'parked pending wrong-amount',
        'parked pending not-refused',
        'parked pending not-refused',
      ]);
      // A parked one that a person refuses disposes of nothing: no chain is built upon it.
      await decide(4, 'rejected');
      settlement(journal.entries[3]?.uid ?? '', 'moved', '100000003');
      expect((await sendRest()).map(says)).toEqual(['parked pending not-refused']);
      expect(await ledger()).toEqual([[1, '100000001', 500_00]]);
    });

    it('takes a recharge out of suspense: that one is refused by a later turn, in the same transaction', async () => {
      const suspense = journal.recharge('900000001', 500_00);
      await sendRest();
      settlement(suspense.uid, 'matched', '100000001');
      const response = await post(journal.entries.slice(1));
      expect(signedOf(response)[0]?.answer).toMatchObject({ credit: 'applied', consumer: '100000001' });
      expect(await latestOf(1)).toMatchObject({ credit: 'rejected', code: 'matched-elsewhere', turn: 2 });
      const page = await readResults(core, 'C02', response.cursorAfter);
      expect(page.results.map(({ text }) => (JSON.parse(text) as Answer).seq)).toEqual([1]);
      await expect(decide(1, 'applied', '100000002')).rejects.toThrow('Only a pending recharge');
      expect(await ledger()).toEqual([[2, '100000001', 500_00]]);
    });

    it('whose new consumer is not known waits, holds the money, and is credited by a person', async () => {
      const refused = journal.recharge('150000001', 500_00);
      await sendRest();
      settlement(refused.uid, 'moved', '900000001');
      settlement(refused.uid, 'moved', '100000001');
      expect((await sendRest()).map(says)).toEqual([
        'recorded pending unknown-consumer',
        'parked pending settled-before',
      ]);
      await decide(2, 'applied', '100000005');
      expect(await ledger()).toEqual([[2, '100000005', 500_00]]);
    });

    it('that is refused in turn can be settled, from link to link, and only the last one is credited', async () => {
      const first = journal.recharge('150000001', 500_00);
      let last = first;
      for (let link = 0; link < 3; link += 1) last = settlement(last.uid, 'moved', '160000001');
      settlement(first.uid, 'moved', '100000001');
      const end = settlement(last.uid, 'moved', '100000001');
      expect((await sendRest()).slice(1).map(says)).toEqual([
        ...Array<string>(3).fill('recorded rejected account-blocked'),
        'parked pending settled-before',
        'recorded applied -',
      ]);
      expect(await ledger()).toEqual([[end.seq, '100000001', 500_00]]);
    });

    it('with a body that cannot be read is parked, one that asks for nothing is recorded', async () => {
      const refused = journal.recharge('150000001', 500_00);
      const fields = { outcome: 'moved', ref: refused.uid };
      const credit = { consumer: '100000001', amountPaise: 500_00, heads: [] };
      journal.append('refusal settled', { ...fields, credit: 'all of it' });
      journal.append('refusal settled', { ...fields, outcome: 'doubled', credit });
      journal.append('refusal settled', { ...fields, ref: 'not a uid', credit });
      journal.append('refusal settled', { ...fields, credit: { ...credit, amountPaise: -1 } });
      journal.append('refusal settled', { ...fields, credit: { ...credit, consumer: '' } });
      journal.append('refusal settled', { ...fields, outcome: 'refunded' });
      expect((await sendRest()).slice(1).map(says)).toEqual([
        'parked pending unreadable',
        'parked pending unreadable',
        'parked pending unreadable',
        'parked pending wrong-amount',
        'parked pending unreadable',
        'recorded none -',
      ]);
      expect(await ledger()).toEqual([]);
    });
  });

  describe('cash that goes back', () => {
    it('for a refused recharge is recorded, and nothing of it is credited afterwards', async () => {
      const refused = journal.recharge('150000001', 500_00);
      cashBack('refund', refused.uid);
      cashBack('refund', refused.uid);
      settlement(refused.uid, 'moved', '100000001');
      expect((await sendRest()).slice(1).map(says)).toEqual([
        'recorded none -',
        'parked none settled-before',
        'parked pending settled-before',
      ]);
      expect(await ledger()).toEqual([]);
    });

    it('for a credited, a pending or an unknown one, or of another sum, is parked as an alarm', async () => {
      const credited = journal.recharge('100000001', 500_00);
      const suspense = journal.recharge('900000001', 500_00);
      const refused = journal.recharge('150000001', 500_00);
      cashBack('refund', credited.uid);
      cashBack('refund', suspense.uid);
      cashBack('refund', refused.uid, 400_00);
      cashBack('refund', createMemoryJournal('C09', key).recharge('1', 1_00).uid);
      expect((await sendRest()).slice(3).map(says)).toEqual([
        'parked none not-refused',
        'parked none not-refused',
        'parked none wrong-amount',
        'parked none not-refused',
      ]);
    });

    it('after a refused settlement may name the recharge or the settlement; after a credited one neither', async () => {
      const one = journal.recharge('150000001', 500_00);
      settlement(one.uid, 'moved', '160000001');
      cashBack('refund', one.uid);
      const two = journal.recharge('150000002', 500_00);
      const moved = settlement(two.uid, 'moved', '100000001');
      cashBack('refund', two.uid);
      cashBack('refund', moved.uid);
      const answers = await sendRest();
      expect([2, 5, 6].map((index) => says(answers[index] as Answer))).toEqual([
        'recorded none -',
        'parked none not-refused',
        'parked none not-refused',
      ]);
      expect(await ledger()).toEqual([[moved.seq, '100000001', 500_00]]);
    });

    it('is found at the end of a chain as long as the bound, and not of a longer one', async () => {
      const { settlementsPerRechargeMax } = limits;
      const chain = (links: number): string => {
        const first = journal.recharge('150000001', 500_00);
        let last = first;
        for (let link = 0; link < links; link += 1) last = settlement(last.uid, 'moved', '160000001');
        return first.uid;
      };
      const atBound = chain(settlementsPerRechargeMax);
      const beyond = chain(settlementsPerRechargeMax + 1);
      await sendRest();
      cashBack('refund', atBound);
      cashBack('refund', beyond);
      expect((await sendRest()).map(says)).toEqual(['recorded none -', 'parked none not-refused']);
    });
  });

  describe('a cancellation', () => {
    it('is netted before anything of its batch is credited', async () => {
      const cancelled = journal.recharge('100000001', 500_00);
      const keypad = journal.recharge('200000001', 500_00);
      journal.recharge('100000002', 500_00);
      cashBack('cancellation', cancelled.uid);
      cashBack('cancellation', keypad.uid);
      expect((await sendRest()).map(says)).toEqual([
        'recorded none cancelled',
        'recorded none cancelled',
        'recorded applied -',
        'recorded none -',
        'recorded none -',
      ]);
      expect(minted).toBe(0);
      expect(await ledger()).toEqual([[3, '100000002', 500_00]]);
    });

    it('after its recharge was credited is parked; after one in suspense it ends that for good', async () => {
      const credited = journal.recharge('100000001', 500_00);
      const suspense = journal.recharge('900000001', 500_00);
      await sendRest();
      cashBack('cancellation', credited.uid);
      cashBack('cancellation', suspense.uid);
      cashBack('cancellation', suspense.uid);
      cashBack('cancellation', createMemoryJournal('C09', key).recharge('1', 1_00).uid);
      expect((await sendRest()).map(says)).toEqual([
        'parked none cancelled-too-late',
        'recorded none -',
        'parked none settled-before',
        'parked none no-such-recharge',
      ]);
      expect(await latestOf(2)).toMatchObject({ credit: 'none', code: 'cancelled', turn: 2 });
      await expect(decide(2, 'applied', '100000001')).rejects.toThrow('Only a pending recharge');
      expect(await ledger()).toEqual([[1, '100000001', 500_00]]);
    });

    it('of another sum, or before its recharge, nets nothing', async () => {
      const early = createMemoryJournal('C02', key);
      early.append('shift opened');
      const uid = early.recharge('100000001', 500_00).uid;
      cashBack('cancellation', uid);
      journal.recharge('100000001', 500_00);
      const other = journal.recharge('100000002', 500_00);
      cashBack('cancellation', other.uid, 400_00);
      expect((await sendRest()).map(says)).toEqual([
        'parked none no-such-recharge',
        'recorded applied -',
        'recorded applied -',
        'parked none cancelled-too-late',
      ]);
    });

    it('under a key that is not enrolled waits with its recharge, and both are netted when it is', async () => {
      const fresh = generateSigningKey();
      const cancelled = journal.recharge('100000001', 500_00);
      const refused = journal.recharge('150000001', 500_00);
      cashBack('cancellation', cancelled.uid);
      settlement(refused.uid, 'moved', '100000002');
      const last = journal.entries.at(-1) as StoredEntry;
      const signed = { ...last, signature: signerOf(fresh)(last.hash) };
      const batch = received(fresh, [...journal.entries.slice(0, -1), signed]);
      const waiting = signedOf(await acceptBatch(core, 'C02', batch));
      expect(waiting.map(({ answer }) => says(answer))).toEqual(
        Array(4).fill('recorded pending unknown-key'),
      );
      expect(await enrolKey(core, { counter: 'C02', publicKey: fresh.publicKey })).toEqual({ released: 4 });
      expect(await ledger()).toEqual([[4, '100000002', 500_00]]);
      expect(says(await latestOf(1))).toBe('recorded none cancelled');
      expect(says(await latestOf(2))).toBe('recorded rejected account-closed');
    });
  });

  describe('after a restore from a backup', () => {
    it('settlements and refunds come again with their answers, and nothing is credited twice', async () => {
      const one = journal.recharge('150000001', 500_00);
      const two = journal.recharge('150000002', 500_00);
      const before = await store.backup();
      settlement(one.uid, 'moved', '200000001');
      cashBack('refund', two.uid);
      const given = signedOf(await post(journal.entries));
      const credited = await ledger();
      for (const answers of [given, given.slice(0, 3), []]) {
        await store.restore(before, `e-${answers.length + 2}`);
        const again = signedOf(await post(journal.entries, answers));
        expect(again.map(({ answer }) => says(answer))).toEqual(given.map(({ answer }) => says(answer)));
        expect(await ledger()).toEqual(credited);
      }
      sent = 4;
      settlement(two.uid, 'moved', '100000001');
      settlement(one.uid, 'moved', '100000001');
      expect((await sendRest()).map(says)).toEqual(Array(2).fill('parked pending settled-before'));
    });

    it('keeps what was settled in its own backup', async () => {
      const refused = journal.recharge('150000001', 500_00);
      settlement(refused.uid, 'moved', '100000001');
      await sendRest();
      const backup = JSON.parse(JSON.stringify(await store.backup())) as typeof emptyBackup;
      expect(backup.settled).toEqual([{ settled: refused.uid, by: journal.entries[1]?.uid, how: 'moved' }]);
      await store.restore(emptyBackup, 'e-2');
      await store.restore(backup, 'e-3');
      settlement(refused.uid, 'moved', '100000002');
      expect((await sendRest()).map(says)).toEqual(['parked pending settled-before']);
    });
  });
});

/** The counter as it was enrolled, before anything was sent. */
function begun(row: (typeof emptyBackup.counters)[number]): (typeof emptyBackup.counters)[number] {
  return { ...row, ackedSeq: 0, answerCount: 0 };
}
