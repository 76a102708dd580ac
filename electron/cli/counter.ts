/**
 * `npm run -s counter -- VERB`. Results on stdout, logs on stderr. Exit 0 whole, 1 fault found, 2 wrong
 * usage, 3 cannot be read. A verb is loaded only when it is called: most need no database.
 */
type Verb = (args: readonly string[]) => Promise<number>;

const verbs: Readonly<Record<string, () => Promise<Verb>>> = {
  service: async () => (await import('./run-service.ts')).runService,
  contract: async () => (await import('./print-contract.ts')).printContract,
  config: async () => (await import('./print-config.ts')).printConfig,
  status: async () => (await import('./print-status.ts')).printStatus,
  export: async () => (await import('./export-entries.ts')).exportEntries,
  verify: async () => (await import('./verify.ts')).verify,
  'tie-out': async () => (await import('./tie-out.ts')).tieOut,
  restore: async () => (await import('./restore.ts')).restore,
  'recovery-key': async () => (await import('./make-recovery-key.ts')).makeRecoveryKey,
};

const [verb = '', ...args] = process.argv.slice(2);
const load = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
if (load === undefined) {
  process.stderr.write(`counter: ${verb === '' ? 'a verb is missing' : `no verb "${verb}"`}\n`);
  process.stderr.write(`usage: counter (${Object.keys(verbs).join(' | ')}) [options]\n`);
  process.exitCode = 2;
} else {
  const run = await load();
  try {
    process.exitCode = await run(args);
  } catch (error) {
    // A bug, or a file that nobody thought of: whatever was asked, it could not be answered.
    process.stderr.write(`counter ${verb}: ${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 3;
  }
}
