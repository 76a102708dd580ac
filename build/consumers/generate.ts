import { mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { limits } from '../../counter/limits.ts';
import { groupIndian } from '../../counter/money.ts';
import { kolkataDate, kolkataMidnightMs } from '../../counter/time.ts';
import { writeDirectoryFile } from '../../db/directory/write-directory-file.ts';
import { signerFromFile } from './head-end-key.ts';
import { generateConsumers } from './office-generator.ts';

const usage = `npm run consumers -- [options]
  --count N      consumers in the file (50000)
  --seed S       a whole number; the same seed gives the same consumers (1)
  --out FILE     where the directory goes (out/consumers/<office>.ndjson.gz)
  --office CODE  office that the directory is for (PTC)
  --serial N     serial of the snapshot (1)
  --today DATE   business date of the snapshot, 2026-11-23 (today in India)
  --key PEM      Ed25519 key of the head end; made beside the file where there is none`;

interface Request {
  readonly count: number;
  readonly seed: number;
  readonly serial: number;
  readonly office: string;
  readonly today: string;
  readonly out: string;
  readonly key: string;
}

function readRequest(args: readonly string[]): Request {
  const { values } = parseArgs({
    args: [...args],
    options: {
      count: { type: 'string', default: '50000' },
      seed: { type: 'string', default: '1' },
      serial: { type: 'string', default: '1' },
      office: { type: 'string', default: 'PTC' },
      today: { type: 'string', default: kolkataDate(Date.now()) },
      out: { type: 'string' },
      key: { type: 'string' },
    },
  });
  if (!/^[A-Z][A-Z0-9]{1,11}$/u.test(values.office)) throw new Error(`--office: ${values.office}`);
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(values.today) || !(kolkataMidnightMs(values.today) > 0)) {
    throw new Error(`--today: ${values.today}`);
  }
  const out = resolve(values.out ?? `out/consumers/${values.office}.ndjson.gz`);
  return {
    count: whole('count', values.count, 1, limits.directoryConsumersMax),
    seed: whole('seed', values.seed, 0, 4_294_967_295),
    serial: whole('serial', values.serial, 1, Number.MAX_SAFE_INTEGER),
    office: values.office,
    today: values.today,
    out,
    key: resolve(values.key ?? `${out}.key.pem`),
  };
}

function whole(option: string, text: string, min: number, max: number): number {
  const value = /^\d{1,16}$/u.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max)) throw new Error(`--${option} is a whole number from ${min} to ${max}`);
  return value;
}

async function generate(request: Request): Promise<void> {
  const { count, seed, serial, office, today, out, key } = request;
  mkdirSync(dirname(out), { recursive: true });
  const signer = signerFromFile(key);
  // The snapshot is of six in the morning, so that a seed and a date give the same bytes on any day.
  const generatedAt = kolkataMidnightMs(today) + 6 * 3_600_000;
  const seal = { office, generatedAt, serial, count, keyId: signer.keyId, sign: signer.sign };
  await writeDirectoryFile(out, generateConsumers({ count, seed, today }), seal);
  console.log(
    `${groupIndian(count)} consumers of ${office}, ${groupIndian(statSync(out).size)} bytes: ${out}`,
  );
  console.log(`head end's public key ${signer.publicKey} (id ${signer.keyId}), private key in ${key}`);
}

let request: Request | null = null;
try {
  request = readRequest(process.argv.slice(2));
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  process.exitCode = 2;
}
if (request !== null) await generate(request);
