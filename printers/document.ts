import { assert } from '../counter/result.ts';

/**
 * What stands on a slip, independent of any device. It is frozen in the journal as canonical JSON, so it
 * holds only strings, whole numbers, booleans, arrays and objects, and every text exactly as it will be
 * printed: nothing is formatted, translated or looked up after the document is made.
 */
export interface Document {
  readonly v: 1;
  readonly kind: DocumentKind;
  readonly copy: Copy;
  readonly blocks: readonly Block[];
  /** The last line of every complete slip. A slip without it is torn or unfinished. */
  readonly endMark: string;
}

export type DocumentKind = 'receipt' | 'shiftReport' | 'counterfoil' | 'refund' | 'usbManifest' | 'test';

/** A further copy says so at its top and at its bottom; the layout draws both marks from this field. */
export type Copy =
  | { readonly kind: 'original' }
  | {
      readonly kind: 'duplicate';
      /** 1 for the first further copy. */
      readonly n: number;
      /** When this copy was asked for, as printed: `23-11-2026 12:10:44`. */
      readonly at: string;
      readonly operator: string;
    };

export type TextSize = 'small' | 'normal' | 'large' | 'title';
export type TextWeight = 'regular' | 'bold';
export type TextAlign = 'left' | 'center' | 'right';

/** A paragraph; wraps at words. */
export interface Text {
  readonly type: 'text';
  readonly text: string;
  readonly size: TextSize;
  readonly weight: TextWeight;
  readonly align: TextAlign;
}

/** A label at the left and its value at the right, or the label above the value when both do not fit. */
export interface KeyValue {
  readonly type: 'keyValue';
  readonly key: string;
  readonly value: string;
}

/** The sum of the slip: a large label and figures, then the words in both languages. */
export interface Amount {
  readonly type: 'amount';
  readonly label: string;
  readonly figures: string;
  readonly words: readonly string[];
}

export interface Rule {
  readonly type: 'rule';
  readonly style: 'solid' | 'dashed';
}

/** What the payer must notice. `settled` is a frame, `warning` has its title white on black. */
export interface Notice {
  readonly type: 'notice';
  readonly tone: 'settled' | 'warning';
  readonly title: string;
  readonly lines: readonly string[];
}

/** A meter token of twenty digits, printed in groups of four. */
export interface Token {
  readonly type: 'token';
  readonly title: string;
  readonly digits: string;
}

export interface QrCode {
  readonly type: 'qrCode';
  readonly text: string;
}

/** Code 128 of an even count of digits (set C). */
export interface Barcode {
  readonly type: 'barcode';
  readonly digits: string;
}

/** Empty paper, in eighths of a line of ordinary text. */
export interface Feed {
  readonly type: 'feed';
  readonly eighths: number;
}

/** A document is one slip: it is fed and cut at its end, so there is no block for that. */
export type Block = Text | KeyValue | Amount | Rule | Notice | Token | QrCode | Barcode | Feed;

/** The same slip as a further copy, marked DUPLICATE n / प्रतिलिपि n at its top and its bottom. */
export function duplicateOf(
  document: Document,
  mark: { readonly n: number; readonly at: string; readonly operator: string },
): Document {
  assert(Number.isSafeInteger(mark.n) && mark.n >= 1, `number of a duplicate: ${mark.n}`);
  return { ...document, copy: { kind: 'duplicate', n: mark.n, at: mark.at, operator: mark.operator } };
}
