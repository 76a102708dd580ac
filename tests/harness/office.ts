import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateConsumers } from '../../build/consumers/office-generator.ts';
import { isServed } from '../../build/consumers/served.ts';
import { limits } from '../../counter/limits.ts';
import type { Consumer } from '../../counter/consumer/consumer.ts';
import { type Clock, kolkataDate } from '../../counter/time.ts';
import { writeDirectoryFile } from '../../db/directory/write-directory-file.ts';
import { startReferenceHeadEnd, type ReferenceHeadEnd, type Storage } from '../../headend/reference/start.ts';
import { generateSigningKey, keyIdOf, signerOf } from '../../headend/signatures.ts';

/** A small office: its consumers, its head end, and a folder for one counter. */
export interface Office {
  readonly folder: string;
  readonly headEnd: ReferenceHeadEnd;
  readonly consumers: readonly Consumer[];
  readonly directoryFile: string;
  readonly dataFolder: string;
  readonly mirrorFolder: string;
  readonly configFile: string;
  /** Writes the counter's configuration; `changes` is laid over what the tests need. */
  writeConfig(changes?: Record<string, unknown>): void;
  /** From now on the head end's time runs beside this clock, and stays right where that one jumps. */
  keepTimeWith(clock: Clock): void;
  close(): Promise<void>;
}

export const enrolmentCode = 'PTC-C02-7H4K';
/** For the same counter, should it lose its key. */
export const secondCode = 'PTC-C02-9M2R';

export async function openOffice(
  options: {
    readonly consumers?: number;
    readonly printerPort?: number | null;
    /** Public half of the division's recovery key. */
    readonly recoveryKey?: string;
    /** Where the head end keeps its books; in memory where it is left out. */
    readonly storage?: Storage;
  } = {},
): Promise<Office> {
  const folder = mkdtempSync(join(tmpdir(), 'office-'));
  const key = generateSigningKey();
  const count = options.consumers ?? 60;
  const today = kolkataDate(Date.now());
  const generated = [...generateConsumers({ count, seed: 7, today })];
  // Whom the head end would refuse comes last: a test that means them looks for them.
  const consumers = generated.toSorted((left, right) => Number(isServed(right)) - Number(isServed(left)));
  const directoryFile = join(folder, 'consumers.ndjson.gz');
  await writeDirectoryFile(directoryFile, consumers, {
    office: 'PTC',
    generatedAt: Date.now(),
    serial: 1,
    count,
    keyId: keyIdOf(key.publicKey),
    sign: signerOf(key),
  });
  let kept: Clock | null = null;
  let wallMs = (): number => Date.now();
  const headEnd = await startReferenceHeadEnd({
    key,
    wallMs: () => wallMs(),
    directoryFile,
    recoveryKey: options.recoveryKey ?? null,
    ...(options.storage === undefined ? {} : { storage: options.storage }),
    codes: [enrolmentCode, secondCode].map((code) => ({
      code,
      counter: 'C02',
      office: 'PTC',
      officeNameHi: 'विद्युत आपूर्ति प्रमंडल, पटना सिटी',
      officeNameEn: 'Electric Supply Division, Patna City',
      companyHi: 'साउथ बिहार पावर डिस्ट्रीब्यूशन कं. लि.',
      companyEn: 'South Bihar Power Distribution Co. Ltd.',
    })),
  });
  const dataFolder = join(folder, 'data');
  const mirrorFolder = join(folder, 'second-copy');
  mkdirSync(dataFolder);
  mkdirSync(mirrorFolder);
  const configFile = join(folder, 'counter.json');
  const writeConfig = (changes: Record<string, unknown> = {}): void => {
    const printerPort = options.printerPort ?? null;
    const device =
      printerPort === null ? { kind: 'none' } : { kind: 'tcp', host: '127.0.0.1', port: printerPort };
    const config = {
      dataFolder,
      mirrorFolder,
      reserveFileBytes: limits.reserveFileBytesMin,
      deviceKey: { store: 'file' },
      headEnd: { url: headEnd.url, healthIntervalMs: 200, requestTimeoutMs: 2_000, spreadWindowMs: 0 },
      outage: { closeAfterMs: 0 },
      printer: { profile: 'virtual-80', device },
      ...changes,
    };
    writeFileSync(configFile, JSON.stringify(config));
  };
  writeConfig();
  return {
    folder,
    headEnd,
    consumers,
    directoryFile,
    dataFolder,
    mirrorFolder,
    configFile,
    writeConfig,
    keepTimeWith: (clock) => {
      if (kept === clock) return;
      kept = clock;
      const start = clock.wallMs() - clock.monotonicMs();
      wallMs = () => start + clock.monotonicMs();
    },
    close: async () => {
      await headEnd.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
