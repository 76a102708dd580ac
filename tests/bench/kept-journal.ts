import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { repositoryFolder } from '../../build/repository.ts';
import { journalFileName } from '../../db/commit.ts';
import { deviceSigner, sha256Hex } from '../../db/crypto.ts';
import { migrations } from '../../db/migrations/index.ts';
import { freshOptions, handClock } from '../harness/journal.ts';
import { type LargeJournal, type LargeJournalOptions, writeLargeJournal } from './large-journal.ts';

/** What stands beside a kept journal: all that opening it needs. */
interface Facts {
  readonly secret: string;
  readonly entries: number;
  readonly lastDay: string;
  readonly wallMs: number;
}

const folder = join(repositoryFolder, 'out', 'bench');
const factsFile = 'facts.json';

/**
 * A large journal to do with as one likes: a copy of one that is kept in `out/bench` between runs. It
 * is written anew when the schema or what writes it has changed.
 */
export async function keptJournal(
  options: LargeJournalOptions,
): Promise<LargeJournal & { writtenS: number }> {
  const kept = join(folder, `journal-${keyOf(options)}`);
  const startedMs = performance.now();
  const isKept = existsSync(kept);
  if (!isKept) await keep(options, kept);
  const writtenS = isKept ? 0 : (performance.now() - startedMs) / 1_000;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by `keep` below
  const facts = JSON.parse(readFileSync(join(kept, factsFile), 'utf8')) as Facts;
  const clock = handClock(facts.wallMs);
  const fresh = freshOptions({ mirrorFolder: null, clock, signer: deviceSigner(facts.secret) });
  const path = join(fresh.options.folder, journalFileName);
  mkdirSync(fresh.options.folder, { recursive: true });
  copyFileSync(join(kept, journalFileName), path);
  const { entries, lastDay, secret } = facts;
  return { options: fresh.options, clock, secret, path, entries, lastDay, writtenS };
}

async function keep(options: LargeJournalOptions, kept: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const old of readdirSync(folder)) {
    if (old.startsWith('journal-') && old.endsWith(`-${options.entries}`))
      rmSync(join(folder, old), { recursive: true });
  }
  const unfinished = `${kept}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished);
  const written = await writeLargeJournal(options);
  copyFileSync(written.path, join(unfinished, journalFileName));
  const { secret, entries, lastDay, clock } = written;
  const facts: Facts = { secret, entries, lastDay, wallMs: clock.wallMs() };
  writeFileSync(join(unfinished, factsFile), JSON.stringify(facts));
  rmSync(dirname(written.options.folder), { recursive: true });
  renameSync(unfinished, kept);
}

function keyOf(options: LargeJournalOptions): string {
  const own = ['large-journal.ts', 'bulk-paper.ts', 'bulk-tables.ts'].map((name) =>
    readFileSync(join(import.meta.dirname, name), 'utf8'),
  );
  const sources = [...migrations.map(({ sql }) => sql), ...own, JSON.stringify(options)];
  return `${sha256Hex(sources.join('\n')).slice(0, 16)}-${options.entries}`;
}
