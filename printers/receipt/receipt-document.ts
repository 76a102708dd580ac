import { formatRupees } from '../../counter/money.ts';
import { assertNever } from '../../counter/result.ts';
import { amountWordsEnglish, amountWordsHindi } from '../../counter/text/amount-words.ts';
import { paperDateTime } from '../../counter/time.ts';
import type { Block, Document, KeyValue, Notice, Text } from '../document.ts';
import { plainText } from './plain-text.ts';
import type { ReceiptFacts, ReceiptStatus, ReceiptToken } from './receipt-facts.ts';

/**
 * The bilingual receipt. It says what was taken and what the head end answered, and nothing that the
 * counter does not know: no balance, no split that is not the cashier's own head lines.
 * Token and status stand before the QR code, so a slip torn in its tail still carries them.
 */
export function receiptDocument(facts: ReceiptFacts): Document {
  return {
    v: 1,
    kind: 'receipt',
    copy: { kind: 'original' },
    blocks: [
      ...letterhead(facts),
      ...whoAndWhen(facts),
      { type: 'rule', style: 'dashed' },
      ...money(facts),
      { type: 'rule', style: 'solid' },
      ...tokens(facts.status.tokens),
      statusNotice(facts.status),
      { type: 'qrCode', text: facts.qrText },
      ...footer(facts),
    ],
    endMark: receiptEndMark(facts.receiptNumber),
  };
}

/** `— समाप्त / END 000123 —`: the count at the end of the receipt number. */
export function receiptEndMark(receiptNumber: string): string {
  return `— समाप्त / END ${receiptNumber.slice(receiptNumber.lastIndexOf('-') + 1)} —`;
}

function letterhead(facts: ReceiptFacts): Block[] {
  return [
    centered(facts.companyHi, 'title', 'bold'),
    centered(facts.companyEn, 'normal', 'bold'),
    centered(`${facts.divisionHi} / ${facts.divisionEn}`, 'small', 'regular'),
    ...(facts.gstin === '' ? [] : [centered(`GSTIN ${facts.gstin}`, 'small', 'regular')]),
    { type: 'rule', style: 'solid' },
    centered('प्रीपेड रिचार्ज रसीद / PREPAID RECHARGE RECEIPT', 'large', 'bold'),
    ...(facts.practice ? [centered('अभ्यास – मान्य नहीं / PRACTICE – NOT VALID', 'large', 'bold')] : []),
    { type: 'rule', style: 'dashed' },
  ];
}

function whoAndWhen(facts: ReceiptFacts): Block[] {
  return [
    ...known('रसीद सं. / Receipt', facts.receiptNumber),
    ...known('दिनांक / Date', paperDateTime(facts.takenAtMs)),
    ...known('काउंटर / Counter', `${facts.counter} · ${facts.cashier}`),
    ...known('उपभोक्ता सं. / CA No', facts.consumerNumber),
    ...known('नाम / Name', facts.consumerName),
    ...known('पता / Address', facts.addressLine),
    ...known('मीटर सं. / Meter', facts.meterNumber),
    ...known('श्रेणी / Tariff', facts.tariff),
    ...known('भार / Load', facts.load),
  ];
}

function money(facts: ReceiptFacts): Block[] {
  const lines = facts.headLines.length > 1 ? facts.headLines : [];
  return [
    {
      type: 'amount',
      label: 'राशि / Amount',
      figures: formatRupees(facts.amountPaise),
      words: [`(${amountWordsHindi(facts.amountPaise)})`, `(${amountWordsEnglish(facts.amountPaise)})`],
    },
    ...lines.flatMap((line) => known(`${line.nameHi} / ${line.nameEn}`, formatRupees(line.amountPaise))),
    ...known('नकद प्राप्त / Cash', formatRupees(facts.tenderedPaise)),
    ...known('वापस / Change', formatRupees(facts.changePaise)),
  ];
}

function tokens(all: readonly ReceiptToken[]): Block[] {
  if (all.length === 0) return [];
  return [
    ...all.map((token, i): Block => ({
      type: 'token',
      title: tokenTitle(token, i, all.length),
      digits: token.digits,
    })),
    centered('मीटर कीपैड पर 20 अंक दर्ज करें, फिर Enter दबाएँ।', 'small', 'regular'),
    centered('Key in all 20 digits, then press Enter.', 'small', 'regular'),
    ...(all.length > 1
      ? [centered('सभी टोकन इसी क्रम में / Enter all tokens in this order', 'small', 'bold')]
      : []),
    { type: 'rule', style: 'solid' },
  ];
}

function tokenTitle(token: ReceiptToken, index: number, count: number): string {
  const numbered = count > 1;
  const hi = numbered ? `टोकन ${index + 1}/${count}` : 'टोकन';
  const en = numbered ? `TOKEN ${index + 1} OF ${count}` : 'TOKEN';
  switch (token.kind) {
    case 'credit':
      return `${hi} / ${en}`;
    case 'keyChange':
      return `${hi} · कुंजी बदलें / ${en} · KEY CHANGE`;
    default:
      return assertNever(token.kind);
  }
}

function statusNotice(status: ReceiptStatus): Notice {
  switch (status.kind) {
    case 'confirmed':
      return {
        type: 'notice',
        tone: 'settled',
        title: 'जमा हो गया / CONFIRMED',
        lines: [`संदर्भ / Ref ${plainText(status.reference)}`],
      };
    case 'pending':
      return { type: 'notice', tone: 'warning', title: 'लंबित / PENDING', lines: pendingLines(status) };
    default:
      return assertNever(status);
  }
}

function pendingLines(status: Extract<ReceiptStatus, { kind: 'pending' }>): string[] {
  return [
    ...(status.outageName === null ? [] : [`सर्वर बंद / Outage: ${plainText(status.outageName)}`]),
    'पैसा मिल गया है। सर्वर चालू होने पर खाते में जाएगा।',
    'Money received. It is credited when the server is back.',
    'दोबारा भुगतान न करें। / Do not pay again.',
    ...(status.supplyPromise ? ['बिजली नहीं काटी जाएगी। / Supply will not be cut.'] : []),
  ];
}

function footer(facts: ReceiptFacts): Block[] {
  const text = `हेल्पलाइन / Helpline ${plainText(facts.helpline)}`;
  return facts.helpline === '' ? [] : [centered(text, 'small', 'regular')];
}

function centered(text: string, size: Text['size'], weight: Text['weight']): Text {
  return { type: 'text', text: plainText(text), size, weight, align: 'center' };
}

/** A line for what is known; nothing at all for what is not. */
function known(key: string, value: string): KeyValue[] {
  const text = plainText(value);
  return text === '' ? [] : [{ type: 'keyValue', key, value: text }];
}
