import { formatRupees } from '../../counter/money.ts';
import { paperDateTime } from '../../counter/time.ts';
import type { Block, Document } from '../document.ts';
import { plainText } from '../receipt/plain-text.ts';

/** What goes on paper with a stick: by it the head office knows that it holds the whole of it. */
export interface UsbManifestFacts {
  readonly companyHi: string;
  readonly companyEn: string;
  readonly divisionHi: string;
  readonly divisionEn: string;
  readonly counter: string;
  readonly practice: boolean;
  readonly madeAtMs: number;
  /** Entries of the journal, first and last. */
  readonly from: number;
  readonly to: number;
  readonly recharges: number;
  readonly sumPaise: number;
  /** Null where no recharge is among the entries. */
  readonly firstReceipt: string | null;
  readonly lastReceipt: string | null;
  /** Eight words of the manifest's hash: the head office reads the same from its screen. */
  readonly words: readonly string[];
}

export function usbManifestDocument(facts: UsbManifestFacts): Document {
  const { words } = facts;
  const half = Math.ceil(words.length / 2);
  return {
    v: 1,
    kind: 'usbManifest',
    copy: { kind: 'original' },
    blocks: [
      text(facts.companyHi, 'title', 'bold'),
      text(facts.companyEn, 'normal', 'bold'),
      text(`${facts.divisionHi} / ${facts.divisionEn}`, 'small', 'regular'),
      { type: 'rule', style: 'solid' },
      text('पेनड्राइव की सूची / USB MANIFEST', 'large', 'bold'),
      ...(facts.practice ? [text('अभ्यास – मान्य नहीं / PRACTICE – NOT VALID', 'large', 'bold')] : []),
      { type: 'rule', style: 'dashed' },
      line('काउंटर / Counter', facts.counter),
      line('समय / Time', paperDateTime(facts.madeAtMs)),
      line('प्रविष्टियाँ / Entries', `${facts.from} – ${facts.to}`),
      line('रसीदें / Receipts', String(facts.recharges)),
      ...(facts.firstReceipt === null || facts.lastReceipt === null
        ? []
        : [line('पहली / First', facts.firstReceipt), line('अंतिम / Last', facts.lastReceipt)]),
      { type: 'amount', label: 'योग / Sum', figures: formatRupees(facts.sumPaise), words: [] },
      {
        type: 'notice',
        tone: 'warning',
        title: 'फ़ोन पर ये शब्द मिलाएँ / COMPARE THESE WORDS',
        lines: [words.slice(0, half).join(' '), words.slice(half).join(' ')],
      },
      text('पेनड्राइव के साथ मुख्य कार्यालय भेजें। / Goes to the head office with the stick.', 'small', 'regular'),
      { type: 'feed', eighths: 20 },
      line('दिया / Given', 'मिला / Received'),
    ],
    endMark: `— समाप्त / END ${plainText(facts.counter)} USB ${facts.to} —`,
  };
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
