import type { Random } from '../../counter/ids.ts';
import type { Clock } from '../../counter/time.ts';
import type { Config } from '../contract/config-schemas.ts';
import type { Journal } from '../../db/journal.ts';
import type { JournalFaults } from '../../db/test-points.ts';
import type { A4Port } from './a4-port.ts';
import type { DeviceKeyStore, DeviceSecrets } from './device-key.ts';
import type { ExceptionsDesk } from './exceptions-desk.ts';
import type { DirectoryDesk } from './directory-loop.ts';
import type { HeadEndDesk } from './upload-loop.ts';
import type { JournalKeeper } from './journal-keeper.ts';
import type { ListsDesk } from './lists-desk.ts';
import type { Log } from './log.ts';
import type { NetworkWatch } from './network-watch.ts';
import type { OutageWatch } from './outage-watch.ts';
import type { PrintDesk } from './print-dispatch.ts';
import type { CopyDevice } from './same-device.ts';
import type { RecoveryDesk } from './recovery-desk.ts';
import type { RestoreDesk } from './restore-desk.ts';
import type { Session } from './session.ts';

/** What every use case may reach. Nothing else in the service is global. */
export interface ServiceContext {
  readonly config: Config;
  readonly appVersion: string;
  /** Names this start of the machine: times of the monotonic clock compare only within it. */
  readonly bootId: string;
  /** Path of SQLite's binding; null for the package's own. */
  readonly nativeBinding: string | null;
  /** Tests only; null in the field. */
  readonly faults: JournalFaults | null;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly session: Session;
  readonly copyDevice: CopyDevice;
  /** Has A4 papers drawn as PDF. */
  readonly a4: A4Port;
  readonly keyStore: DeviceKeyStore;
  readonly keeper: JournalKeeper;
  readonly headEnd: HeadEndDesk;
  readonly network: NetworkWatch;
  /** When people should be asked to open an outage. */
  readonly outages: OutageWatch;
  readonly directory: DirectoryDesk;
  readonly paper: PrintDesk;
  readonly exceptions: ExceptionsDesk;
  /** Lists that are given out, as files and A4 papers. */
  readonly lists: ListsDesk;
  /** How far a restore has come, for the screen. */
  readonly restore: RestoreDesk;
  /** Gets a restored counter its token from the head end. */
  readonly recovery: RecoveryDesk;
  /** From an open journal on: starts upload and paper. */
  readonly begin: (key: DeviceSecrets, journal: Journal) => Promise<void>;
  /** The state that the screens show may have changed: a snapshot follows soon. */
  readonly changed: () => void;
}
