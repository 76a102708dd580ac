export interface LedgerRow {
  readonly counter: string;
  readonly epoch: number;
  readonly seq: number;
  readonly uid: string;
  readonly consumer: string;
  readonly amountPaise: number;
  readonly reference: string;
}

const header = 'counter,epoch,seq,uid,consumer,amountPaise,reference';

/** Reads the head end's ledger. No field of it can hold a comma; a line of another shape is an error. */
export function parseLedgerCsv(text: string): LedgerRow[] {
  const [first, ...lines] = text.trimEnd().split(/\r?\n/u);
  if (first !== header) throw new Error(`the ledger begins with "${first}", not with "${header}"`);
  return lines.map((line) => {
    const cells = line.split(',');
    const [counter = '', epoch, seq, uid = '', consumer = '', amount, reference = ''] = cells;
    const row = {
      counter,
      epoch: Number(epoch),
      seq: Number(seq),
      uid,
      consumer,
      amountPaise: Number(amount),
      reference,
    };
    if (cells.length !== 7 || !Number.isSafeInteger(row.amountPaise) || uid.length !== 36) {
      throw new Error(`not a row of the ledger: ${line}`);
    }
    return row;
  });
}
