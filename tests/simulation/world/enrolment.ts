import type { CounterEnrolledDraft } from '../../../db/journal.ts';
import type { CounterIdentity } from '../../../headend/client.ts';

/** The first entry of every simulated journal. */
export function enrolmentDraft(about: {
  readonly uid: string;
  readonly publicKey: string;
  readonly identity: CounterIdentity;
  readonly recoveryKey: string;
}): CounterEnrolledDraft {
  const { uid, publicKey, identity, recoveryKey } = about;
  return {
    kind: 'counter enrolled',
    v: 1,
    uid,
    businessDate: null,
    day: null,
    shift: null,
    operator: 'program',
    ledger: [],
    ref: null,
    office: 'PTC',
    officeName: { hi: 'पटना सिटी', en: 'Patna City' },
    company: { hi: 'कंपनी', en: 'Company' },
    publicKey,
    headEndPublicKey: identity.headEndPublicKey,
    headEndId: identity.serverId,
    recoveryKey,
  };
}
