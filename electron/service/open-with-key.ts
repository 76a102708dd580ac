import { uuidv7 } from '../../counter/ids.ts';
import { deviceSigner, generateDeviceKey } from '../../db/crypto.ts';
import { currentDay } from '../../db/day-reads.ts';
import type { Journal } from '../../db/journal.ts';
import { keyStanding } from '../../db/key-standing.ts';
import type { DeviceSecrets } from './device-key.ts';
import { journalOptions } from './journal-options.ts';
import type { ServiceContext } from './service-context.ts';

export interface OpenedWithKey {
  readonly journal: Journal;
  readonly key: DeviceSecrets;
}

/**
 * Opens the journal with the device key of this PC. A key that is lost stops nobody from selling: a new
 * one is made at once and put on record, and the head end parks credit until an officer enrols it. A
 * key that the journal has replaced is never used again, though a keyring that came back opens it.
 * Null where the journal does not open; the keeper says why.
 */
export async function openWithKey(context: ServiceContext): Promise<OpenedWithKey | null> {
  const kept = await keptKey(context);
  const first = kept ?? newKey(context, null);
  const opened = await openWith(context, first);
  if (opened === null) return null;
  switch (keyStanding(opened.journal)) {
    case 'named':
      return opened;
    case 'never-named': {
      // It may stand in its file already: the last start kept it and ended before its entry was written.
      if (kept === null) await context.keyStore.replace(first);
      await putOnRecord(context, opened);
      return opened;
    }
    case 'replaced': {
      context.log.note('an older device key came back: it is not used again');
      await context.keeper.close();
      const fresh = newKey(context, first.enrolment);
      const again = await openWith(context, fresh);
      if (again === null) return null;
      await context.keyStore.replace(fresh);
      await putOnRecord(context, again);
      return again;
    }
  }
}

async function keptKey({ keyStore, log }: ServiceContext): Promise<DeviceSecrets | null> {
  const kept = await keyStore.load();
  if (kept.ok) return kept.value;
  log.note('the device key cannot be had', { why: kept.error });
  return null;
}

function newKey({ random }: ServiceContext, enrolment: DeviceSecrets['enrolment']): DeviceSecrets {
  return { deviceSecret: generateDeviceKey(random).secret, enrolment };
}

async function openWith(context: ServiceContext, key: DeviceSecrets): Promise<OpenedWithKey | null> {
  const signer = deviceSigner(key.deviceSecret);
  const opened = await context.keeper.open(journalOptions(context, signer, key.enrolment));
  return opened.ok ? { journal: opened.value, key } : null;
}

/** The key is kept before its entry is written: an entry whose key nobody has could not be followed by any. */
async function putOnRecord(context: ServiceContext, { journal, key }: OpenedWithKey): Promise<void> {
  const day = currentDay(journal.db);
  const recorded = await context.keeper.append({
    kind: 'key lost',
    v: 1,
    uid: uuidv7(context.clock.wallMs(), context.random),
    businessDate: day?.businessDate ?? null,
    day: day?.day ?? null,
    shift: null,
    operator: 'program',
    ledger: [],
    ref: null,
    publicKey: deviceSigner(key.deviceSecret).publicKey,
  });
  context.log.note('the device key was lost', { recorded: recorded.ok });
}
