import { createReadStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signerFromFile } from '../../build/consumers/head-end-key.ts';
import { verifyHash } from '../../db/crypto.ts';
import { generateConsumers } from '../../build/consumers/office-generator.ts';
import { seededRandom } from '../../build/consumers/seeded-random.ts';
import type { Consumer } from '../../counter/consumer/consumer.ts';
import type { Clock } from '../../counter/time.ts';
import { importDirectory } from '../../db/directory/import-directory.ts';
import { type Directory, openDirectory } from '../../db/directory/open-directory.ts';
import { searchConsumers } from '../../db/directory/search-consumers.ts';
import { writeDirectoryFile } from '../../db/directory/write-directory-file.ts';
import { percentile } from './percentiles.ts';

export interface SearchKindFigures {
  readonly kind: string;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly worstMs: number;
  /** The first search after the file was opened. */
  readonly coldMs: number;
  /** Searches that gave at least one hit, of all. */
  readonly hitShare: number;
}

export interface SearchFigures {
  readonly consumers: number;
  readonly importSeconds: number;
  /** The longest that the import held the event loop, and what 99 of 100 turns stayed below. */
  readonly importTurnWorstMs: number;
  readonly importTurnP99Ms: number;
  /** As `importTurnWorstMs`, without the time that other programs had the processor. */
  readonly importTurnWorstCpuMs: number;
  readonly fileBytes: number;
  readonly openMs: number;
  readonly kinds: readonly SearchKindFigures[];
}

export interface SearchBenchOptions {
  /** 2,00,000 unless told; 18,00,000 for the full measure. */
  readonly consumers?: number;
  readonly searches?: number;
  readonly seed?: number;
}

type Typed = (consumer: Consumer) => string;

const words = (text: string): string[] => text.split(/\s+/u).filter((word) => /[\p{L}\p{M}]{2}/u.test(word));
const head = (text: string, chars: number): string => Array.from(text).slice(0, chars).join('');

/** What a cashier types to find a consumer, by kind; each is measured on its own. */
const kinds: readonly (readonly [kind: string, typed: Typed])[] = [
  ['consumer number, whole', (it) => it.consumer],
  ['consumer number, first 7', (it) => it.consumer.slice(0, 7)],
  ['meter, whole', (it) => it.meter],
  ['meter, first 6', (it) => it.meter.slice(0, 6)],
  ['meter, last 4', (it) => it.meter.slice(-4)],
  ['mobile, whole', (it) => it.mobile ?? it.consumer],
  ['mobile, first 5', (it) => (it.mobile ?? it.consumer).slice(0, 5)],
  ['words: whole name', (it) => it.name],
  ['words: first name', (it) => words(it.name)[0] ?? it.name],
  ['words: first 2 letters', (it) => head(it.name, 2)],
  ['words: first 4 letters', (it) => head(it.name, 4)],
  [
    'words: heads of two, 3 + 3',
    (it) =>
      words(it.name)
        .map((word) => head(word, 3))
        .slice(0, 2)
        .join(' '),
  ],
  ['words: name and place', (it) => `${words(it.name)[0] ?? ''} ${words(it.address).at(-2) ?? ''}`],
  [
    'words: relative',
    (it) =>
      words(it.relation ?? it.name)
        .slice(-2)
        .join(' '),
  ],
  ['words: name and last 4 of meter', (it) => `${words(it.name)[0] ?? ''} ${it.meter.slice(-4)}`],
];

const clock: Clock = { wallMs: () => Date.now(), monotonicMs: () => Math.floor(performance.now()) };
const today = '2026-11-23';

/** Builds a directory of generated consumers in a scratch folder and measures every kind of search on it. */
export async function searchBench(options: SearchBenchOptions = {}): Promise<SearchFigures> {
  const { consumers = 200_000, searches = 500, seed = 1 } = options;
  const folder = mkdtempSync(join(tmpdir(), 'search-bench-'));
  try {
    const path = join(folder, 'directory.db');
    const built = await build(folder, path, consumers, seed);
    const startedMs = performance.now();
    const directory = openDirectory(path);
    const openMs = performance.now() - startedMs;
    if (directory === null) throw new Error('the directory that was just built does not open');
    const samples = sampled(consumers, seed, searches);
    const figures = kinds.map(([kind, typed]) => measure(path, directory, kind, samples.map(typed)));
    directory.close();
    return { consumers, ...built, fileBytes: statSync(path).size, openMs, kinds: figures };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type ImportFigures = Pick<
  SearchFigures,
  'importSeconds' | 'importTurnWorstMs' | 'importTurnP99Ms' | 'importTurnWorstCpuMs'
>;

async function build(folder: string, path: string, count: number, seed: number): Promise<ImportFigures> {
  const signer = signerFromFile(join(folder, 'key.pem'));
  const file = join(folder, 'office.ndjson.gz');
  const seal = { office: 'PTC', generatedAt: 0, serial: 1, count, keyId: signer.keyId, sign: signer.sign };
  await writeDirectoryFile(file, generateConsumers({ count, seed, today }), seal);
  const turns = watchTurns();
  const startedMs = performance.now();
  const key = { publicKey: signer.publicKey, verify: verifyHash };
  const imported = await importDirectory({ source: createReadStream(file), path, key, clock });
  const importSeconds = (performance.now() - startedMs) / 1_000;
  const { sorted, worstCpuMs } = turns.stop();
  rmSync(file);
  if (!imported.ok) throw new Error(`import: ${JSON.stringify(imported.error)}`);
  return {
    importSeconds,
    importTurnWorstMs: sorted.at(-1) ?? 0,
    importTurnP99Ms: percentile(sorted, 0.99),
    importTurnWorstCpuMs: worstCpuMs,
  };
}

/** Measures how long the event loop was held between its turns, in milliseconds; `sorted` rises. */
function watchTurns(): { stop(): { readonly sorted: number[]; readonly worstCpuMs: number } } {
  const turns: number[] = [];
  let worstCpuMs = 0;
  let lastCpuMs = threadCpuMs();
  let running = true;
  let lastMs = performance.now();
  const turn = (): void => {
    const nowMs = performance.now();
    turns.push(nowMs - lastMs);
    lastMs = nowMs;
    const nowCpuMs = threadCpuMs();
    worstCpuMs = Math.max(worstCpuMs, nowCpuMs - lastCpuMs);
    lastCpuMs = nowCpuMs;
    if (running) setImmediate(turn);
  };
  setImmediate(turn);
  return {
    stop() {
      running = false;
      return { sorted: turns.toSorted((left, right) => left - right), worstCpuMs };
    },
  };
}

function threadCpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/** Consumers from all over the directory, the same for the same seed. */
function sampled(count: number, seed: number, samples: number): Consumer[] {
  const random = seededRandom(seed + 1);
  const wanted = new Set(Array.from({ length: samples }, () => random.whole(0, count - 1)));
  const found: Consumer[] = [];
  let index = 0;
  for (const consumer of generateConsumers({ count, seed, today })) {
    if (wanted.has(index)) found.push(consumer);
    index += 1;
  }
  return found;
}

function measure(
  path: string,
  directory: Directory,
  kind: string,
  texts: readonly string[],
): SearchKindFigures {
  const coldMs = coldSearch(path, texts[0] ?? '');
  let hits = 0;
  const times = texts.map((text) => {
    const startedMs = performance.now();
    if (searchConsumers(directory, text).length > 0) hits += 1;
    return performance.now() - startedMs;
  });
  const sorted = times.toSorted((left, right) => left - right);
  return {
    kind,
    p50Ms: percentile(sorted, 0.5),
    p99Ms: percentile(sorted, 0.99),
    worstMs: sorted.at(-1) ?? 0,
    coldMs,
    hitShare: hits / texts.length,
  };
}

function coldSearch(path: string, text: string): number {
  const startedMs = performance.now();
  const directory = openDirectory(path);
  if (directory === null) throw new Error('the directory does not open again');
  searchConsumers(directory, text);
  const coldMs = performance.now() - startedMs;
  directory.close();
  return coldMs;
}

if (import.meta.main) {
  const figures = await searchBench(process.argv.includes('--full') ? { consumers: 1_800_000 } : {});
  console.log(`${figures.consumers} consumers, import ${figures.importSeconds.toFixed(1)} s, longest turn`);
  console.log(
    `${figures.importTurnWorstMs.toFixed(1)} ms (p99 ${figures.importTurnP99Ms.toFixed(1)} ms), file`,
  );
  console.log(`${(figures.fileBytes / 1e6).toFixed(0)} MB, opened in ${figures.openMs.toFixed(1)} ms`);
  console.table(
    figures.kinds.map((it) => ({
      kind: it.kind,
      p50: it.p50Ms.toFixed(2),
      p99: it.p99Ms.toFixed(2),
      worst: it.worstMs.toFixed(2),
      cold: it.coldMs.toFixed(2),
      hits: it.hitShare.toFixed(2),
    })),
  );
}
