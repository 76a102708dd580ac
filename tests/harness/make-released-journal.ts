/**
 * `node make-released-journal.ts FOLDER`: writes into FOLDER a small journal of this program's schema,
 * `released-NUMBER.db.gz`, with an entry of every kind, and `released-NUMBER.json`, which says what it
 * holds. `npm run release-schema` runs it once for each released schema.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { recoveryHash } from '../../counter/journal/chain.ts';
import type { EntryDraft, EntryKind } from '../../counter/journal/entry.ts';
import { assert } from '../../counter/result.ts';
import { appendEntry } from '../../db/append.ts';
import { contentsOf } from '../../db/contents.ts';
import { deviceSigner, generateDeviceKey, sha256Hex } from '../../db/crypto.ts';
import { closeJournal, type Journal, type JournalOptions, openJournal } from '../../db/journal.ts';
import { newestVersion } from '../../db/migrate.ts';
import { migrations } from '../../db/migrations/index.ts';
import { generateRecoveryKey } from '../../db/recovery-key.ts';
import { everyDraft } from './every-draft.ts';
import { type FullJournal, fullJournal } from './full-journal.ts';
import { must, newFolder } from './journal.ts';
import { releasedFacts, releasedName } from './released-journal.ts';

const recharges = 3;

/** In an order that the books allow; those of a new key follow alone. */
const dayKinds: readonly EntryKind[] = [
  'settings changed',
  'override',
  'clock moved',
  'outage opened',
  'cash in',
  'cash out',
  'safe drop',
  'handover',
  'count',
  'reprint',
  'refund',
  'refusal settled',
  'recovered receipt',
  'recharge',
  'cancellation',
  'shift closed',
  'day closed',
  'pack sealed',
  'deposit',
];

async function withJournal(
  options: JournalOptions,
  work: (journal: Journal) => Promise<void>,
): Promise<void> {
  const opened = await openJournal(options);
  assert(opened.ok, `the journal opens: ${JSON.stringify(opened)}`);
  await work(opened.value);
  await closeJournal(opened.value);
}

async function addEveryKind({ options, open }: FullJournal): Promise<void> {
  const drafts: Readonly<Record<EntryKind, EntryDraft>> = everyDraft(open);
  await withJournal(options, async (journal) => {
    for (const kind of dayKinds) must(await appendEntry(journal, drafts[kind]));
  });
}

async function loseKeyAndRecover(full: FullJournal, sign: (hash: string) => string): Promise<string> {
  const drafts = everyDraft(full.open);
  const second = deviceSigner(generateDeviceKey().secret);
  await withJournal({ ...full.options, signer: second }, async (journal) => {
    must(await appendEntry(journal, { ...drafts['key lost'], publicKey: second.publicKey }));
  });
  const { secret } = generateDeviceKey();
  const third = deviceSigner(secret);
  await withJournal({ ...full.options, mirrorFolder: null, signer: third }, async (journal) => {
    const { epoch: oldEpoch, seq: oldSeq, hash: oldHash } = journal.inner.tail;
    const named = { oldEpoch, oldSeq, oldHash, publicKey: third.publicKey };
    const recoverySignature = sign(recoveryHash(sha256Hex, { counter: journal.counter, ...named }));
    must(await appendEntry(journal, { ...drafts.recovery, ...named, recoverySignature }));
  });
  return secret;
}

const folder = process.argv[2];
assert(folder !== undefined, 'the folder to write into is named');
const name = releasedName(newestVersion(migrations));
assert(!existsSync(join(folder, `${name}.db.gz`)), `${name} is kept for ever and never made again`);
const made = newFolder();
const recovery = generateRecoveryKey();
const full = await fullJournal(recharges, made, recovery.publicKey);
await addEveryKind(full);
const secret = await loseKeyAndRecover(full, recovery.sign);
await withJournal({ ...full.options, mirrorFolder: null, signer: deviceSigner(secret) }, async ({ db }) => {
  const facts = releasedFacts({ number: newestVersion(migrations), secret, contents: contentsOf(db) });
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(facts, null, 2)}\n`);
});
writeFileSync(join(folder, `${name}.db.gz`), gzipSync(readFileSync(join(full.options.folder, 'journal.db'))));
rmSync(made, { recursive: true });
