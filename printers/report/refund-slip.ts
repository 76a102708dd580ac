import type { BilingualText } from '../../counter/journal/every-entry.ts';
import { formatRupees } from '../../counter/money.ts';
import { amountInWords } from '../../counter/text/amount-in-words.ts';
import { paperDateTime } from '../../counter/time.ts';
import type { Block, Document } from '../document.ts';
import { plainText } from '../receipt/plain-text.ts';

/** What the slip of a refund says: the counter keeps it, signed by whoever took the cash. */
export interface RefundFacts {
  readonly companyHi: string;
  readonly companyEn: string;
  readonly divisionHi: string;
  readonly divisionEn: string;
  readonly counter: string;
  readonly practice: boolean;
  /** `2026-11-23`, of the refund. */
  readonly businessDate: string;
  readonly receiptNumber: string;
  readonly paidAtMs: number;
  readonly consumer: string;
  /** Empty for a consumer whom the list did not know. */
  readonly consumerName: string;
  readonly meter: string;
  readonly amountPaise: number;
  readonly refundedAtMs: number;
  readonly reason: string;
  /** What the head end said when it refused; null where it gave no words. */
  readonly refusal: BilingualText | null;
  readonly operator: string;
  /** The second person; empty where the amount asked for none. */
  readonly approver: string;
}

export function refundDocument(facts: RefundFacts): Document {
  const figures = formatRupees(facts.amountPaise);
  return {
    v: 1,
    kind: 'refund',
    copy: { kind: 'original' },
    blocks: [
      text(facts.companyHi, 'title', 'bold'),
      text(facts.companyEn, 'normal', 'bold'),
      text(`${facts.divisionHi} / ${facts.divisionEn}`, 'small', 'regular'),
      { type: 'rule', style: 'solid' },
      text('नकद वापसी / CASH REFUND', 'large', 'bold'),
      ...(facts.practice ? [text('अभ्यास – मान्य नहीं / PRACTICE – NOT VALID', 'large', 'bold')] : []),
      line('रसीद / Receipt', facts.receiptNumber),
      line('भुगतान / Paid on', paperDateTime(facts.paidAtMs)),
      line('उपभोक्ता / Consumer', facts.consumer),
      ...(facts.consumerName === '' ? [] : [line('नाम / Name', facts.consumerName)]),
      ...(facts.meter === '' ? [] : [line('मीटर / Meter', facts.meter)]),
      { type: 'rule', style: 'dashed' },
      {
        type: 'amount',
        label: 'लौटाई गई राशि / Given back',
        figures,
        words: [amountInWords(facts.amountPaise, 'hi'), amountInWords(facts.amountPaise, 'en')],
      },
      ...refusalBlocks(facts.refusal),
      line('कारण / Reason', facts.reason),
      line('कार्य दिवस / Business date', facts.businessDate.split('-').toReversed().join('-')),
      line('समय / Time', paperDateTime(facts.refundedAtMs)),
      line('काउंटर / Counter', facts.counter),
      line('लौटाया / Given by', facts.operator),
      ...(facts.approver === '' ? [] : [line('मंज़ूरी / Approved by', facts.approver)]),
      {
        type: 'notice',
        tone: 'settled',
        title: `मुझे ${figures} नकद मिले`,
        lines: [`I received ${figures} in cash. The receipt above is no longer valid.`],
      },
      { type: 'feed', eighths: 28 },
      text('____________________________', 'normal', 'regular'),
      text('उपभोक्ता के हस्ताक्षर या अँगूठा / Consumer’s signature or thumb', 'small', 'regular'),
      { type: 'feed', eighths: 20 },
      line('लौटाने वाला / Given by', 'मंज़ूरी / Approved by'),
    ],
    endMark: `— समाप्त / END ${plainText(facts.receiptNumber)} —`,
  };
}

function refusalBlocks(refusal: BilingualText | null): Block[] {
  if (refusal === null) return [];
  return [text(refusal.hi, 'small', 'regular'), text(refusal.en, 'small', 'regular')];
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
