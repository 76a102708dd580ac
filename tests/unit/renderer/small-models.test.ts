import { describe, expect, it } from 'vitest';
import { paise } from '../../../counter/money.ts';
import { placeOf } from '../../../renderer/app/app-model.ts';
import { newClose, stepClose, type CloseAction } from '../../../renderer/cash/close-shift-model.ts';
import { countedOf, piecesOf, totalOf } from '../../../renderer/cash/count-model.ts';
import { dotsToPixels, paperSize } from '../../../renderer/paper/dots-picture.ts';
import { wholeReceiptNumber } from '../../../renderer/paper/print-words.ts';
import { firstPersonFault, personIdOf } from '../../../renderer/people/setup-model.ts';
import { freshness } from '../../../counter/consumer/age-of-data.ts';
import { pieces } from '../../../renderer/sell/highlight.ts';
import { caretAfterGrouping, groupWhileTyping, parseTendered } from '../../../renderer/sell/money-typed.ts';
import { quiet } from '../../harness/renderer-preview/counter-facts.ts';

describe('money while it is typed', () => {
  it.each([
    ['', ''],
    ['1500', '1,500'],
    ['1,5000', '15,000'],
    ['007', '7'],
    ['१२३४५६', '1,23,456'],
    ['12x', '12x'],
    ['-5', '-5'],
    ['99999999999999', '99999999999999'],
  ])('shows %j as %j', (typed, shown) => expect(groupWhileTyping(typed)).toBe(shown));

  it('keeps the caret behind the digit that was typed', () => {
    expect(caretAfterGrouping('1,23,456', 0)).toBe(8);
    expect(caretAfterGrouping('1,23,456', 3)).toBe(5);
    expect(caretAfterGrouping('1,500', 9)).toBe(0);
  });

  it('reads an empty cash field as the exact amount, one rupee less as too little', () => {
    expect(parseTendered(' ', paise(150_000))).toEqual({ ok: true, value: 150_000 });
    expect(parseTendered('1499', paise(150_000))).toEqual({ ok: false, error: 'TENDERED_TOO_LITTLE' });
    expect(parseTendered('1500', paise(150_000))).toEqual({ ok: true, value: 150_000 });
  });
});

describe('the count of the drawer', () => {
  it('takes whole numbers up to the limit and not one more', () => {
    expect([piecesOf(''), piecesOf('12'), piecesOf('१२'), piecesOf('1,00,000')]).toEqual([
      0, 12, 12, 100_000,
    ]);
    expect([piecesOf('100001'), piecesOf('x'), piecesOf('-1'), piecesOf('1.5')]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it('sums the lines and leaves the empty ones out', () => {
    const count = { '50000': '2', '10000': '', '100': '7' };
    expect(countedOf(count)).toEqual({ '50000': 2, '100': 7 });
    expect(totalOf(count)).toBe(100_700);
    expect(totalOf({ '50000': 'x' })).toBeNull();
  });
});

describe('closing a shift', () => {
  const enter: CloseAction = { type: 'enter' };
  const refused = (code: 'DIFFERENCE_NEEDS_REASON' | 'DIFFERENCE_NEEDS_APPROVER'): CloseAction => ({
    type: 'refused',
    error: { code, retry: 'after-fix', incidentId: '', params: {} },
  });
  const counted = stepClose(newClose('uid'), { type: 'counted', count: { '50000': '4' } });

  it('asks once more before an empty drawer counts', () => {
    const asked = stepClose(newClose('uid'), enter);
    expect(asked.stage.name).toBe('really-empty');
    expect(stepClose(asked, enter).stage.name).toBe('closing');
  });

  it('keeps the count and the uid through reason and approval', () => {
    const actions: readonly CloseAction[] = [
      enter,
      refused('DIFFERENCE_NEEDS_REASON'),
      enter,
      { type: 'reason-typed', reason: 'torn note' },
      enter,
      refused('DIFFERENCE_NEEDS_APPROVER'),
      { type: 'approved', approver: { person: 'shyam', pin: '8642' } },
    ];
    const stages: string[] = [];
    let model = counted;
    for (const action of actions) {
      model = stepClose(model, action);
      stages.push(model.stage.name);
    }
    expect(stages).toEqual(['closing', 'reason', 'reason', 'reason', 'closing', 'approving', 'closing']);
    expect([model.uid, totalOf(model.count)]).toEqual(['uid', 200_000]);
  });
});

describe('the screen that the state calls for', () => {
  const shell = { service: 'running', since: 0, deaths: 0 } as const;
  const at = (change: Partial<typeof quiet>): string =>
    placeOf({ counter: { ...quiet, ...change }, shell, receivedAtMs: 0, progress: null }, false).place;
  const head = quiet.people.find((one) => one.role === 'head-cashier') ?? null;

  it('leads from an empty counter to the sale', () => {
    expect(placeOf({ counter: null, shell, receivedAtMs: 0, progress: null }, false).place).toBe('starting');
    expect(at({ setup: 'not-enrolled' })).toBe('enrol');
    expect(at({ setup: 'no-people' })).toBe('first-person');
    expect(at({ session: null })).toBe('sign-in');
    expect(at({ day: null, shift: null })).toBe('wait-for-day');
    expect(at({ day: null, shift: null, session: head })).toBe('open-day');
    expect(at({ day: null, shift: null, session: head, directory: null })).toBe('first-list');
    expect(at({ shift: null })).toBe('open-shift');
    expect(at({ shift: null, session: head })).toBe('desk');
    expect(at({ session: head })).toBe('desk');
    expect(at({})).toBe('sell');
  });

  it('locks selling, but leaves an open sale where it is while the service restarts', () => {
    expect(at({ selling: { state: 'locked', reason: 'JOURNAL_CORRUPT' } })).toBe('locked');
    // The drawer can still be counted and the day closed.
    expect(at({ selling: { state: 'locked', reason: 'JOURNAL_FULL' } })).toBe('sell');
    const restarting = {
      counter: quiet,
      shell: { ...shell, service: 'restarting' },
      receivedAtMs: 0,
      progress: null,
    } as const;
    expect(placeOf(restarting, false).place).toBe('sell');
    expect(placeOf({ ...restarting, shell: { ...shell, service: 'locked' } }, false).place).toBe('locked');
  });
});

describe('paper', () => {
  it('turns bits to pixels, the highest bit first, and refuses a wrong length', () => {
    const bits = btoa(String.fromCodePoint(0b1000_0001, 0b1000_0000));
    const pixels = dotsToPixels({ widthDots: 9, heightDots: 1, bits });
    expect([...(pixels ?? [])].filter((_, at) => at % 4 === 3)).toEqual([255, 0, 0, 0, 0, 0, 0, 255, 255]);
    expect(dotsToPixels({ widthDots: 9, heightDots: 2, bits })).toBeNull();
    expect(dotsToPixels({ widthDots: 8, heightDots: 1, bits: '***' })).toBeNull();
  });

  it('shows half a dot a pixel, smaller to fit, never below what can be read', () => {
    const dots = { widthDots: 576, heightDots: 1000 };
    expect(paperSize(dots, { width: 306, height: 600 })).toEqual({ width: 288, height: 500 });
    expect(paperSize(dots, { width: 306, height: 450 })).toEqual({ width: 259, height: 450 });
    expect(paperSize(dots, { width: 306, height: 100 })).toEqual({ width: 57, height: 100 });
    expect(paperSize(dots, { width: 306, height: -4 })).toEqual({ width: 1, height: 1 });
  });

  it('reads the last digits as a receipt of the same run', () => {
    expect(wholeReceiptNumber('77', 'PTC-C02-2627-000123')).toBe('PTC-C02-2627-000077');
    expect(wholeReceiptNumber('ptc-c02-2627-000001', 'PTC-C02-2627-000123')).toBe('PTC-C02-2627-000001');
    expect(wholeReceiptNumber('77', null)).toBe('77');
  });
});

describe('what is known of a consumer', () => {
  const hour = 3_600_000;
  it('fades after a day and is struck out after three', () => {
    expect([24, 24.01, 72, 72.01].map((hours) => freshness(0, hours * hour))).toEqual([
      'fresh',
      'faded',
      'faded',
      'struck',
    ]);
  });

  it('marks matches that touch, overlap and reach past the end', () => {
    const matches = [
      { field: 'name', start: 4, length: 9 },
      { field: 'name', start: 0, length: 2 },
      { field: 'name', start: 1, length: 2 },
      { field: 'meter', start: 0, length: 1 },
    ] as const;
    const cut = pieces('Laxmi', matches, 'name');
    expect(cut.map((piece) => piece.text).join('')).toBe('Laxmi');
    expect(cut.filter((piece) => piece.hit).map((piece) => piece.text)).toEqual(['La', 'x', 'i']);
  });
});

describe('the first person', () => {
  const form = { nameHi: 'श्याम', nameEn: 'Shyam', pin: '8642', pinAgain: '8642' };
  it('needs both names and one PIN typed twice', () => {
    expect(firstPersonFault(form)).toBeNull();
    expect(firstPersonFault({ ...form, nameHi: ' ' })).toBe('name-missing');
    expect(firstPersonFault({ ...form, pin: '864', pinAgain: '864' })).toBe('pin-short');
    expect(firstPersonFault({ ...form, pin: '864297531', pinAgain: '864297531' })).toBe('pin-short');
    expect(firstPersonFault({ ...form, pinAgain: '8643' })).toBe('pins-differ');
  });

  it('gets an id that the journal takes', () => {
    expect(personIdOf('Shyam  Kishore Prasád')).toBe('shyam-kishore-prasa-d');
    expect(personIdOf('श्याम')).toBe('person');
    expect(personIdOf('x'.repeat(40))).toHaveLength(32);
  });
});
