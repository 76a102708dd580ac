/** Everything a receipt says, gathered by the caller from the journal and the configuration. */
export interface ReceiptFacts {
  readonly companyHi: string;
  readonly companyEn: string;
  readonly divisionHi: string;
  readonly divisionEn: string;
  /** Counter name as people know it, `C02`. */
  readonly counter: string;
  readonly helpline: string;
  /** Empty when the configuration holds none; then no such line is printed. */
  readonly gstin: string;
  /** Practice slips carry a plain line that they are worth nothing. */
  readonly practice: boolean;
  readonly receiptNumber: string;
  /** Wall milliseconds of the taking. */
  readonly takenAtMs: number;
  readonly cashier: string;
  readonly consumerNumber: string;
  /** In the script the company wrote it in; empty for money taken into suspense. */
  readonly consumerName: string;
  readonly addressLine: string;
  readonly meterNumber: string;
  readonly tariff: string;
  readonly load: string;
  /** More than one line is printed as a split of the sum; a single line is not repeated. */
  readonly headLines: readonly ReceiptHeadLine[];
  readonly amountPaise: number;
  readonly tenderedPaise: number;
  readonly changePaise: number;
  readonly status: ReceiptStatus;
  /** The signed text of the QR code. */
  readonly qrText: string;
}

export interface ReceiptHeadLine {
  readonly nameHi: string;
  readonly nameEn: string;
  readonly amountPaise: number;
}

export type ReceiptStatus =
  | { readonly kind: 'confirmed'; readonly reference: string; readonly tokens: readonly ReceiptToken[] }
  | {
      readonly kind: 'pending';
      /** Name of the declared outage, or null when none is declared. */
      readonly outageName: string | null;
      /** Whether the company has ordered the promise that supply will not be cut. */
      readonly supplyPromise: boolean;
      /** Tokens of the sealed pool that this sale opened. */
      readonly tokens: readonly ReceiptToken[];
    };

export interface ReceiptToken {
  /** Twenty digits. */
  readonly digits: string;
  readonly kind: 'credit' | 'keyChange';
}
