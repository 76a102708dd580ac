import {
  provesEntry,
  type ReceiptQr,
  type VerifyText,
  verifyReceiptQr,
} from '../../../counter/recharge/receipt-qr.ts';
import { addsToPending, judgeScan } from '../../../counter/recharge/scanned-receipt.ts';
import { sendingStateOf, type SendingState } from '../../../counter/outage/sending-state.ts';
import { ok } from '../../../counter/result.ts';
import { ackedSeq, offeredThrough } from '../../../db/answer-reads.ts';
import { sha256Hex, verifyHash } from '../../../db/crypto.ts';
import { entryBySeq } from '../../../db/entries.ts';
import type { Journal } from '../../../db/journal.ts';
import { isSentKind, sentEntryOf, sentRow } from '../../../db/row-facts.ts';
import { keysNamedIn, readIdentity } from '../../../db/tail.ts';
import { atDesk } from '../signed-in.ts';
import type { UseCase } from './use-case.ts';

/** An earlier receipt, by its code: this counter's own key proves it, and no head end is asked. */
export const rechargeScanned: UseCase<'recharge.scanned'> = (context, { text }) => {
  const desk = atDesk(context);
  if (!desk.ok) return desk;
  const { journal } = desk.value;
  const keys = keysNamedIn(journal.db);
  const keysOf = (counter: string) => (counter === journal.counter ? keys : []);
  const verdict = verifyReceiptQr(text.trim(), keysOf, verifyText);
  const scanned = judgeScan({
    verdict,
    office: readIdentity(journal.db)?.office ?? '',
    nowMs: context.clock.wallMs(),
    state: verdict.kind === 'genuine' ? stateHere(journal, verdict.receipt) : null,
  });
  return ok({
    is: scanned.is,
    receipt: 'receipt' in scanned ? factsOf(scanned.receipt) : null,
    state: scanned.is === 'known-here' ? scanned.state : null,
    counts: addsToPending(scanned),
  });
};

/** A code is signed over its own bytes, not over a hash of them. */
const verifyText: VerifyText = (text, signature, publicKey) =>
  verifyHash(Buffer.from(text, 'utf8').toString('hex'), signature, publicKey);

/** Null where this journal holds another entry at that place, or none. */
function stateHere(journal: Journal, receipt: ReceiptQr): SendingState | null {
  const { db } = journal;
  const stored = entryBySeq(db, receipt.seq);
  if (stored === null || !isSentKind(stored.kind) || !provesEntry(receipt, stored, sha256Hex)) return null;
  return sendingStateOf(sentRow(db, sentEntryOf(stored), ackedSeq(db)), receipt.seq <= offeredThrough(db));
}

function factsOf({ counter, receiptNumber, consumer, amountPaise, takenAt }: ReceiptQr) {
  return { counter, receiptNumber, consumer, amountPaise, takenAt };
}
