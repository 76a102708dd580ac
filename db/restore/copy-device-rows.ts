import type { WritableDb } from '../connection.ts';
import { lastSeq } from '../entries.ts';
import { statement } from '../statement.ts';
import type { Device } from './copy-papers.ts';
import type { DamagedJournal } from './damaged-journal.ts';

/**
 * Takes over what stands beside the chain: how far entries were offered, what happened to the copies,
 * and, where the same device goes on, the PINs of its people. A new device gets none of those: whoever
 * found the old PC must not be able to sign in with what was on it.
 */
export function copyDeviceRows(db: WritableDb, journal: DamagedJournal, device: Device, at: number): void {
  const last = lastSeq(db);
  let offered = 0;
  for (const [index, { throughSeq, at: offeredAt }] of rising(journal.offers(), last).entries()) {
    statement(db, insertOffer).run(index + 1, throughSeq, offeredAt);
    offered = throughSeq;
  }
  // Nobody knows what left a PC that is gone: all of it counts as offered, so nothing is cancelled that was credited.
  if (device === 'new' && offered < last) {
    statement(db, `INSERT INTO offer (n, through_seq, at) SELECT ifnull(max(n), 0) + 1, ?, ? FROM offer`).run(
      last,
      at,
    );
  }
  for (const [index, event] of journal.careEvents().entries()) {
    statement(db, insertCare).run(index + 1, event.at, event.event, event.afterSeq, event.file, event.detail);
  }
  if (device === 'new') return;
  for (const [index, { person, pin, setAt }] of journal.pins().entries()) {
    statement(db, insertPin).run(index + 1, person, pin, setAt);
  }
  for (const [index, { person, wrong, at: triedAt }] of journal.pinTries().entries()) {
    statement(db, insertTry).run(index + 1, person, wrong, triedAt);
  }
}

const insertOffer = 'INSERT INTO offer (n, through_seq, at) VALUES (?, ?, ?)';
const insertCare = 'INSERT INTO care_event (n, at, event, after_seq, file, detail) VALUES (?, ?, ?, ?, ?, ?)';
const insertPin = 'INSERT INTO person_pin (n, person, pin, set_at) VALUES (?, ?, ?, ?)';
const insertTry = 'INSERT INTO pin_try (n, person, wrong, at) VALUES (?, ?, ?, ?)';

type Offer = ReturnType<DamagedJournal['offers']>[number];

function rising(offers: readonly Offer[], last: number): readonly Offer[] {
  const kept: Offer[] = [];
  for (const offer of offers) {
    if (offer.throughSeq <= last && offer.throughSeq > (kept.at(-1)?.throughSeq ?? 0)) kept.push(offer);
  }
  return kept;
}
