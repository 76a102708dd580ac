import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { pinnedVersion } from '../repository.ts';
import { downloadElectron, findElectron, type ElectronFolder } from './found.ts';
import type { ElectronKind } from './runtime.ts';
import { prepareStandIn, standIn } from './stand-in.ts';

export interface Choice extends ElectronFolder {
  readonly kind: ElectronKind;
}

/** The three places an Electron can come from, and the memory of a download that failed. */
export interface Sources {
  readonly find: () => ElectronFolder | undefined;
  readonly downloadFailedLately: () => boolean;
  readonly download: () => Promise<ElectronFolder | undefined>;
  readonly rememberFailure: () => Promise<void>;
  readonly standIn: () => Promise<ElectronFolder>;
}

/** An Electron already here, else the official download, else the stand-in. */
export async function chooseElectron(sources: Sources): Promise<Choice> {
  const found = sources.find();
  if (found !== undefined) return { ...found, kind: 'found' };
  if (!sources.downloadFailedLately()) {
    const official = await sources.download();
    if (official !== undefined) return { ...official, kind: 'official' };
    await sources.rememberFailure();
  }
  return { ...(await sources.standIn()), kind: 'stand-in' };
}

/** The sources of this machine; what is fetched or remembered goes to `cache`. */
export function machineSources(cache: string, say: (line: string) => void): Sources {
  const note = join(cache, 'download-tried.json');
  const wanted = pinnedVersion('electron');
  return {
    find: () => findElectron(process.env),
    downloadFailedLately: () => failedLately(note, wanted, Date.now()),
    download: () => downloadElectron(process.env, say),
    rememberFailure: () => writeFile(note, JSON.stringify({ wanted, triedAtMs: Date.now() })),
    standIn: async () => {
      refuseOtherPlatforms();
      return { folder: await prepareStandIn(cache, say), version: standIn.electronVersion };
    },
  };
}

const noteSchema = z.object({ wanted: z.string(), triedAtMs: z.number() });
const retryDownloadAfterMs = 24 * 3_600_000;

/** A failed download is remembered for a day, so that a closed network costs its time-out once. */
export function failedLately(note: string, wanted: string, nowMs: number): boolean {
  const read = noteSchema.safeParse(readJson(note));
  return read.success && read.data.wanted === wanted && nowMs - read.data.triedAtMs < retryDownloadAfterMs;
}

/** A note that is missing or half written says nothing; the download is simply tried again. */
function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

function refuseOtherPlatforms(): void {
  if (process.platform === standIn.platform && process.arch === standIn.arch) return;
  const machine = `${process.platform} ${process.arch}`;
  throw new Error(
    `Electron ${pinnedVersion('electron')} cannot be downloaded, and no stand-in exists for ${machine}.`,
  );
}
