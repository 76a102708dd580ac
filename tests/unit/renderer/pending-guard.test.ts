import { describe, expect, it } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import { receiptQrText } from '../../../counter/recharge/receipt-qr.ts';
import type { PendingElsewhereView, ScannedView } from '../../../electron/contract/guard-schemas.ts';
import type { ReadBackView } from '../../../electron/contract/view-schemas.ts';
import { pendingFacts, withScan } from '../../../renderer/sell/pending-facts.ts';
import { newForm, type Chosen, type SellAction, type SellModel } from '../../../renderer/sell/sell-form.ts';
import { step } from '../../../renderer/sell/sell-model.ts';
import { hits, hour, laxmi, now } from '../../harness/renderer-preview/people-and-consumers.ts';

const uid = 'uid-of-the-form';
const number = laxmi.consumer;
const enterAt = (atMs: number): SellAction => ({ type: 'enter', repeat: false, nextUid: 'next-uid', atMs });
const play = (model: SellModel, ...actions: readonly SellAction[]): SellModel => actions.reduce(step, model);

function readBack(pending: ReadBackView['pending']): SellAction {
  const facts: ReadBackView = { consumer: laxmi, suspense: false, pending, takenTodayPaise: 0, needs: [] };
  return { type: 'read-back', number, readBack: facts };
}

const elsewhere: PendingElsewhereView = {
  is: 'told',
  pending: [{ counter: 'C05', count: 3, sumPaise: 900_00, lastAt: now - hour }],
  credits: [
    { counter: 'C07', amountPaise: 200_00, takenAt: now - 2 * hour },
    { counter: 'C07', amountPaise: 100_00, takenAt: now - 30 * hour },
  ],
};
const told: SellAction = { type: 'told-elsewhere', number, elsewhere };
const here = { count: 2, sumPaise: 1_050_00, lastAt: now - hour };

function scanned(more: Partial<ScannedView> = {}, receiptNumber = 'PTC-C02-2627-000001'): ScannedView {
  const receipt = {
    counter: 'C02',
    receiptNumber,
    consumer: number,
    amountPaise: 500_00,
    takenAt: now - hour,
  };
  return { is: 'not-in-journal', receipt, state: null, counts: true, ...more };
}

const atAmount = play(
  newForm(uid),
  { type: 'search-typed', text: 'laxmi' },
  { type: 'searched', text: 'laxmi', hits, total: 3 },
  enterAt(1_000),
);
const atCash = play(atAmount, { type: 'amount-typed', text: '500' }, enterAt(2_000));

describe('cash for a consumer who has something pending', () => {
  it('is taken by one key more, and only after the warning could be read', () => {
    const asked = play(atCash, readBack(here), enterAt(3_000));
    expect(asked.phase).toEqual({ name: 'confirming', sinceMs: 3_000 });
    expect(step(asked, enterAt(3_399)).phase.name).toBe('confirming');
    expect(step(asked, { ...enterAt(9_000), repeat: true } as SellAction).phase.name).toBe('confirming');
    expect(step(asked, enterAt(3_400)).phase.name).toBe('recording');
  });

  it('goes back by Escape with everything as it was', () => {
    const asked = play(atCash, readBack(here), enterAt(3_000));
    const back = step(asked, { type: 'escape', nextUid: 'next-uid' });
    expect(back).toMatchObject({ phase: { name: 'filling' }, focus: 'tendered', amountText: '500' });
    expect(step(back, enterAt(9_000)).phase.name).toBe('confirming');
  });

  it('asks for no further key without anything pending', () => {
    expect(play(atCash, readBack(null), enterAt(3_000)).phase.name).toBe('recording');
    const credited = { ...elsewhere, pending: [] };
    const after = play(atCash, readBack(null), { type: 'told-elsewhere', number, elsewhere: credited });
    expect(step(after, enterAt(3_000)).phase.name).toBe('recording');
  });

  it('asks again when more has become known since', () => {
    const confirmed = play(atCash, readBack(here), enterAt(3_000), enterAt(4_000));
    const refused: SellAction = {
      type: 'record-refused',
      uid,
      error: { code: 'PIN_WRONG', retry: 'after-fix', incidentId: '', params: {} },
    };
    const again = play(confirmed, refused);
    expect(again.phase.name).toBe('filling');
    expect(play(again, told, enterAt(5_000)).phase.name).toBe('confirming');
  });

  it('asks before a second person is asked for a PIN', () => {
    const needs: SellAction = {
      type: 'read-back',
      number,
      readBack: {
        consumer: laxmi,
        suspense: false,
        pending: here,
        takenTodayPaise: 0,
        needs: ['above-cash-cap'],
      },
    };
    const asked = play(atCash, needs, enterAt(3_000));
    expect(asked.phase.name).toBe('confirming');
    expect(step(asked, enterAt(4_000)).phase).toEqual({ name: 'approving', guard: 'above-cash-cap' });
  });

  it('takes the word about another consumer for none about this one', () => {
    const other = play(atCash, { type: 'told-elsewhere', number: '999999999', elsewhere });
    expect(other.chosen?.elsewhere).toBeNull();
  });
});

describe('what is pending, by who says so', () => {
  const chosen: Chosen = {
    number,
    consumer: laxmi,
    readBack: { consumer: laxmi, suspense: false, pending: here, takenTodayPaise: 0, needs: [] },
    elsewhere,
  };

  it('names each source and adds them up; a credit of long ago says nothing', () => {
    const facts = pendingFacts(chosen, [scanned()], 'C02', now);
    expect(facts.sources.map(({ from, counter, count }) => [from, counter, count])).toEqual([
      ['here', 'C02', 2],
      ['head-end', 'C05', 3],
      ['scanned', 'C02', 1],
    ]);
    expect([facts.count, facts.sumPaise]).toEqual([6, 2_450_00]);
    expect(facts.credits).toHaveLength(1);
  });

  it('counts a receipt once, however often it is scanned, and none that does not count', () => {
    const twice = [scanned(), scanned(), scanned({}, 'PTC-C02-2627-000002')].reduce(
      withScan,
      [] as readonly ScannedView[],
    );
    const worthless = [
      scanned({ is: 'known-here', counts: false, state: 'credited' }, 'PTC-C02-2627-000003'),
      scanned({ is: 'known-here', counts: false, state: 'cancelled' }, 'PTC-C02-2627-000004'),
      scanned({ is: 'forged', counts: false, receipt: null }),
    ].reduce(withScan, twice);
    const { sources } = pendingFacts({ ...chosen, readBack: null, elsewhere: null }, worthless, 'C02', now);
    expect(sources).toMatchObject([{ from: 'scanned', count: 2, sumPaise: 1_000_00 }]);
  });

  it('leaves out the receipts of other consumers, and a silent head end', () => {
    const others = { ...chosen, number: '999999999', readBack: null, elsewhere: { is: 'silent' } as const };
    expect(pendingFacts(others, [scanned()], 'C02', now)).toMatchObject({ sources: [], count: 0 });
  });
});

const code = receiptQrText(
  {
    counter: 'C02',
    epoch: 1,
    seq: 17,
    receiptNumber: 'PTC-C02-2627-000001',
    consumer: number,
    amountPaise: 500_00,
    takenAt: now - hour,
    hash: 'ab'.repeat(32),
  },
  () => 'A'.repeat(86),
);

/** Every character as a scanner types it, and its Enter. */
function wedge(
  model: SellModel,
  text: string,
  field: 'search' | 'amount' | 'tendered',
  atMs: number,
): SellModel {
  let next = model;
  for (let end = 1; end <= text.length; end += 1) {
    const typed = text.slice(0, end);
    next =
      field === 'search'
        ? step(next, { type: 'search-typed', text: typed })
        : step(next, {
            type: field === 'amount' ? 'amount-typed' : 'tendered-typed',
            text: typed.slice(0, 24),
          });
  }
  return step(next, enterAt(atMs));
}

describe('a receipt scanned into the search box', () => {
  it('is judged, shown, and fills the consumer in; the scanner’s Enter takes nobody', () => {
    const typed = wedge(newForm(uid), code, 'search', 1_000);
    expect(typed).toMatchObject({ scan: { reading: code }, phase: { name: 'filling' }, chosen: null });
    const shown = step(typed, { type: 'scanned', text: code, scanned: scanned(), atMs: 1_010 });
    expect(shown.search).toMatchObject({ text: number, state: 'searching' });
    expect(shown.scan.last?.is).toBe('not-in-journal');
    const late = play(shown, { type: 'searched', text: number, hits, total: 1 }, enterAt(1_200));
    expect(late.chosen).toBeNull();
    const chosen = step(late, enterAt(2_000));
    expect(chosen.chosen?.number).toBe(number);
    expect(
      play(chosen, { type: 'amount-typed', text: '100' }, enterAt(3_000), enterAt(4_000)).phase.name,
    ).toBe('confirming');
  });

  it('adds the next receipt to the one before', () => {
    const one = play(wedge(newForm(uid), code, 'search', 1_000), {
      type: 'scanned',
      text: code,
      scanned: scanned(),
      atMs: 1_010,
    });
    const second = code.replace('000001', '000002');
    const two = play(wedge(one, `${number}${second}`, 'search', 2_000), {
      type: 'scanned',
      text: second,
      scanned: scanned({}, 'PTC-C02-2627-000002'),
      atMs: 2_010,
    });
    expect(two.scan.all).toHaveLength(2);
  });

  it.each([
    ['half a code', code.slice(0, 120)],
    ['one with more behind it', `${code}xx`],
    ['one that is too long', `R1|${'9'.repeat(limits.scannedTextCharsMax)}`],
  ])('%s is asked about with its Enter, within the bound', (_what, text) => {
    const typed = wedge(newForm(uid), text, 'search', 1_000);
    expect(typed.chosen).toBeNull();
    expect(typed.scan.reading?.length).toBeLessThanOrEqual(limits.scannedTextCharsMax);
    expect(text.startsWith(typed.scan.reading ?? '?')).toBe(true);
    const shown = step(typed, {
      type: 'scanned',
      text: typed.scan.reading ?? '',
      scanned: { is: 'not-a-receipt', receipt: null, state: null, counts: false },
      atMs: 1_010,
    });
    expect(shown).toMatchObject({
      search: { text: '' },
      scan: { last: { is: 'not-a-receipt' } },
      chosen: null,
    });
  });

  it('of another office, forged or from the future fills nobody in', () => {
    for (const is of ['other-office', 'forged', 'from-the-future'] as const) {
      const shown = step(wedge(newForm(uid), code, 'search', 1_000), {
        type: 'scanned',
        text: code,
        scanned: scanned({ is, counts: false }),
        atMs: 1_010,
      });
      expect(shown.search).toMatchObject({ text: '', state: 'idle' });
    }
  });

  it('does not take the judgement of an older scan', () => {
    const typed = wedge(newForm(uid), code, 'search', 1_000);
    const other: SellAction = { type: 'scanned', text: 'R1|other', scanned: scanned(), atMs: 1_010 };
    expect(step(typed, other)).toBe(typed);
  });
});

describe('a scanner that types where the money is typed', () => {
  it.each(['amount', 'tendered'] as const)('sells nothing: %s', (field) => {
    const before = field === 'amount' ? atAmount : atCash;
    for (const text of [code, 'R1|', '500|2', `7${code}`]) {
      const after = wedge(before, text, field, 5_000);
      expect([text, after.phase.name]).toEqual([text, 'filling']);
      expect(after.fault).not.toBeNull();
    }
  });
});
