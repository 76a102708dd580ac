/** `npm run simulate -- --seed N [--profile outage]`: one seed again, with its story. */
import { simulate } from './simulate.ts';
import type { SwarmProfile } from './world/swarm.ts';

const from = Number(process.argv[2] ?? 1);
const to = Number(process.argv[3] ?? from);
const profile = (process.argv[4] ?? 'small') as SwarmProfile;
const t0 = performance.now();
const bad = new Map<string, number[]>();
let sales = 0;
let events = 0;
for (let seed = from; seed <= to; seed += 1) {
  const outcome = await simulate(seed, profile);
  sales += outcome.sales;
  events += outcome.events;
  if (outcome.breach !== null) {
    const key = outcome.breach.message.replaceAll(/C0\d|\d+|[0-9a-f-]{36}/gu, '#').slice(0, 110);
    bad.set(key, [...(bad.get(key) ?? []), seed]);
  }
  if (from === to)
    console.log(
      outcome.swarm,
      '\n' + outcome.story.last(Number(process.argv[5] ?? 60)).join('\n'),
      outcome.hash,
    );
}
for (const [key, seeds] of bad) console.log(seeds.length, key, seeds.slice(0, 8).join(' '));
console.log(
  to - from + 1 + ' seeds',
  sales,
  'sales',
  events,
  'events',
  ((performance.now() - t0) / (to - from + 1)).toFixed(2),
  'ms/seed',
);
