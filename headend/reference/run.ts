import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { limits } from '../../counter/limits.ts';
import { readRecoveryPublicKey } from '../../counter/recovery-key.ts';
import { operatorLine } from '../../counter/text/error-text.ts';
import { codeSchema, type OfferedCode } from './enrol.ts';
import { importVerb } from './import-verb.ts';
import { startReferenceHeadEnd, type Storage } from './start.ts';
import { stsTokenIssuer } from './sts-tokens.ts';

const usage = `The reference head end.

  npm run headend -- [--port N] [--admin-port N] [--host ADDRESS] [--data FOLDER | --memory]
                     [--directory FILE] [--codes LIST] [--tokens] [--recovery-key TEXT]

  npm run headend -- import FOLDER --admin-url URL
                    takes what counters wrote onto a stick, through the head end that runs, and writes
                    its answers beside it; HEADEND_ADMIN_TOKEN holds the admin token

  --data FOLDER     key, backup and an embedded database in FOLDER (default: headend-data);
                    with DATABASE_URL set, that PostgreSQL server in place of the embedded one
  --memory          nothing is kept
  --directory FILE  the consumer directory to serve, and to know consumers by
  --codes LIST      enrolment codes, CODE:OFFICE:COUNTER parted by commas, or a JSON file of them
  --tokens          mint tokens for keypad meters in a simulated security module
  --credits-per-second N  record at once, credit so many a second, the most urgent first
  --recovery-key TEXT  public half of the division's recovery key, as "counter recovery-key" prints it

The first line on stdout is JSON: {"event":"ready","url","adminUrl","adminToken","publicKey"}.
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
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const adminToken = process.env['HEADEND_ADMIN_TOKEN'];
  const headEnd = await startReferenceHeadEnd({
    host: values.host,
    port: portOf(values.port),
    adminPort: portOf(values['admin-port']),
    storage: storageOf(values.data, values.memory),
    directoryFile: values.directory ?? null,
    codes: await codesOf(values.codes),
    tokenIssuer: values.tokens ? practiceTokens() : null,
    recoveryKey: recoveryKeyOf(values['recovery-key']),
    onError: (error) => process.stderr.write(`${String(error)}\n`),
    ...creditingOf(values['credits-per-second']),
    ...(adminToken === undefined ? {} : { adminToken }),
  });
  const { url, adminUrl, publicKey } = headEnd;
  const ready = { event: 'ready', url, adminUrl, adminToken: headEnd.adminToken, publicKey };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
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

function storageOf(folder: string, memory: boolean): Storage {
  const databaseUrl = process.env['DATABASE_URL'];
  if (databaseUrl !== undefined && databaseUrl !== '') return { kind: 'postgres', databaseUrl, folder };
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
