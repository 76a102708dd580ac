import { lastAnswerNumber } from './answer-reads.ts';
import { mirrorOnRecord, spoiledFiles } from './care/care-events.ts';
import type { WritableDb } from './connection.ts';
import type { JournalOptions } from './journal.ts';
import type { JournalInner } from './journal-inner.ts';
import { newMirror } from './mirror/mirror.ts';
import { mirrorSource } from './second-copy.ts';
import { confirmedOffAt, keyAt, readTail } from './tail.ts';

/** For this room alone: a journal about an open connection, with nothing proved yet. */
export function innerOf(options: JournalOptions, db: WritableDb, place: JournalInner['place']): JournalInner {
  const tail = readTail(db);
  const inner: JournalInner = {
    options,
    place,
    db,
    state: 'open',
    tail,
    newest: null,
    lastAnswer: lastAnswerNumber(db),
    publicKey: tail.seq === 0 ? options.signer.publicKey : keyAt(db, tail.seq),
    confirmedOffMs: confirmedOffAt(db),
    broughtBack: 0,
    mirror: null,
    fileHeld: 'free',
    reserve: 'kept',
    mirrorOnRecord: mirrorOnRecord(db),
  };
  if (options.mirrorFolder === null || tail.seq === 0) return inner;
  inner.mirror = newMirror({
    folder: options.mirrorFolder,
    counter: place.counter,
    epoch: tail.epoch,
    signer: options.signer,
    recoveryPublicKey: options.recoveryPublicKey,
    random: options.random,
    source: mirrorSource(inner),
    spoiled: spoiledFiles(db),
    faults: options.faults ?? {},
  });
  return inner;
}
