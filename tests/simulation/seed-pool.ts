import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Outcome } from './simulate.ts';
import type { Level } from './world/house.ts';
import type { SwarmProfile } from './world/swarm.ts';

/** Seeds for a worker thread. */
export interface SeedOrder {
  readonly seeds: readonly number[];
  readonly profile: SwarmProfile;
  readonly level: Level;
  /** Name of a mutant; null for the sound house. */
  readonly mutant: string | null;
}

export interface SeedSummary {
  readonly seed: number;
  readonly hash: string;
  readonly sales: number;
  readonly events: number;
  /** The invariant that broke, and how; null where all held. */
  readonly breach: { readonly invariant: string; readonly message: string } | null;
  readonly swarm: string;
  /** The last events before the breach; empty where there was none. */
  readonly story: readonly string[];
}

export type SeedReply = readonly SeedSummary[];

export const storyEvents = 60;
const seedsAtOnce = 20;

export function summaryOf({ breach, events, hash, sales, seed, story, swarm }: Outcome): SeedSummary {
  return {
    seed,
    hash,
    sales,
    events,
    swarm,
    breach: breach === null ? null : { invariant: breach.invariant, message: breach.message },
    story: breach === null ? [] : story.last(storyEvents),
  };
}

/** Lives many seeds on all cores; the summaries come in the order of the seeds. */
export async function liveSeeds(
  seeds: readonly number[],
  how: Omit<SeedOrder, 'seeds'>,
): Promise<readonly SeedSummary[]> {
  const waiting: number[][] = [];
  for (let at = 0; at < seeds.length; at += seedsAtOnce) waiting.push(seeds.slice(at, at + seedsAtOnce));
  const summaries: SeedSummary[] = [];
  const workers = Math.min(availableParallelism(), waiting.length);
  await Promise.all(
    Array.from({ length: workers }, () =>
      work(
        how,
        () => waiting.shift(),
        (reply) => void summaries.push(...reply),
      ),
    ),
  );
  return summaries.toSorted((left, right) => left.seed - right.seed);
}

function work(
  how: Omit<SeedOrder, 'seeds'>,
  next: () => number[] | undefined,
  done: (reply: SeedReply) => void,
): Promise<void> {
  const worker = new Worker(new URL('seed-worker.ts', import.meta.url));
  return new Promise<void>((resolve, reject) => {
    const send = (): void => {
      const seeds = next();
      if (seeds === undefined) resolve();
      else worker.postMessage({ ...how, seeds } satisfies SeedOrder);
    };
    worker.on('error', reject);
    worker.on('message', (reply: SeedReply) => {
      done(reply);
      send();
    });
    send();
  }).finally(() => void worker.terminate());
}

/** What a person reads who wants to know why a seed failed. */
export function tellStory({ breach, events, seed, story, swarm }: SeedSummary, repeat: string): string {
  const head = breach === null ? `Seed ${seed} held.` : `Seed ${seed} broke ${breach.message}`;
  return [
    head,
    `World: ${swarm}.`,
    `Again: ${repeat}`,
    `The last ${story.length} of ${events} events:`,
    ...story,
  ].join('\n');
}
