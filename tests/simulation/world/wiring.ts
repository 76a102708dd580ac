import type { ReceivedBatch } from '../../../headend/batch.ts';
import type { HeadEndClient } from '../../../headend/client.ts';
import type { Outbox } from '../../../headend/outbox.ts';
import type { Store } from '../../../headend/reference/store.ts';
import type { Document } from '../../../printers/document.ts';
import type { PrintJob } from '../../../db/print-jobs.ts';
import type { SlipRecord } from '../../../printers/print-dispatch.ts';
import { judgeWish } from '../../../counter/exception/outcomes.ts';
import type { Desk } from './desk-acts.ts';
import type { SimJournal } from './sim-journal.ts';
import type { DayTally } from './service-acts.ts';

/**
 * The joints at which the real parts of the house are put together in the simulation. A mutant bends
 * one of them; the product itself has no switch.
 */
export interface Wiring {
  readonly journal: (journal: SimJournal) => SimJournal;
  readonly outbox: (outbox: Outbox, journal: SimJournal) => Outbox;
  readonly client: (client: HeadEndClient, outbox: Outbox) => HeadEndClient;
  readonly store: (store: Store) => Store;
  readonly arriving: (batch: ReceivedBatch) => ReceivedBatch;
  readonly slips: (record: SlipRecord<PrintJob>) => SlipRecord<PrintJob>;
  /** How many processes believe that the printer is theirs. */
  readonly printOwners: number;
  /** When the paper of a sale may go out: after its entry is recorded, or before anything is. */
  readonly paper: 'after-recorded' | 'before-commit';
  readonly copyDocument: (marked: Document, original: Document) => Document;
  /** What a cashier does after a sale of unknown outcome. */
  readonly retry: 'same-uid' | 'new-uid';
  /** When cash goes into the drawer. */
  readonly cash: 'when-recorded' | 'when-asked';
  readonly newUid: (uid: string, nowMs: number) => string;
  readonly desk: Desk;
  /** Whether people settle at the desk what is settled already. */
  readonly takesUpSettled: boolean;
  readonly totals: (fold: DayTally, memory: DayTally) => DayTally;
}

export const soundWiring: Wiring = {
  journal: (journal) => journal,
  outbox: (outbox) => outbox,
  client: (client) => client,
  store: (store) => store,
  arriving: (batch) => batch,
  slips: (record) => record,
  printOwners: 1,
  paper: 'after-recorded',
  copyDocument: (marked) => marked,
  retry: 'same-uid',
  cash: 'when-recorded',
  newUid: (uid) => uid,
  desk: judgeWish,
  takesUpSettled: false,
  totals: (fold) => fold,
};
