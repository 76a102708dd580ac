import type { EntryCommon } from '../../counter/journal/every-entry.ts';
import type { EntryKind } from '../../counter/journal/entry.ts';

/** What a field of every body means. A new field without words does not compile. */
export const commonMeanings: Readonly<Record<keyof EntryCommon | 'kind', string>> = {
  v: 'version of the body',
  kind: 'the kind of act',
  counter: 'the counter',
  epoch: 'rises by one when a spare PC takes over',
  seq: 'order of the entries, without a gap through all epochs',
  uid: 'born with the intent, reused for every retry',
  at: 'wall time of the act, UTC',
  clock: '`held`: the clock was behind the last entry, whose time was taken or carried on',
  bootId: 'this start of the machine',
  monotonicMs: 'time since that start, which never jumps',
  businessDate: 'date of the open day, also after midnight',
  day: 'uid of the open day',
  shift: 'uid of the open shift',
  operator: 'who did it; `program` where no person acts',
  ledger: 'double entry: the lines sum to zero',
  perpetualTotalPaise: 'all recharges of this epoch up to and with this entry',
  ref: 'uid of the entry that this one corrects or continues',
};

/** What each kind of entry records. A new kind without words does not compile. */
export const kindMeanings: Readonly<Record<EntryKind, string>> = {
  'counter enrolled': 'First entry of a journal: which counter this is, and its first device key.',
  'person set': 'A person of the counter is made, changed or switched off. PINs never enter the journal.',
  'settings changed': 'The configuration of the counter is another one from here on.',
  override: 'A second person let something pass that a rule had stopped, outside a sale.',
  'clock moved':
    'A supervisor confirmed the time of a clock in doubt: the new reference for all that follows.',
  'key lost': 'The device key was lost. This entry names the new one, which signs it and all after it.',
  recovery: 'First entry of a new epoch on a spare PC, signed with the division’s recovery key.',
  'day opened': 'The head cashier opened the day; its date stands in every entry until its close.',
  'day closed': 'The day is closed and never opened again.',
  'pack sealed': 'The end-of-day pack is made: the SHA-256 of its manifest.',
  deposit: 'Cash went from the vault to the bank.',
  'outage opened': 'The head end is declared away, under a name that receipts carry.',
  'outage closed': 'That outage is over.',
  'shift opened': 'A cashier took over a drawer with its float.',
  'shift closed': 'The drawer was counted blind and emptied; a difference is accepted with its reason.',
  'cash in': 'Cash that is no recharge came into the drawer.',
  'cash out': 'Cash left the drawer for petty expenses.',
  'safe drop': 'Notes went from the drawer to the safe, before a witness.',
  handover: 'Cash was handed to the next person.',
  count: 'The drawer was counted.',
  recharge: 'Cash was taken for a consumer, and a receipt number given.',
  cancellation: 'A recharge was undone before it was offered to the head end.',
  reprint: 'A further copy of a receipt, marked DUPLICATE.',
  refund: 'Cash was given back for a recharge that the head end refused for good.',
  'refusal settled': 'The exceptions desk settled a refused recharge and asks the head end for its credit.',
  'recovered receipt': 'A receipt that only paper knew was scanned and stands in the books again.',
};
