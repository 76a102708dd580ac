import { assertNever } from '../../counter/result.ts';
import { recoveriesOf } from '../../db/entries.ts';
import type { Journal } from '../../db/journal.ts';
import { afterByTimer } from '../../headend/upload-driver.ts';
import type { Config } from '../contract/config-schemas.ts';
import type { DeviceKeyStore, DeviceSecrets } from './device-key.ts';
import type { Log } from './log.ts';
import type { HeadEndDesk } from './upload-loop.ts';

/** A restored counter has no token: its recovery gets it one, as soon as the head end answers. */
export interface RecoveryDesk {
  /** Does nothing for a counter that was never restored. */
  begin(key: DeviceSecrets, journal: Journal): void;
  stop(): void;
}

export interface RecoveryPorts {
  readonly headEnd: () => HeadEndDesk;
  readonly keyStore: () => DeviceKeyStore;
  /** Its health interval lies between two tries, and between two looks at whether the token still counts. */
  readonly config: Config;
  readonly log: Log;
}

export function recoveryDesk(ports: RecoveryPorts): RecoveryDesk {
  let cancel = (): void => {};
  let stopped = false;

  const later = (key: DeviceSecrets, journal: Journal): void => {
    if (stopped) return;
    cancel = afterByTimer(ports.config.headEnd.healthIntervalMs, () => {
      void look(key, journal).catch((error: unknown) => {
        ports.log.incident('recovery', 'the recovery cannot be sent', error);
        later(key, journal);
      });
    });
  };

  const look = async (key: DeviceSecrets, journal: Journal): Promise<void> => {
    const isKnown = key.enrolment !== null && !isForgotten(ports.headEnd());
    const known = isKnown ? key : ((await recovered(ports, key, journal)) ?? key);
    if (stopped) return;
    if (known !== key) await beginAnew(known, journal);
    later(known, journal);
  };

  const beginAnew = async (key: DeviceSecrets, journal: Journal): Promise<void> => {
    await ports.headEnd().stop();
    if (key.enrolment === null || stopped) return;
    await ports.headEnd().begin({ deviceSecret: key.deviceSecret, enrolment: key.enrolment }, journal);
  };

  return {
    begin: (key, journal) => {
      cancel();
      stopped = false;
      if (journal.epoch === 1) return;
      cancel = afterByTimer(0, () => void look(key, journal).catch(() => later(key, journal)));
    },
    stop: () => {
      stopped = true;
      cancel();
    },
  };
}

/** A head end that was restored from an older backup does not know this counter's new key any more. */
function isForgotten(headEnd: HeadEndDesk): boolean {
  const fault = headEnd.snapshot?.lastError;
  return fault?.kind === 'refused' && fault.problem.type === 'unauthorized';
}

/** Null where the head end does not answer, or not with a token. */
async function recovered(
  { headEnd, keyStore, log }: RecoveryPorts,
  key: DeviceSecrets,
  journal: Journal,
): Promise<DeviceSecrets | null> {
  const verdict = await headEnd().recover(recoveriesOf(journal.db));
  if (!verdict.ok) return null;
  switch (verdict.value.kind) {
    case 'answered': {
      const secrets: DeviceSecrets = { ...key, enrolment: verdict.value.value };
      // Without a key store the token is asked for again at the next start: the recovery is the proof.
      await keyStore().save(secrets);
      return secrets;
    }
    case 'refused':
      log.note('the head end refuses the recovery', { type: verdict.value.problem.type });
      return null;
    case 'not-answering':
      return null;
    default:
      return assertNever(verdict.value);
  }
}
