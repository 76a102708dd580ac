import { mkdir } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../../counter/ids.ts';
import { ok, type Result } from '../../counter/result.ts';
import type { Clock } from '../../counter/time.ts';
import { deviceSigner, generateDeviceKey } from '../../db/crypto.ts';
import { lastSeq } from '../../db/entries.ts';
import type { Journal, JournalOptions } from '../../db/journal.ts';
import type { RecoveryKey } from '../../db/recovery-key.ts';
import type { AssembleProgress } from '../../db/restore/assemble-journal.ts';
import { restoreJournal, type RestoreFault, type RestoreReport } from '../../db/restore/restore-journal.ts';
import { retrySecondCopy, secondCopyStatus } from '../../db/second-copy.ts';
import type { DeviceKeyStore, DeviceSecrets } from './device-key.ts';

export interface RestorePlace {
  readonly dataFolder: string;
  /** Where the new counter's second copy goes; null for none. Files of older epochs there stay as they are. */
  readonly mirrorFolder: string | null;
  readonly keyStore: DeviceKeyStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly bootId: string;
  readonly nativeBinding: string | null;
}

export interface RestoreRequest {
  readonly recoveryKey: RecoveryKey;
  /** The dead PC's second copy; null where only its journal is left. */
  readonly fromMirror: string | null;
  readonly fromJournal: string | null;
  readonly counter: string | null;
}

export interface RestoredCounter {
  readonly report: RestoreReport;
  readonly secrets: DeviceSecrets;
  /** How the new journal is opened. */
  readonly options: JournalOptions;
}

/** Makes this PC the counter that died. Its journal is there, at rest, when this resolves with ok. */
export async function restoreCounter(
  place: RestorePlace,
  request: RestoreRequest,
  onProgress: (progress: AssembleProgress) => void,
): Promise<Result<RestoredCounter, RestoreFault>> {
  const { recoveryKey } = request;
  const secrets: DeviceSecrets = {
    deviceSecret: generateDeviceKey(place.random).secret,
    enrolment: null,
  };
  const options: JournalOptions = {
    folder: place.dataFolder,
    mirrorFolder: place.mirrorFolder,
    recoveryPublicKey: recoveryKey.publicKey,
    clock: place.clock,
    random: place.random,
    signer: deviceSigner(secrets.deviceSecret),
    bootId: place.bootId,
    ...(place.nativeBinding === null ? {} : { nativeBinding: place.nativeBinding }),
  };
  const restored = await restoreJournal({
    counter: request.counter,
    mirrorFolder: request.fromMirror,
    journalPath: request.fromJournal,
    recoveryKey,
    target: options,
    keepKey: () => place.keyStore.replace(secrets),
    onProgress,
  });
  if (!restored.ok) return restored;
  // The device may be read-only or gone by now: then the counter sells with one copy, loudly.
  if (place.mirrorFolder !== null)
    await mkdir(place.mirrorFolder, { recursive: true }).catch(() => undefined);
  return ok({ report: restored.value, secrets, options });
}

const askAgainMs = 20;

/** Waits until the new second copy holds the whole journal; false when its device does not take it. */
export async function fillSecondCopy(journal: Journal): Promise<boolean> {
  for (;;) {
    await retrySecondCopy(journal);
    const { state, throughSeq } = secondCopyStatus(journal);
    if (state !== 'whole') return false;
    if (throughSeq >= lastSeq(journal.db)) return true;
    await delay(askAgainMs);
  }
}
