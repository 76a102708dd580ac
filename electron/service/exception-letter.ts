import { type Chain, isOpen, standingOf } from '../../counter/exception/chain.ts';
import { letterParagraphs, type LetterAct } from '../../counter/exception/letter.ts';
import { deskClock } from '../../counter/exception/working-days.ts';
import type { BilingualText } from '../../counter/journal/every-entry.ts';
import type { ReadableDb } from '../../db/connection.ts';
import { journalHead } from '../../db/sign-list.ts';
import type { Journal } from '../../db/journal.ts';
import { personById } from '../../db/people.ts';
import type { A4Of } from '../contract/a4-schemas.ts';
import { a4Heading } from './list-paper.ts';
import { issuerOf } from './paper-maker.ts';
import type { ServiceContext } from './service-context.ts';

/** The letter to the consumer of one receipt, as it stands now. `actor` gives it out. */
export function exceptionLetter(
  { config, clock, directory }: Pick<ServiceContext, 'config' | 'clock' | 'directory'>,
  journal: Journal,
  chain: Chain,
  actor: string,
): A4Of<'consumer-letter'> {
  const { recharge } = chain;
  const { receiptNumber, amountPaise, consumer, meter, at: paidAt } = recharge;
  const madeAt = clock.wallMs();
  const standing = standingOf(chain);
  const answer = 'answer' in standing.tip ? standing.tip.answer : null;
  const since = answer?.storedAt ?? standing.tip.at;
  const known = directory.find(consumer);
  return {
    kind: 'consumer-letter',
    heading: a4Heading({ config, issuer: issuerOf(journal) }),
    outage: null,
    madeAt,
    head: journalHead(journal),
    signature: null,
    to: { name: recharge.consumerName, address: known?.address ?? null, consumer, meter },
    receiptNumber,
    amountPaise,
    paidAt,
    standing: standing.is,
    paragraphs: letterParagraphs({
      receiptNumber,
      counter: journal.counter,
      amountPaise,
      paidAt,
      standing: standing.is,
      said: recharge.answer?.credit === 'applied' ? null : (recharge.answer?.text ?? null),
      act: lastAct(journal.db, chain),
      dueAt: isOpen(standing) ? deskClock(since, madeAt, config.exceptions.holidays).dueAt : null,
      reference: answer?.reference ?? null,
    }),
    helpline: config.receipt.helpline,
    signedBy: nameOf(journal.db, actor),
  };
}

function lastAct(db: ReadableDb, { acts }: Chain): LetterAct | null {
  const last = acts.at(-1);
  if (last === undefined) return null;
  const { at, operator } = last;
  const by = nameOf(db, operator);
  return last.as === 'settlement'
    ? { what: last.outcome, at, by, consumer: last.consumer, meterLastFour: last.meter?.slice(-4) ?? null }
    : { what: last.as, at, by, consumer: null, meterLastFour: null };
}

function nameOf(db: ReadableDb, person: string): BilingualText {
  return personById(db, person)?.name ?? { hi: person, en: person };
}
