import { parentPort } from 'node:worker_threads';
import { simulate } from './simulate.ts';
import { summaryOf, type SeedOrder, type SeedReply } from './seed-pool.ts';
import { wiringNamed } from './mutants.ts';

/** Lives the seeds it is given, one after another, and says what each came to. */
parentPort?.on('message', (order: SeedOrder) => {
  void live(order).then((reply) => parentPort?.postMessage(reply));
});

async function live({ seeds, profile, level, mutant }: SeedOrder): Promise<SeedReply> {
  const summaries = [];
  for (const seed of seeds) {
    summaries.push(summaryOf(await simulate(seed, { profile, level, wiring: wiringNamed(mutant) })));
  }
  return summaries;
}
