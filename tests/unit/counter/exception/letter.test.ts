import { describe, expect, it } from 'vitest';
import {
  letterFileName,
  letterParagraphs,
  type LetterAct,
  type LetterFacts,
} from '../../../../counter/exception/letter.ts';
import { receiptStates } from '../../../../counter/lists/receipt-state.ts';
import { limits } from '../../../../counter/limits.ts';
import { a4Document } from '../../../../electron/contract/a4-schemas.ts';
import { consumerLetter } from '../../../harness/a4-preview/papers.ts';

const at = Date.parse('2026-11-23T11:00:00+05:30');
const facts: LetterFacts = {
  receiptNumber: 'PTC-C02-2627-000117',
  counter: 'C02',
  amountPaise: 1_500_00,
  paidAt: at,
  standing: 'refused',
  said: { hi: 'कनेक्शन बंद है।', en: 'The connection is closed.' },
  act: null,
  dueAt: Date.parse('2026-11-27T00:00:00+05:30'),
  reference: null,
};
const act = (what: LetterAct['what']): LetterAct => ({
  what,
  at,
  by: { hi: 'आशा कुमारी', en: 'Asha Kumari' },
  consumer: '102030406',
  meterLastFour: '5678',
});
const told = (more: Partial<LetterFacts>, language: 'hi' | 'en'): string =>
  letterParagraphs({ ...facts, ...more })
    .map((paragraph) => paragraph[language])
    .join('\n');

describe('the letter to a consumer', () => {
  it('tells what was paid, what the head end said, and until when it is settled', () => {
    expect(told({}, 'en')).toBe(
      [
        'On 23-11-2026 you paid ₹1,500.00 in cash at counter C02, receipt PTC-C02-2627-000117. Your payment is on record with us and safe.',
        'The amount could not be credited straight away. The head end’s answer: The connection is closed.',
        'The amount will be credited rightly or given back to you. This is to be settled by 26-11-2026. Please keep this letter with the receipt.',
      ].join('\n'),
    );
    expect(told({}, 'hi')).toContain('26-11-2026 तक');
  });

  it.each([
    ['moved', 'credited to account 102030406 (meter …5678)'],
    ['matched', 'belongs to account 102030406 (meter …5678)'],
    ['resubmitted', 'asked once more'],
    ['refund', 'gave ₹1,500.00 back in cash'],
    ['cancellation', 'gave ₹1,500.00 back in cash'],
  ] as const)('says who did what: %s', (what, words) => {
    const said = told({ act: act(what), standing: 'pending' }, 'en');
    expect(said).toContain(words);
    expect(said).toContain('Asha Kumari');
    expect(told({ act: act(what) }, 'hi')).toContain('आशा कुमारी');
  });

  it('promises a credit only where there is one, with its reference', () => {
    for (const standing of receiptStates) {
      const said = told({ standing, reference: 'HE-1', dueAt: null }, 'en');
      expect(said.includes('The amount is credited, reference HE-1')).toBe(
        standing === 'credited' || standing === 'settled',
      );
      expect(said.includes('pay again')).toBe(['unsent', 'pending', 'suspense'].includes(standing));
      for (const { hi, en } of letterParagraphs({ ...facts, standing })) {
        expect(hi).toMatch(/\p{Script=Devanagari}/u);
        expect(en).not.toMatch(/\p{Script=Devanagari}/u);
      }
    }
  });

  it('takes the longest answer that a head end may give, and no longer paragraph goes on paper', () => {
    const longest = 'x'.repeat(limits.protocolTextCharsMax);
    const paragraphs = letterParagraphs({ ...facts, said: { hi: longest, en: longest } });
    const paper = consumerLetter('refused');
    expect(a4Document.safeParse({ ...paper, paragraphs }).success).toBe(true);
    const paragraph = (chars: number) => [{ hi: 'x'.repeat(chars), en: '' }];
    const full = { ...paper, paragraphs: paragraph(limits.letterParagraphCharsMax) };
    const past = { ...paper, paragraphs: paragraph(limits.letterParagraphCharsMax + 1) };
    expect([a4Document.safeParse(full).success, a4Document.safeParse(past).success]).toEqual([true, false]);
  });

  it('gets a file of its own each time, up to a bound', () => {
    const names: string[] = [];
    for (let made = 0; made <= limits.lettersPerDateMax; made += 1) {
      const name = letterFileName(facts.receiptNumber, '2026-11-23', (taken) => names.includes(taken));
      if (name !== null) names.push(name);
    }
    expect(names).toHaveLength(limits.lettersPerDateMax);
    expect(new Set(names).size).toBe(limits.lettersPerDateMax);
    expect(names.slice(0, 2)).toEqual([
      'LETTER_PTC-C02-2627-000117_2026-11-23.pdf',
      'LETTER_PTC-C02-2627-000117_2026-11-23_2.pdf',
    ]);
  });
});
