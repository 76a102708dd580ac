import { setImmediate as othersTurn } from 'node:timers/promises';
import type { Chain } from '../../counter/exception/chain.ts';
import {
  connectionRows,
  type ConnectionRow,
  type KnownConsumer,
} from '../../counter/lists/do-not-disconnect.ts';
import type { ListScope } from '../../counter/lists/list-names.ts';
import { paidRow, type PaidRow, unconfirmedPayment } from '../../counter/lists/paid-list.ts';
import { limits } from '../../counter/limits.ts';
import type { IsoDate, Clock } from '../../counter/time.ts';
import { assertNever } from '../../counter/result.ts';
import { lastSeq } from '../../db/entries.ts';
import { chainOf } from '../../db/exception-chain.ts';
import type { Journal } from '../../db/journal.ts';
import {
  paidInOutage,
  paidOnDate,
  type SeqSpan,
  spanOfDate,
  spanOfOutage,
  unconfirmedIn,
} from '../../db/list-reads.ts';
import { journalHead, type JournalHead } from '../../db/sign-list.ts';

/** Which list, with everything that the journal must be asked by. */
export type WantedList =
  | { readonly list: 'do-not-disconnect'; readonly outage: NamedOutage | null }
  | { readonly list: 'paid-in-outage'; readonly outage: NamedOutage }
  | { readonly list: 'paid-in-day'; readonly businessDate: IsoDate };

export interface NamedOutage {
  readonly uid: string;
  readonly name: string;
}

interface Gathered {
  /** Where the journal stood when it was read to its end. */
  readonly head: JournalHead;
  /** Name of the outage that it is about or that is open. */
  readonly outage: string | null;
  readonly scope: ListScope;
  readonly receipts: number;
  readonly paidPaise: number;
}

export type GatheredList =
  | (Gathered & { readonly list: 'do-not-disconnect'; readonly rows: readonly ConnectionRow[] })
  | (Gathered & { readonly list: 'paid'; readonly rows: readonly PaidRow[] });

export interface GatherPorts {
  readonly journal: Journal;
  readonly clock: Pick<Clock, 'monotonicMs'>;
  /** What the consumer list says of these; who is not in it is missing. */
  readonly findAll: (consumers: readonly string[]) => ReadonlyMap<string, KnownConsumer>;
}

/** Reads a whole list, a few milliseconds at a time: whoever sells meanwhile has their turn in between. */
export async function gatherList(ports: GatherPorts, wanted: WantedList): Promise<GatheredList> {
  const { journal } = ports;
  const head = journalHead(journal);
  switch (wanted.list) {
    case 'do-not-disconnect': {
      const all = { fromSeq: 1, toSeq: lastSeq(journal.db) };
      const chains = await readChains(ports, all, (span) => unconfirmedIn(journal.db, span));
      const payments = chains.map(unconfirmedPayment).filter((payment) => payment !== null);
      const known = await findInPortions(ports, [...new Set(payments.map(({ consumer }) => consumer))]);
      const rows = connectionRows(payments, known);
      const outage = wanted.outage?.name ?? null;
      return { ...sums(payments), list: wanted.list, head, outage, scope: { list: wanted.list }, rows };
    }
    case 'paid-in-outage': {
      const { uid, name } = wanted.outage;
      const span = spanOfOutage(journal.db, uid);
      const chains = await readChains(ports, span, (slice) => paidInOutage(journal.db, slice, uid));
      const rows = chains.map(paidRow);
      return {
        ...sums(rows),
        list: 'paid',
        head,
        outage: name,
        scope: { list: wanted.list, outage: name },
        rows,
      };
    }
    case 'paid-in-day': {
      const { businessDate } = wanted;
      const span = spanOfDate(journal.db, businessDate);
      const chains = await readChains(ports, span, (slice) => paidOnDate(journal.db, slice, businessDate));
      const rows = chains.map(paidRow);
      return {
        ...sums(rows),
        list: 'paid',
        head,
        outage: null,
        scope: { list: wanted.list, businessDate },
        rows,
      };
    }
    default:
      return assertNever(wanted);
  }
}

function sums(rows: readonly { readonly amountPaise: number }[]): Pick<Gathered, 'receipts' | 'paidPaise'> {
  return { receipts: rows.length, paidPaise: rows.reduce((sum, { amountPaise }) => sum + amountPaise, 0) };
}

async function readChains(
  { journal, clock }: GatherPorts,
  span: SeqSpan,
  uidsIn: (slice: SeqSpan) => readonly string[],
): Promise<Chain[]> {
  const chains: Chain[] = [];
  for (let fromSeq = span.fromSeq; fromSeq <= span.toSeq; fromSeq += limits.listSliceEntries) {
    const toSeq = Math.min(span.toSeq, fromSeq + limits.listSliceEntries - 1);
    let sinceMs = clock.monotonicMs();
    for (const uid of uidsIn({ fromSeq, toSeq })) {
      const chain = chainOf(journal.db, uid);
      if (chain !== null) chains.push(chain);
      if (clock.monotonicMs() - sinceMs < limits.listSliceMs) continue;
      await othersTurn();
      sinceMs = clock.monotonicMs();
    }
    await othersTurn();
  }
  return chains;
}

async function findInPortions(
  { findAll }: GatherPorts,
  consumers: readonly string[],
): Promise<ReadonlyMap<string, KnownConsumer>> {
  const known = new Map<string, KnownConsumer>();
  for (let at = 0; at < consumers.length; at += limits.listLookupsMax) {
    for (const [number, consumer] of findAll(consumers.slice(at, at + limits.listLookupsMax)))
      known.set(number, consumer);
    await othersTurn();
  }
  return known;
}
