/** `node prove-child.ts JSON`: proves a whole journal and tells on stdout what that took. */
import { assert } from '../../counter/result.ts';
import { deviceSigner, systemRandom } from '../../db/crypto.ts';
import { closeJournal, openJournal } from '../../db/journal.ts';
import { verifyJournal } from '../../db/verify.ts';

export interface ProofFigures {
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Of the largest resident set, above that of the open journal. */
  readonly grownBytes: number;
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the bench beside this file writes it
const plan = JSON.parse(process.argv[2] ?? '{}') as { readonly folder: string; readonly secret: string };
const opened = await openJournal({
  folder: plan.folder,
  mirrorFolder: null,
  recoveryPublicKey: null,
  clock: { wallMs: () => Date.now(), monotonicMs: () => Math.round(performance.now()) },
  random: systemRandom,
  signer: deviceSigner(plan.secret),
  bootId: `process-${process.pid}`,
});
assert(opened.ok, `the journal opens: ${JSON.stringify(opened)}`);
const before = { ms: performance.now(), cpu: process.cpuUsage(), bytes: process.memoryUsage().rss };
const proof = verifyJournal(opened.value.db, 'closes');
assert(proof.ok, `the journal is proved: ${JSON.stringify(proof)}`);
const cpu = process.cpuUsage(before.cpu);
const figures: ProofFigures = {
  seconds: (performance.now() - before.ms) / 1_000,
  cpuSeconds: (cpu.user + cpu.system) / 1e6,
  grownBytes: process.resourceUsage().maxRSS * 1_024 - before.bytes,
};
process.stdout.write(JSON.stringify(figures));
await closeJournal(opened.value);
