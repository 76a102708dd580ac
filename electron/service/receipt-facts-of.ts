import type { Answer } from '../../counter/journal/answer.ts';
import type { BilingualText, HeadLine } from '../../counter/journal/every-entry.ts';
import type { StoredEntry } from '../../counter/journal/entry.ts';
import type { Recharge } from '../../counter/journal/recharge-entries.ts';
import { receiptQrText, type SignText } from '../../counter/recharge/receipt-qr.ts';
import type { ReceiptFacts, ReceiptStatus } from '../../printers/receipt/receipt-facts.ts';
import type { Config } from '../contract/config-schemas.ts';
import type { ConsumerView } from '../contract/view-schemas.ts';
import { slipHeading } from './slip-heading.ts';

/** Who issues receipts here, from the enrolment. */
export interface Issuer {
  readonly counter: string;
  readonly office: string;
  readonly officeName: BilingualText;
  readonly company: BilingualText;
}

interface PaperSources {
  readonly config: Config;
  readonly issuer: Issuer;
  readonly consumer: ConsumerView | null;
  readonly cashierName: string;
  /** Name of the outage that was open at the taking; null for none. */
  readonly outageName: string | null;
}

/** What the receipt of a recorded recharge says, given the answer that is stored at this moment. */
export function receiptFactsOf(
  sources: PaperSources,
  recorded: { readonly stored: StoredEntry; readonly recharge: Recharge; readonly answer: Answer | null },
  sign: SignText,
): ReceiptFacts {
  const { stored, recharge, answer } = recorded;
  return {
    ...commonFacts(sources),
    receiptNumber: recharge.receiptNumber,
    takenAtMs: recharge.at,
    consumerNumber: recharge.consumer,
    consumerName: recharge.consumerName ?? '',
    meterNumber: recharge.meter ?? '',
    headLines: recharge.heads.map(headLine),
    amountPaise: recharge.amountPaise,
    tenderedPaise: recharge.tenderedPaise,
    changePaise: recharge.changePaise,
    status: statusOf(sources, answer),
    qrText: receiptQrText(
      {
        counter: stored.counter,
        epoch: stored.epoch,
        seq: stored.seq,
        receiptNumber: recharge.receiptNumber,
        consumer: recharge.consumer,
        amountPaise: recharge.amountPaise,
        takenAt: recharge.at,
        hash: stored.hash,
      },
      sign,
    ),
  };
}

/** The receipt before it exists: no number, no proof, and nothing about its credit but that it is open. */
export function previewFacts(
  sources: PaperSources,
  asked: {
    readonly consumer: string;
    readonly amountPaise: number;
    readonly tenderedPaise: number;
    readonly now: number;
    readonly year: string;
  },
): ReceiptFacts {
  const { issuer, consumer } = sources;
  return {
    ...commonFacts(sources),
    receiptNumber: `${issuer.office}-${issuer.counter}-${asked.year}-······`,
    takenAtMs: asked.now,
    consumerNumber: asked.consumer,
    consumerName: consumer?.name ?? '',
    meterNumber: consumer?.meter ?? '',
    headLines: [
      headLine({ head: consumer === null ? 'suspense' : 'recharge', amountPaise: asked.amountPaise }),
    ],
    amountPaise: asked.amountPaise,
    tenderedPaise: asked.tenderedPaise,
    changePaise: Math.max(0, asked.tenderedPaise - asked.amountPaise),
    status: statusOf(sources, null),
    qrText: 'R1',
  };
}

function commonFacts({ config, issuer, consumer, cashierName }: PaperSources) {
  return {
    ...slipHeading(config, issuer),
    helpline: config.receipt.helpline,
    gstin: config.receipt.gstin ?? '',
    cashier: cashierName,
    addressLine: consumer?.address ?? '',
    tariff: consumer?.tariff ?? '',
    load: loadText(consumer?.loadWatts ?? null),
  };
}

/** Watts as the kilowatts that bills show: `2 kW`, `1.5 kW`. */
function loadText(watts: number | null): string {
  if (watts === null) return '';
  const whole = Math.trunc(watts / 1000);
  const rest = String(watts % 1000)
    .padStart(3, '0')
    .replace(/0+$/u, '');
  return rest === '' ? `${whole} kW` : `${whole}.${rest} kW`;
}

function statusOf(sources: PaperSources, answer: Answer | null): ReceiptStatus {
  if (answer?.credit === 'applied') {
    return {
      kind: 'confirmed',
      reference: answer.reference ?? '',
      tokens: answer.tokens.map((digits) => ({ digits, kind: 'credit' })),
    };
  }
  const { supplyPromise } = sources.config.receipt;
  return { kind: 'pending', outageName: sources.outageName, supplyPromise, tokens: [] };
}

function headLine(line: HeadLine): ReceiptFacts['headLines'][number] {
  const name = headNames[line.head];
  return { nameHi: name?.hi ?? line.head, nameEn: name?.en ?? line.head, amountPaise: line.amountPaise };
}

const headNames: Readonly<Record<string, BilingualText>> = {
  recharge: { hi: 'रिचार्ज', en: 'Recharge' },
  suspense: { hi: 'उचंत खाता', en: 'Suspense' },
};
