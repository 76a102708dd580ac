import { join } from 'node:path';
import { assert } from '../../../counter/result.ts';
import { deviceSigner, systemRandom } from '../../../db/crypto.ts';
import { closeJournal, openJournal } from '../../../db/journal.ts';
import { statement } from '../../../db/statement.ts';
import { handClock } from '../../harness/journal.ts';
import { judgeImage } from '../replay/judge.ts';
import { journalFolder } from '../replay/places.ts';
import type { Promised } from '../replay/promise.ts';
import type { Sale } from './fault-case.ts';

/**
 * Judges a journal after its disk works again: what was recorded is in it once, what was refused is not
 * in it, and the whole proof holds. `isWhole`: the program ended by itself, so that no sale is in it
 * of which nothing was said.
 */
export async function judgeFault(
  root: string,
  secret: string,
  sales: readonly Sale[],
  isWhole: boolean,
): Promise<string | null> {
  const promises: Promised[] = [];
  for (const sale of sales) {
    if (sale.said !== 'recorded') continue;
    const { seq, uid, hash, copies } = sale;
    promises.push({ kind: 'entry', seq, uid, hash, copies });
  }
  return (
    (await judgeImage(root, secret, promises, 'journal first')) ?? judgeSales(root, secret, sales, isWhole)
  );
}

async function judgeSales(
  root: string,
  secret: string,
  sales: readonly Sale[],
  isWhole: boolean,
): Promise<string | null> {
  const opened = await openJournal({
    folder: join(root, journalFolder),
    mirrorFolder: null,
    recoveryPublicKey: null,
    clock: handClock(Date.parse('2026-11-26T05:30:00Z')),
    random: systemRandom,
    signer: deviceSigner(secret),
    bootId: 'judge',
  });
  assert(opened.ok, 'the journal opened a moment ago');
  const sql = "SELECT uid FROM entry WHERE kind = 'recharge'";
  const found = statement<{ uid: string }>(opened.value.db, sql)
    .all()
    .map(({ uid }) => uid);
  await closeJournal(opened.value);
  const saidOf = new Map(sales.map(({ uid, said }) => [uid, said]));
  if (found.some((uid) => saidOf.get(uid) === 'refused')) return 'a refused sale came back';
  if (isWhole && found.some((uid) => !saidOf.has(uid))) return 'a sale came from nowhere';
  return null;
}
