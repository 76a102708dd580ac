import { describe, expect, it } from 'vitest';
import type { Answer, SignedAcknowledgement } from '../../counter/journal/answer.ts';
import type { Entry, StoredEntry } from '../../counter/journal/entry.ts';
import { readBody } from '../../counter/journal/read-body.ts';
import { assert } from '../../counter/result.ts';
import { sha256Hex } from '../../db/crypto.ts';
import type { CashLink, SettlementLink } from '../../counter/exception/chain.ts';
import type { Statement } from '../../headend/statement-schemas.ts';
import type { EntryRow } from '../../headend/reference/store.ts';
import { cashIsJournal, chainProves, closeIsFold, ledgerBalances } from './checks/books.ts';
import {
  acknowledgedIsTrue,
  answersArrived,
  creditedOnce,
  forkIsSeen,
  headEndHasAll,
  type HeadEndHas,
} from './checks/head-end.ts';
import { eachRupeeOnce, tiesOut } from './checks/money.ts';
import { nothingLeftToPrint, oneOriginal, paperHasRow } from './checks/paper.ts';
import { livedOffice } from './simulate.ts';
import { cheapSignatures } from './world/cheap-signer.ts';

/** A quiet office that sold, and everything its head end has: each test breaks one thing in it. */
const { journal: disk, has } = await livedOffice(4);
const tools = { sha256: sha256Hex, verify: cheapSignatures.verify };
const counter = 'C01';

function changed<Row>(rows: readonly Row[], index: number, change: Partial<Row>): Row[] {
  return rows.map((row, at) => (at === index ? { ...row, ...change } : row));
}

function indexOfKind(kind: Entry['kind']): number {
  const index = disk.bodies.findIndex((body) => body.kind === kind);
  assert(index >= 0, `the office has a ${kind} entry`);
  return index;
}

function lastCloseIndex(): number {
  return disk.bodies.findLastIndex(({ kind }) => kind === 'shift closed');
}

describe('each invariant', () => {
  it('holds in a sound office', () => {
    const close = disk.bodies[lastCloseIndex()];
    assert(close !== undefined, 'the office closed a shift');
    expect(cashIsJournal({ countedPaise: 5_00, journalPaise: 5_00 })).toBeNull();
    expect(disk.bodies.map(ledgerBalances)).toEqual(disk.bodies.map(() => null));
    expect(headEndHasAll(disk.entries, has)).toBeNull();
    expect(creditedOnce(has)).toBeNull();
    expect(chainProves(counter, disk.entries, tools)).toBeNull();
    expect(closeIsFold(disk.bodies.slice(0, close.seq - 1), close)).toBeNull();
    expect(answersArrived(disk.entries, (seq) => has.answers.get(seq) ?? null, has)).toBeNull();
    expect(forkIsSeen({ counter, journal: disk.entries, entries: has.entries, isFrozen: false })).toBeNull();
  });

  it('I1 sees one paisa too much in the drawer', () => {
    expect(cashIsJournal({ countedPaise: 5_01, journalPaise: 5_00 })).toContain('501 paise were counted');
  });

  it('I2 sees ledger lines that do not sum to zero', () => {
    const ledger = [{ account: 'cash-drawer', amountPaise: 1 }] as const;
    expect(ledgerBalances({ seq: 7, ledger })).toContain('sum to 1 paise');
  });

  it('I3 sees an entry that the head end lacks, has otherwise, or has not credited', () => {
    const without: HeadEndHas = { ...has, entries: has.entries.slice(1) };
    expect(headEndHasAll(disk.entries, without)).toContain('the head end');
    const other: HeadEndHas = { ...has, entries: changed(has.entries, 2, { hash: 'another' }) };
    expect(headEndHasAll(disk.entries, other)).toContain('another entry 3');
    expect(headEndHasAll(disk.entries, { ...has, credits: has.credits.slice(1) })).toContain('0 of');
  });

  it('I4 sees a uid recorded or credited twice', () => {
    const [entry] = has.entries;
    const [credit] = has.credits;
    assert(entry !== undefined && credit !== undefined, 'something is credited');
    expect(creditedOnce({ ...has, entries: [...has.entries, entry] })).toContain('recorded twice');
    expect(creditedOnce({ ...has, credits: [...has.credits, credit] })).toContain('credited twice');
  });

  it('I5 sees paper without a row, and before the second copy', () => {
    const entry = 'e';
    expect(paperHasRow({ entry, isDurable: true, secondCopy: 'has-it' })).toBeNull();
    expect(paperHasRow({ entry, isDurable: true, secondCopy: 'single-on-record' })).toBeNull();
    expect(paperHasRow({ entry, isDurable: false, secondCopy: 'has-it' })).toContain('no journal row');
    expect(paperHasRow({ entry, isDurable: true, secondCopy: 'lacks-it' })).toContain('second copy');
  });

  it('I6 sees a second original and a second DUPLICATE 1', () => {
    const original = { copy: { kind: 'original' } } as const;
    const duplicate = { copy: { kind: 'duplicate', n: 1, at: '', operator: '' } } as const;
    expect(oneOriginal('e', [original, duplicate])).toBeNull();
    expect(oneOriginal('e', [original, original])).toContain('twice as ORIGINAL');
    expect(oneOriginal('e', [original, duplicate, duplicate])).toContain('twice as DUPLICATE 1');
  });

  it('I7 sees an acknowledgement that nobody gave', () => {
    const believed = [{ text: 'forged', acknowledgement: { ackedSeq: 9 } } as SignedAcknowledgement];
    expect(acknowledgedIsTrue(believed, new Set(['forged']))).toBeNull();
    expect(acknowledgedIsTrue(believed, new Set())).toContain('up to 9');
  });

  it('I8 sees a changed body, a missing entry and a foreign signature', () => {
    const [first] = disk.entries;
    assert(first !== undefined, 'there is a first entry');
    const body = first.body.replace('PTC', 'XYZ');
    expect(chainProves(counter, changed(disk.entries, 0, { body }), tools)).toBe('entry 1: wrong-hash');
    expect(chainProves(counter, disk.entries.slice(1), tools)).toBe('entry 2: gap');
    const signature = first.signature.replace(/^./u, 'x');
    expect(chainProves(counter, changed(disk.entries, 4, { signature }), tools)).toBe(
      'entry 5: wrong-signature',
    );
  });

  it('I9 sees a close that says something else than its entries', () => {
    const at = lastCloseIndex();
    const close = disk.bodies[at];
    assert(close?.kind === 'shift closed', 'the office closed a shift');
    const before = disk.bodies.slice(0, at);
    expect(closeIsFold(before, { ...close, takingsPaise: close.takingsPaise + 1 })).toContain('its entries');
    expect(closeIsFold(before, { ...close, expectedPaise: close.expectedPaise - 1 })).toContain('expecting');
    expect(closeIsFold(before.slice(0, indexOfKind('recharge')), close)).toContain('its entries 0');
  });

  it('I10 sees an open slip and an answer that never came', () => {
    expect(nothingLeftToPrint([])).toBeNull();
    expect(nothingLeftToPrint([{ id: 'a', state: 'queued' }])).toContain('still queued');
    const held = (seq: number): Answer | null => (seq === 2 ? null : (has.answers.get(seq) ?? null));
    expect(answersArrived(disk.entries, held, has)).toContain('of entry 2');
  });

  it('I11 sees two journals in one place, merged or unnoticed', () => {
    const facts = { counter, journal: disk.entries, entries: has.entries, isFrozen: false };
    const other: StoredEntry[] = changed(disk.entries, 3, { hash: 'another' });
    expect(forkIsSeen({ ...facts, journal: other })).toContain('nobody noticed');
    expect(forkIsSeen({ ...facts, journal: other, isFrozen: true })).toBeNull();
    const merged: EntryRow[] = changed([...has.entries], 3, { body: has.entries[2]?.body ?? '' });
    expect(forkIsSeen({ ...facts, entries: merged, isFrozen: true })).toContain('merged two journals');
  });

  it('I13 sees a recharge credited twice, credited and paid back, or with another amount', () => {
    const credit = has.credits.find(({ uid }) => disk.chains.some(({ recharge }) => recharge.uid === uid));
    const chain = disk.chains.find(({ recharge }) => recharge.uid === credit?.uid);
    assert(credit !== undefined && chain !== undefined, 'a recharge is credited');
    expect(eachRupeeOnce(disk.chains, has.credits)).toBeNull();
    const less = { ...credit, amountPaise: credit.amountPaise - 1 };
    expect(eachRupeeOnce([chain], [less])).toContain(`${less.amountPaise} are credited`);
    const refund: CashLink = {
      ...chain.recharge,
      as: 'refund',
      uid: 'refund',
      ref: credit.uid,
      reason: '',
      approver: '',
    };
    expect(eachRupeeOnce([{ ...chain, acts: [refund] }], [credit])).toContain('paid back 1 times');
    const settlement = { ...chain.recharge, as: 'settlement', uid: 's', ref: credit.uid } as const;
    const moved: SettlementLink = { ...settlement, outcome: 'moved', reason: '', approver: '' };
    expect(eachRupeeOnce([{ ...chain, acts: [moved] }], [credit, { ...credit, uid: 's' }])).toContain(
      'credited 2 times',
    );
  });

  it('I14 sees a rupee that neither side can explain, and a statement that says otherwise', () => {
    const paise = (rows: readonly { readonly amountPaise: number }[]): number =>
      rows.reduce((sum, row) => sum + row.amountPaise, 0);
    const day = {
      creditedPaise: paise(has.credits),
      rechargesPaise: paise(disk.chains.map((each) => each.recharge)),
    };
    const statement = { days: [day] } as unknown as Statement;
    expect(tiesOut(disk.chains, has.credits, statement)).toBeNull();
    expect(tiesOut(disk.chains, has.credits.slice(1), statement)).toContain('the head end');
    const other = { days: [{ ...day, creditedPaise: day.creditedPaise + 1 }] } as unknown as Statement;
    expect(tiesOut(disk.chains, has.credits, other)).toContain('the statement says');
    const fewer = { days: [{ ...day, rechargesPaise: 0 }] } as unknown as Statement;
    expect(tiesOut(disk.chains, has.credits, fewer)).toContain('the statement says 0');
  });

  it('reads bodies that are those of the journal', () => {
    expect(readBody(disk.entries[0]?.body ?? '')?.kind).toBe('counter enrolled');
  });
});
