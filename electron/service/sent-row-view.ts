import { sendingStateOf } from '../../counter/outage/sending-state.ts';
import { assertNever } from '../../counter/result.ts';
import { ackedSeq, offeredThrough } from '../../db/answer-reads.ts';
import { entryByUid } from '../../db/entries.ts';
import type { ReadableDb } from '../../db/connection.ts';
import { moneyOf, type SentEntry, sentEntryOf, sentRow } from '../../db/row-facts.ts';
import { offeredAt } from '../../db/row-history.ts';
import type { RawRow } from '../../db/sent-rows.ts';
import type { SentRowView } from '../contract/upload-schemas.ts';
import type { Attempts } from './attempt-watch.ts';

/** How far everything stood when a page began: asked once for all of its rows. */
export interface Standing {
  readonly ackedSeq: number;
  readonly offeredSeq: number;
  readonly attempts: Attempts;
}

export function standingNow(db: ReadableDb, attempts: Attempts): Standing {
  return { ackedSeq: ackedSeq(db), offeredSeq: offeredThrough(db), attempts };
}

/** One row in words: what it is about, and where it stands. */
export function sentRowView(db: ReadableDb, raw: RawRow, standing: Standing): SentRowView {
  const entry = sentEntryOf(raw);
  const state = sendingStateOf(sentRow(db, entry, standing.ackedSeq), entry.seq <= standing.offeredSeq);
  return {
    uid: entry.uid,
    seq: entry.seq,
    kind: kindOf(entry),
    receiptNumber: entry.receiptNumber,
    at: entry.at,
    businessDate: entry.businessDate,
    name: nameOf(db, entry),
    ...moneyOf(entry),
    cashier: entry.operator,
    state,
    triedAt: triedAt(db, entry.seq, standing),
  };
}

function kindOf(entry: SentEntry): SentRowView['kind'] {
  switch (entry.kind) {
    case 'recharge':
    case 'refund':
      return entry.kind;
    case 'refusal settled':
      return 'settlement';
    default:
      return assertNever(entry);
  }
}

/** The name on the receipt; what follows a recharge stands under the name of that one. */
function nameOf(db: ReadableDb, entry: SentEntry): string | null {
  if (entry.kind === 'recharge') return entry.consumerName;
  const corrected = entry.ref === null ? null : entryByUid(db, entry.ref);
  if (corrected?.kind !== 'recharge') return null;
  const recharge = sentEntryOf(corrected);
  return recharge.kind === 'recharge' ? recharge.consumerName : null;
}

/** This process knows its last try; of what an earlier one tried, the journal knows when it first left. */
function triedAt(db: ReadableDb, seq: number, { offeredSeq, attempts }: Standing): number | null {
  const { batch } = attempts;
  if (batch !== null && batch.fromSeq <= seq && seq <= batch.toSeq) return batch.at;
  return seq <= offeredSeq ? offeredAt(db, seq) : null;
}
