import type { DeviceSigner } from '../../db/crypto.ts';
import type { JournalOptions } from '../../db/journal.ts';
import type { Enrolment } from '../../headend/schemas.ts';
import type { ServiceContext } from './service-context.ts';

/** How the journal of this counter is opened. The division's key may come from either side. */
export function journalOptions(
  context: Pick<
    ServiceContext,
    'config' | 'clock' | 'random' | 'bootId' | 'nativeBinding' | 'headEnd' | 'faults'
  >,
  signer: DeviceSigner,
  enrolment: Enrolment | null,
): JournalOptions {
  const { dataFolder, mirrorFolder, recoveryPublicKey } = context.config;
  return {
    folder: dataFolder,
    mirrorFolder,
    recoveryPublicKey: recoveryPublicKey ?? enrolment?.recoveryKey ?? null,
    reserveBytes: context.config.reserveFileBytes,
    clock: context.clock,
    random: context.random,
    signer,
    bootId: context.bootId,
    ...(context.faults === null ? {} : { faults: context.faults }),
    headEndTime: () => context.headEnd.time,
    ...(context.nativeBinding === null ? {} : { nativeBinding: context.nativeBinding }),
  };
}
