import { formatRupees } from '../../counter/money.ts';
import { paperDateTime } from '../../counter/time.ts';
import type { Block, Document } from '../document.ts';
import { plainText } from '../receipt/plain-text.ts';

/** One sale of which no second copy exists but this paper. */
export interface CounterfoilLine {
  readonly receiptNumber: string;
  readonly amountPaise: number;
}

/** What the office keeps on paper while there is no second copy; every figure comes from the journal. */
export interface CounterfoilFacts {
  readonly companyHi: string;
  readonly companyEn: string;
  readonly divisionHi: string;
  readonly divisionEn: string;
  readonly counter: string;
  readonly practice: boolean;
  /** `2026-11-23`. */
  readonly businessDate: string;
  readonly cashier: string;
  /** Second person who approved going on; empty where a closed shift brought the slip. */
  readonly approver: string;
  readonly printedAtMs: number;
  /** Since when the second copy is lost; null where there never was one. */
  readonly lostSinceMs: number | null;
  /** In the order of taking. */
  readonly sales: readonly CounterfoilLine[];
  /** Hash of the last sale's entry, 64 hex digits: it stands for every entry before it. */
  readonly hash: string;
}

export function counterfoilDocument(facts: CounterfoilFacts): Document {
  const sumPaise = facts.sales.reduce((sum, sale) => sum + sale.amountPaise, 0);
  return {
    v: 1,
    kind: 'counterfoil',
    copy: { kind: 'original' },
    blocks: [
      text(facts.companyHi, 'title', 'bold'),
      text(facts.companyEn, 'normal', 'bold'),
      text(`${facts.divisionHi} / ${facts.divisionEn}`, 'small', 'regular'),
      { type: 'rule', style: 'solid' },
      text('कार्यालय प्रतिपर्ण / OFFICE COUNTERFOIL', 'large', 'bold'),
      ...(facts.practice ? [text('अभ्यास – मान्य नहीं / PRACTICE – NOT VALID', 'large', 'bold')] : []),
      {
        type: 'notice',
        tone: 'warning',
        title: 'एक ही प्रति / ONE COPY ONLY',
        lines: [
          'दूसरी प्रति नहीं है। यह पर्ची कार्यालय में सुरक्षित रखें।',
          'There is no second copy. Keep this slip safe in the office.',
        ],
      },
      line('कार्य दिवस / Business date', facts.businessDate.split('-').toReversed().join('-')),
      line('काउंटर / Counter', facts.counter),
      line('कैशियर / Cashier', facts.cashier),
      ...(facts.approver === '' ? [] : [line('मंज़ूरी / Approved by', facts.approver)]),
      line('समय / Time', paperDateTime(facts.printedAtMs)),
      ...(facts.lostSinceMs === null
        ? []
        : [line('दूसरी प्रति बंद / Copy lost since', paperDateTime(facts.lostSinceMs))]),
      { type: 'rule', style: 'dashed' },
      ...facts.sales.map((sale) => line(sale.receiptNumber, formatRupees(sale.amountPaise))),
      { type: 'rule', style: 'dashed' },
      line('रसीदें / Receipts', String(facts.sales.length)),
      { type: 'amount', label: 'योग / Sum', figures: formatRupees(sumPaise), words: [] },
      text('बही की मुहर / Mark of the journal', 'small', 'regular'),
      text(facts.hash.replaceAll(/(.{4})(?=.)/gu, '$1 '), 'small', 'bold'),
      { type: 'feed', eighths: 20 },
      line('कैशियर / Cashier', 'पर्यवेक्षक / Supervisor'),
    ],
    endMark: `— समाप्त / END ${plainText(facts.counter)} ${lastDigits(facts)} —`,
  };
}

/** The last receipt as people say its number. */
function lastDigits({ sales }: CounterfoilFacts): string {
  return sales.at(-1)?.receiptNumber.split('-').at(-1) ?? '';
}

function text(
  words: string,
  size: 'small' | 'normal' | 'large' | 'title',
  weight: 'regular' | 'bold',
): Block {
  return { type: 'text', text: plainText(words), size, weight, align: 'center' };
}

function line(key: string, value: string): Block {
  return { type: 'keyValue', key, value: plainText(value) };
}
