import { printConfig } from './print-config.ts';
import { printContract } from './print-contract.ts';
import { runService } from './run-service.ts';
import { printStatus } from './print-status.ts';

/** Results on stdout, logs on stderr. Exit 0 whole, 1 fault found, 2 wrong usage, 3 cannot be read. */
const verbs: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  service: runService,
  contract: printContract,
  config: printConfig,
  status: printStatus,
};

const [verb = '', ...args] = process.argv.slice(2);
const run = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
if (run === undefined) {
  process.stderr.write(`counter: ${verb === '' ? 'a verb is missing' : `no verb "${verb}"`}\n`);
  process.stderr.write(`usage: counter (${Object.keys(verbs).join(' | ')}) [options]\n`);
  process.exitCode = 2;
} else {
  process.exitCode = await run(args);
}
