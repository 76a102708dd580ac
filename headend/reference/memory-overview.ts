import { placeOf, type Tables } from './memory-tables.ts';
import type { ArrivedEntry, Overview } from './store.ts';

/** The same as the SQL of `sql-overview.ts`, by going through everything. */
export function overviewOf(tables: Tables, limit: number): Overview {
  const all: ArrivedEntry[] = [...tables.entries.values()].map((entry) => ({
    entry,
    answer: tables.answers.get(placeOf(entry))?.at(-1) ?? null,
  }));
  const said = (credit: string) => all.filter(({ answer }) => answer?.text.includes(`"credit":"${credit}"`));
  const waiting = said('pending');
  const credits = [...tables.credits.values()];
  return {
    entries: all.length,
    credits: credits.length,
    creditedPaise: credits.reduce((sum, { amountPaise }) => sum + amountPaise, 0),
    refused: said('rejected').length,
    waiting: waiting.length,
    firstWaiting: waiting.slice(0, limit),
    latest: all.slice(-limit).toReversed(),
    heardAt: new Map(all.map(({ entry }) => [entry.counter, entry.arrivedAt])),
    offices: new Map(
      [...tables.codes.values()].flatMap(({ counter, office, publicKey }) =>
        publicKey === null ? [] : [[counter, office] as const],
      ),
    ),
  };
}
