import { generateRecoveryKey } from '../../db/recovery-key.ts';
import { readRecoveryKey, writeRecoveryKey } from '../../electron/service/recovery-key-file.ts';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Consumer } from '../../counter/consumer/consumer.ts';
import { limits } from '../../counter/limits.ts';
import { kolkataDate } from '../../counter/time.ts';
import { writeDirectoryFile } from '../../db/directory/write-directory-file.ts';
import { generateConsumers } from '../consumers/office-generator.ts';
import { headEndSigner, startHeadEnd, type HeadEndProcess } from './head-end-process.ts';
import { startPaperPrinter, type PaperPrinter } from './paper-printer.ts';

/** A whole office around one counter: a head end, its consumers, a printer, and the counter's configuration. */
export interface PracticeOffice {
  readonly consumers: readonly Consumer[];
  readonly headEnd: HeadEndProcess;
  readonly printer: PaperPrinter;
  readonly configFile: string;
  readonly dataFolder: string;
  readonly mirrorFolder: string;
  /** The one-time code that enrols counter C02. */
  readonly enrolmentCode: string;
  stop(): Promise<void>;
}

export interface PracticeOfficeOptions {
  /** Holds what the head end and the printer keep; only this process writes here. */
  readonly ownFolder: string;
  /** Holds configuration, journal and second copy; the app's user must be able to write here. */
  readonly counterFolder: string;
  readonly paperFolder: string;
  readonly consumers: number;
  readonly seed: number;
  readonly paper: '80' | '58';
  readonly language: 'hi' | 'en';
  /** Marks every screen and paper as practice. */
  readonly practice: boolean;
  /** How soon an outage is proposed, and how long the head end must be back before it closes. */
  readonly outage?: { readonly proposeAfterMs: number; readonly closeAfterMs: number };
  /** How often and how long the counter asks the head end; tests ask faster than an office does. */
  readonly link?: { readonly requestTimeoutMs: number; readonly healthIntervalMs: number };
  readonly say: (line: string) => void;
}

const officeLink = { requestTimeoutMs: 5_000, healthIntervalMs: 2_000 };

const enrolmentCode = 'PATNA-CITY-C02';

export const practiceNames = {
  office: 'PTC',
  counter: 'C02',
  officeNameHi: 'पटना सिटी प्रमंडल',
  officeNameEn: 'Patna City Division',
  companyHi: 'साउथ बिहार पावर डिस्ट्रीब्यूशन कं. लि.',
  companyEn: 'South Bihar Power Distribution Co. Ltd.',
} as const;

export async function openPracticeOffice(options: PracticeOfficeOptions): Promise<PracticeOffice> {
  const { ownFolder, counterFolder, say } = options;
  const headEndFolder = join(ownFolder, 'head-end');
  await Promise.all([headEndFolder, options.paperFolder].map((each) => mkdir(each, { recursive: true })));
  const directoryFile = join(ownFolder, 'consumers.ndjson.gz');
  const consumers = await makeDirectory(directoryFile, headEndFolder, options);
  say(`${consumers.length} consumers are in the directory.`);
  const recoveryKey = await recoveryKeyIn(join(ownFolder, 'recovery-key.json'));
  const codesFile = join(ownFolder, 'codes.json');
  await writeFile(codesFile, JSON.stringify([{ code: enrolmentCode, ...practiceNames }]));
  const [headEnd, printer] = await Promise.all([
    startHeadEnd({ dataFolder: headEndFolder, directoryFile, codesFile, recoveryKey }),
    startPaperPrinter({ folder: options.paperFolder, widthDots: options.paper === '80' ? 576 : 384 }),
  ]);
  const dataFolder = join(counterFolder, 'journal');
  const mirrorFolder = join(counterFolder, 'second-copy');
  const configFile = join(counterFolder, 'config.json');
  const config = {
    language: options.language,
    practice: options.practice,
    dataFolder,
    mirrorFolder,
    // The folders of a practice office are copied and kept: they hold no room for a full disk.
    reserveFileBytes: limits.reserveFileBytesMin,
    deviceKey: { store: 'file' },
    headEnd: { url: headEnd.url, ...(options.link ?? officeLink), spreadWindowMs: 0 },
    outage: options.outage ?? { closeAfterMs: 0 },
    printer: {
      profile: `virtual-${options.paper}`,
      device: { kind: 'tcp', host: '127.0.0.1', port: printer.port },
    },
    receipt: { supplyPromise: true },
  };
  await writeFile(configFile, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o644 });
  return {
    consumers,
    headEnd,
    printer,
    configFile,
    dataFolder,
    mirrorFolder,
    enrolmentCode,
    stop: async () => {
      await Promise.all([headEnd.stop(), printer.stop()]);
    },
  };
}

/** The practice division's key, made once. A real one never lies on the machine of a counter. */
async function recoveryKeyIn(file: string): Promise<string> {
  const kept = await readRecoveryKey(file);
  if (kept.ok) return kept.value.publicKey;
  const fresh = generateRecoveryKey();
  const written = await writeRecoveryKey(file, fresh);
  if (!written.ok) throw new Error(`${file}: ${written.error}`);
  return fresh.publicKey;
}

async function makeDirectory(
  file: string,
  headEndFolder: string,
  { consumers: count, seed }: PracticeOfficeOptions,
): Promise<Consumer[]> {
  const signer = await headEndSigner(headEndFolder);
  const now = Date.now();
  const consumers = [...generateConsumers({ count, seed, today: kolkataDate(now) })];
  await writeDirectoryFile(file, consumers, {
    office: practiceNames.office,
    generatedAt: now - 6 * 3_600_000,
    serial: 1,
    count,
    keyId: signer.keyId,
    sign: signer.sign,
  });
  return consumers;
}
