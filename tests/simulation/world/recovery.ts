import { recoveryHash } from '../../../counter/journal/chain.ts';
import type { EntryDraft } from '../../../counter/journal/entry.ts';
import type { JournalTail } from '../../../counter/journal/place-entry.ts';
import { sha256Hex } from '../../../db/crypto.ts';
import type { Signer } from './cheap-signer.ts';

/** The first entry of a new epoch, as a restore from the second copy writes it. */
export function recoveryDraft(about: {
  readonly uid: string;
  readonly counter: string;
  readonly tail: JournalTail;
  readonly day: { readonly day: string; readonly businessDate: string } | null;
  readonly publicKey: string;
  readonly division: Signer;
}): Extract<EntryDraft, { kind: 'recovery' }> {
  const { uid, counter, tail, day, publicKey, division } = about;
  const ends = { counter, oldEpoch: tail.epoch, oldSeq: tail.seq, oldHash: tail.hash, publicKey };
  return {
    kind: 'recovery',
    v: 1,
    uid,
    businessDate: day?.businessDate ?? null,
    day: day?.day ?? null,
    shift: null,
    operator: 'program',
    ledger: [],
    ref: null,
    oldEpoch: tail.epoch,
    oldSeq: tail.seq,
    oldHash: tail.hash,
    publicKey,
    recoverySignature: division.sign(recoveryHash(sha256Hex, ends)),
    source: 'mirror',
  };
}
