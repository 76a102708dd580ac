/**
 * `npm run simulate -- --seed N [--profile small|outage] [--level memory|sqlite] [--mutant NAME] [--all]`
 * lives one seed again, prints its story and keeps it in out/simulation/. `--to M` lives N to M,
 * `--find MUTANT` looks for the first seed that catches one. Exit 1 where an invariant broke.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryFolder } from '../../build/repository.ts';
import { mutants, wiringNamed } from './mutants.ts';
import { liveSeeds, storyEvents, summaryOf, tellStory, type SeedSummary } from './seed-pool.ts';
import { simulate } from './simulate.ts';
import { levels, type Level } from './world/house.ts';
import { swarmProfiles, type SwarmProfile } from './world/swarm.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    to: { type: 'string' },
    profile: { type: 'string', default: 'small' },
    level: { type: 'string', default: 'memory' },
    mutant: { type: 'string' },
    find: { type: 'string' },
    all: { type: 'boolean', default: false },
  },
});
const profile = oneOf<SwarmProfile>(swarmProfiles, values.profile);
const level = oneOf<Level>(levels, values.level);
const seed = Number(values.seed);
const findMax = 2_000;

if (values.find !== undefined) await find(values.find);
else if (values.to !== undefined) await many(seed, Number(values.to));
else await one();

async function one(): Promise<void> {
  const mutant = values.mutant ?? null;
  const outcome = await simulate(seed, { profile, level, wiring: wiringNamed(mutant) });
  const story = outcome.story.last(values.all ? outcome.events : storyEvents);
  const summary = { ...summaryOf(outcome), story };
  report(summary);
  console.log(`trace ${summary.hash}, ${summary.sales} sales`);
}

async function many(from: number, to: number): Promise<void> {
  const seeds = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  const startMs = performance.now();
  const summaries = await liveSeeds(seeds, { profile, level, mutant: values.mutant ?? null });
  const broken = summaries.filter(({ breach }) => breach !== null);
  for (const summary of broken.slice(0, 3)) report(summary);
  for (const { breach, seed: which } of broken) console.log(`seed ${which}: ${breach?.message}`);
  const sales = summaries.reduce((sum, summary) => sum + summary.sales, 0);
  const seconds = Math.round((performance.now() - startMs) / 1_000);
  console.log(`${summaries.length} seeds, ${sales} sales, ${broken.length} broken, ${seconds} s`);
}

async function find(name: string): Promise<void> {
  for (const { name: each } of mutants) {
    if (name !== 'all' && name !== each) continue;
    let caught: SeedSummary | null = null;
    for (let at = seed; caught === null && at < seed + findMax; at += 1) {
      const summary = summaryOf(await simulate(at, { profile, level, wiring: wiringNamed(each) }));
      if (summary.breach !== null) caught = summary;
    }
    console.log(
      `${each}: ${caught === null ? 'nothing catches it' : `seed ${caught.seed}, ${caught.breach?.message}`}`,
    );
  }
}

function report(summary: SeedSummary): void {
  const more = values.mutant === undefined ? '' : ` --mutant ${values.mutant}`;
  const repeat = `npm run simulate -- --seed ${summary.seed} --profile ${profile} --level ${level}${more}`;
  const text = tellStory(summary, repeat);
  const folder = join(repositoryFolder, 'out', 'simulation');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `seed-${summary.seed}.txt`), `${text}\n`);
  console.log(text);
  if (summary.breach !== null) process.exitCode = 1;
}

function oneOf<Word extends string>(words: readonly Word[], given: string): Word {
  const found = words.find((word) => word === given);
  if (found === undefined) throw new Error(`${given} is none of ${words.join(', ')}`);
  return found;
}
