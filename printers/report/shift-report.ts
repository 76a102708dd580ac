import { formatRupees } from '../../counter/money.ts';
import { paperDateTime } from '../../counter/time.ts';
import type { Block, Document } from '../document.ts';
import { plainText } from '../receipt/plain-text.ts';

/** What the slip of a closed shift says; every sum comes from the journal. */
export interface ShiftReportFacts {
  readonly companyHi: string;
  readonly companyEn: string;
  readonly divisionHi: string;
  readonly divisionEn: string;
  readonly counter: string;
  /** Practice slips say plainly that they are worth nothing. */
  readonly practice: boolean;
  readonly cashier: string;
  /** `2026-11-23`. */
  readonly businessDate: string;
  readonly shift: number;
  readonly openedAtMs: number;
  readonly closedAtMs: number;
  readonly receipts: number;
  readonly firstReceipt: string;
  readonly lastReceipt: string;
  readonly confirmed: number;
  readonly pending: number;
  /** Finally refused by the head end. */
  readonly refused: number;
  readonly cancelled: number;
  readonly floatPaise: number;
  readonly takingsPaise: number;
  readonly cancelledPaise: number;
  readonly droppedPaise: number;
  /** What should be in the drawer. */
  readonly expectedPaise: number;
  readonly countedPaise: number;
  /** Counted minus expected. */
  readonly differencePaise: number;
  /** As the cashier wrote it; empty for none. */
  readonly differenceReason: string;
  /** Second person who approved the difference; empty for none. */
  readonly approver: string;
  /** Slips that nobody has seen whole on paper. */
  readonly uncertainSlips: number;
}

export function shiftReportDocument(facts: ShiftReportFacts): Document {
  const difference = facts.differencePaise;
  return {
    v: 1,
    kind: 'shiftReport',
    copy: { kind: 'original' },
    blocks: [
      { type: 'text', text: plainText(facts.companyHi), size: 'title', weight: 'bold', align: 'center' },
      { type: 'text', text: plainText(facts.companyEn), size: 'normal', weight: 'bold', align: 'center' },
      {
        type: 'text',
        text: plainText(`${facts.divisionHi} / ${facts.divisionEn}`),
        size: 'small',
        weight: 'regular',
        align: 'center',
      },
      { type: 'rule', style: 'solid' },
      { type: 'text', text: 'पाली समापन / SHIFT CLOSE', size: 'large', weight: 'bold', align: 'center' },
      ...(facts.practice ? [practice] : []),
      { type: 'rule', style: 'dashed' },
      line('कार्य दिवस / Business date', facts.businessDate.split('-').toReversed().join('-')),
      line('काउंटर · पाली / Counter · Shift', `${facts.counter} · ${facts.shift}`),
      line('कैशियर / Cashier', facts.cashier),
      line('शुरू / Opened', paperDateTime(facts.openedAtMs)),
      line('बंद / Closed', paperDateTime(facts.closedAtMs)),
      { type: 'rule', style: 'dashed' },
      line('रसीदें / Receipts', String(facts.receipts)),
      ...(facts.receipts === 0
        ? []
        : [line('पहली / First', facts.firstReceipt), line('अंतिम / Last', facts.lastReceipt)]),
      line('जमा / Confirmed', String(facts.confirmed)),
      line('लंबित / Pending', String(facts.pending)),
      ...when(facts.refused, line('नामंज़ूर / Refused', String(facts.refused))),
      ...when(facts.cancelled, line('रद्द / Cancelled', String(facts.cancelled))),
      ...when(facts.uncertainSlips, line('बिना पुष्टि पर्ची / Slips not proven', String(facts.uncertainSlips))),
      { type: 'rule', style: 'dashed' },
      line('आरंभिक राशि / Float', formatRupees(facts.floatPaise)),
      line('प्राप्तियाँ / Takings', formatRupees(facts.takingsPaise)),
      ...when(facts.cancelledPaise, line('रद्द राशि / Cancelled', formatRupees(-facts.cancelledPaise))),
      ...when(facts.droppedPaise, line('तिजोरी में / Safe drops', formatRupees(-facts.droppedPaise))),
      line('होना चाहिए / Expected', formatRupees(facts.expectedPaise)),
      { type: 'amount', label: 'गिनती / Counted', figures: formatRupees(facts.countedPaise), words: [] },
      {
        type: 'notice',
        tone: difference === 0 ? 'settled' : 'warning',
        title: difference === 0 ? 'बराबर / EXACT' : `अंतर / DIFFERENCE ${formatRupees(difference)}`,
        lines: [],
      },
      ...(facts.differenceReason === '' ? [] : [line('कारण / Reason', facts.differenceReason)]),
      ...(facts.approver === '' ? [] : [line('मंज़ूरी / Approved by', facts.approver)]),
      { type: 'feed', eighths: 20 },
      line('कैशियर / Cashier', 'पर्यवेक्षक / Supervisor'),
    ],
    endMark: `— समाप्त / END ${plainText(facts.counter)}-${facts.shift} —`,
  };
}

const practice: Block = {
  type: 'text',
  text: 'अभ्यास – मान्य नहीं / PRACTICE – NOT VALID',
  size: 'large',
  weight: 'bold',
  align: 'center',
};

/** A line for what there is; none for nothing. */
function when(count: number, block: Block): Block[] {
  return count === 0 ? [] : [block];
}

function line(key: string, value: string): Block {
  return { type: 'keyValue', key, value: plainText(value) };
}
