import type { ConsumerStatus } from '../../counter/consumer/consumer.ts';
import type { BilingualText } from '../../counter/journal/every-entry.ts';
import type { ListPart } from '../../electron/contract/a4-schemas.ts';
import type { ReceiptState } from '../../counter/lists/receipt-state.ts';

/** The words of the A4 papers. Both languages stand on every sheet, so each is a pair. */
export const words = {
  practice: { hi: 'अभ्यास', en: 'PRACTICE' },
  counter: { hi: 'काउंटर', en: 'Counter' },
  outage: { hi: 'सर्वर बंदी', en: 'Outage' },
  madeAt: { hi: 'बनाया गया', en: 'Made at' },
  headHash: { hi: 'बही हैश', en: 'Journal hash' },
  entry: { hi: 'प्रविष्टि', en: 'Entry' },
  signature: { hi: 'हस्ताक्षर', en: 'Signature' },
  serial: { hi: 'क्रम', en: 'No.' },
  consumer: { hi: 'उपभोक्ता', en: 'Consumer' },
  meter: { hi: 'मीटर', en: 'Meter' },
  receipts: { hi: 'रसीदें', en: 'Receipts' },
  receipt: { hi: 'रसीद, समय', en: 'Receipt, time' },
  paid: { hi: 'जमा राशि', en: 'Paid' },
  paidAt: { hi: 'जमा समय', en: 'Paid at' },
  balance: { hi: 'पिछला शेष', en: 'Last balance' },
  old: { hi: 'पुराना', en: 'OLD' },
  arrears: { hi: 'बकाया', en: 'Arrears' },
  notInList: { hi: 'सूची में नहीं', en: 'not in the list' },
  consumers: { hi: 'उपभोक्ता', en: 'Consumers' },
  total: { hi: 'कुल जमा', en: 'Total paid' },
  cashier: { hi: 'कैशियर', en: 'Cashier' },
  state: { hi: 'स्थिति', en: 'State' },
  dates: { hi: 'दिनांक', en: 'Dates' },
  whereTo: { hi: 'पता, मोबाइल', en: 'Address, mobile' },
  listOf: { hi: 'उपभोक्ता सूची की तारीख', en: 'Consumer list of' },
  madeBy: { hi: 'जारी करने वाले के हस्ताक्षर', en: 'Issued by' },
  takenBy: { hi: 'पाने वाले के हस्ताक्षर', en: 'Received by' },
  nobody: { hi: 'इस सूची में कोई नहीं है।', en: 'Nobody is on this list.' },
} as const satisfies Record<string, BilingualText>;

export const letterWords = {
  greeting: { hi: 'महोदय / महोदया,', en: 'Dear Sir or Madam,' },
  receipt: { hi: 'रसीद', en: 'Receipt' },
  ask: { hi: 'पूछने के लिए यह पत्र दिखाएँ या फ़ोन करें:', en: 'To ask about this, show this letter or call' },
  stamp: { hi: 'मुहर', en: 'Office seal' },
} as const satisfies Record<string, BilingualText>;

/** As the consumer list had it; of who is connected nothing is said. */
export const statusWords: Readonly<Record<Exclude<ConsumerStatus, 'active'>, BilingualText>> = {
  disconnected: { hi: 'कटी हुई', en: 'disconnected' },
  blocked: { hi: 'रोकी हुई', en: 'blocked' },
  closed: { hi: 'बंद', en: 'closed' },
};

export const stateWords: Readonly<Record<ReceiptState, BilingualText>> = {
  credited: { hi: 'जमा हो गया', en: 'Credited' },
  cancelled: { hi: 'रद्द', en: 'Cancelled' },
  refunded: { hi: 'वापस किया', en: 'Refunded' },
  settled: { hi: 'निपटाया गया', en: 'Settled' },
  unsent: { hi: 'अनभेजी', en: 'Unsent' },
  pending: { hi: 'लंबित', en: 'Pending' },
  suspense: { hi: 'उचंत', en: 'Suspense' },
  refused: { hi: 'नामंज़ूर', en: 'Refused' },
  differs: { hi: 'अंतर है', en: 'Differs' },
};

/** A long list says on every sheet which of its parts this is. */
export function titleOfPart(title: BilingualText, { number, of }: ListPart): BilingualText {
  if (of === 1) return title;
  return { hi: `${title.hi}, भाग ${number} / ${of}`, en: `${title.en}, part ${number} of ${of}` };
}
