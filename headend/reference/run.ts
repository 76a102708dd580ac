import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { limits } from '../../counter/limits.ts';
import { readRecoveryPublicKey } from '../../counter/recovery-key.ts';
import { operatorLine } from '../../counter/text/error-text.ts';
import { codeSchema, type OfferedCode } from './enrol.ts';
import { faultKinds, faultSchema, type Fault } from './faults.ts';
import { importVerb } from './import-verb.ts';
import { startReferenceHeadEnd, type Storage } from './start.ts';
import { stsTokenIssuer } from './sts-tokens.ts';

const usage = `The reference head end.

  npm run headend -- [--port N] [--admin-port N] [--host ADDRESS] [--data FOLDER | --memory]
                     [--database-url URL] [--directory FILE] [--codes LIST] [--tokens]
                     [--recovery-key TEXT] [--faults KIND[:TIMES]]

  npm run headend -- import FOLDER --admin-url URL
                    takes what counters wrote onto a stick, through the head end that runs, and writes
                    its answers beside it; HEADEND_ADMIN_TOKEN holds the admin token

  --port N          for the counters (default: 8080); 0 for any that is free
  --admin-port N    for the admin page, on loopback alone (default: any that is free)
  --host ADDRESS    for the counters (default: 127.0.0.1)
  --data FOLDER     key, backup and an embedded database in FOLDER (default: headend-data)
  --database-url URL  a PostgreSQL server in place of the embedded database; also as DATABASE_URL
  --memory          nothing is kept
  --directory FILE  the consumer directory to serve, and to know consumers by
  --codes LIST      enrolment codes, CODE:OFFICE:COUNTER parted by commas, or a JSON file of them
  --tokens          mint tokens for keypad meters in a simulated security module
  --credits-per-second N  record at once, credit so many a second, the most urgent first
  --recovery-key TEXT  public half of the division's recovery key, as "counter recovery-key" prints it
  --faults KIND     the fault to begin with: ${faultKinds.join(', ')};
                    KIND:TIMES for one that strikes so many calls and is over

The first line on stdout is JSON: {"event":"ready","url","adminUrl","adminToken","publicKey","adminPage"}.
The address in "adminPage" signs a browser in.
The admin token may also be given as HEADEND_ADMIN_TOKEN.
`;

class UsageError extends Error {}

try {
  const [verb, ...rest] = process.argv.slice(2);
  if (verb === 'import') process.exitCode = await importVerb(rest);
  else await main();
} catch (error) {
  const wrongUsage =
    error instanceof UsageError ||
    (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));
  process.stderr.write(wrongUsage ? `${String(error)}\n\n${usage}` : `${plain(error)}\n`);
  process.exitCode = wrongUsage ? 2 : 1;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8080' },
      'admin-port': { type: 'string', default: '0' },
      host: { type: 'string', default: '127.0.0.1' },
      data: { type: 'string', default: 'headend-data' },
      memory: { type: 'boolean', default: false },
      directory: { type: 'string' },
      codes: { type: 'string', default: '' },
      tokens: { type: 'boolean', default: false },
      'credits-per-second': { type: 'string' },
      'recovery-key': { type: 'string' },
      'database-url': { type: 'string' },
      faults: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const fault = faultOf(values.faults);
  const adminToken = process.env['HEADEND_ADMIN_TOKEN'];
  const headEnd = await startReferenceHeadEnd({
    host: values.host,
    port: portOf(values.port),
    adminPort: portOf(values['admin-port']),
    storage: storageOf(values.data, values['database-url'], values.memory),
    directoryFile: values.directory ?? null,
    codes: await codesOf(values.codes),
    tokenIssuer: values.tokens ? practiceTokens() : null,
    recoveryKey: recoveryKeyOf(values['recovery-key']),
    onError: (error) => process.stderr.write(`${String(error)}\n`),
    ...creditingOf(values['credits-per-second']),
    ...(adminToken === undefined ? {} : { adminToken }),
  });
  if (fault !== null) await headEnd.setFault(fault.kind, fault);
  const { url, adminUrl, publicKey } = headEnd;
  const adminPage = `${adminUrl}/admin?token=${headEnd.adminToken}`;
  const ready = { event: 'ready', url, adminUrl, adminToken: headEnd.adminToken, publicKey, adminPage };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
  if (process.stdout.isTTY) process.stdout.write(`Counters: ${url}\nPage for a browser: ${adminPage}\n`);
  const stop = () => void headEnd.stop().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

/** A port that another program holds is the one failure that a person at the desk can mend. */
function plain(error: unknown): string {
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  return taken && 'port' in error && typeof error.port === 'number'
    ? operatorLine('PORT_IN_USE', { port: error.port })
    : String(error);
}

/** Said on the command line, a place goes before the one that the environment names. */
function storageOf(folder: string, said: string | undefined, memory: boolean): Storage {
  if (said !== undefined && memory) throw new UsageError('--memory keeps nothing in a database');
  const databaseUrl = said ?? (memory ? '' : (process.env['DATABASE_URL'] ?? ''));
  if (databaseUrl !== '') return { kind: 'postgres', databaseUrl, folder };
  return memory ? { kind: 'memory' } : { kind: 'pglite', folder };
}

/** A key that opens no real meter, the same on every start so that practice meters stay practice meters. */
function practiceTokens() {
  const vendingKey = new TextEncoder().encode('practice vending key');
  const module = { vendingKey, supplyGroup: '000046', tariffIndex: '01', paisePerTenth: 70 };
  return stsTokenIssuer(module, Math.random);
}

function creditingOf(text: string | undefined): { creditsPerSecond?: number } {
  if (text === undefined) return {};
  const creditsPerSecond = Number(text);
  if (!/^[1-9]\d{0,9}$/u.test(text) || creditsPerSecond > limits.creditsPerSecondMax) {
    throw new UsageError(`"${text}" is not a number of credits, 1 to ${limits.creditsPerSecondMax}`);
  }
  return { creditsPerSecond };
}

function recoveryKeyOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  if (readRecoveryPublicKey(text) === null) throw new UsageError(`"${text}" is not a recovery key`);
  return text;
}

function faultOf(text: string | undefined): Fault | null {
  if (text === undefined) return null;
  const [kind, times] = text.split(':');
  const parsed = faultSchema.safeParse({ kind, times: times === undefined ? null : Number(times) });
  if (!parsed.success) throw new UsageError(`--faults ${text}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/u.test(text) || port > 65_535) throw new UsageError(`"${text}" is not a port`);
  return port;
}

async function codesOf(list: string): Promise<readonly OfferedCode[]> {
  if (list === '') return [];
  const items = list.endsWith('.json')
    ? (JSON.parse(await readFile(list, 'utf8')) as unknown)
    : list.split(',').map(practiceCode);
  const parsed = z.array(codeSchema).safeParse(items);
  if (!parsed.success) throw new UsageError(`enrolment codes: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function practiceCode(item: string): OfferedCode {
  const [code = '', office = '', counter = ''] = item.split(':');
  return {
    code,
    counter,
    office,
    officeNameHi: 'अभ्यास प्रमंडल',
    officeNameEn: 'Practice Division',
    companyHi: 'अभ्यास विद्युत वितरण कंपनी',
    companyEn: 'Practice Power Distribution Company',
  };
}
