import { listHash, type ListSeal, type SignedSeal } from '../counter/lists/list-seal.ts';
import { sha256Hex } from './crypto.ts';
import { entryBySeq, lastSeq } from './entries.ts';
import type { Journal } from './journal.ts';

/** Where the journal stands: the last entry and its hash. */
export interface JournalHead {
  readonly epoch: number;
  readonly seq: number;
  readonly hash: string;
}

export function journalHead(journal: Journal): JournalHead {
  const last = entryBySeq(journal.db, lastSeq(journal.db));
  return { epoch: journal.epoch, seq: last?.seq ?? 0, hash: last?.hash ?? '' };
}

/** Signs what a list says of itself with the device key, as of an entry of this journal. */
export function signList(
  journal: Journal,
  list: Pick<ListSeal, 'file' | 'sha256' | 'rows' | 'sumPaise' | 'at'>,
  head: JournalHead,
): SignedSeal {
  const seal: ListSeal = {
    v: 1,
    ...list,
    counter: journal.counter,
    epoch: head.epoch,
    seq: head.seq,
    headHash: head.hash,
  };
  return { ...seal, signature: journal.inner.options.signer.sign(listHash(sha256Hex, seal)) };
}
