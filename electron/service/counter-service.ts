import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '../../counter/ids.ts';
import type { Port } from '../../counter/port.ts';
import { assertNever } from '../../counter/result.ts';
import type { Clock } from '../../counter/time.ts';
import { readBody } from '../../counter/journal/read-body.ts';
import { deviceSigner } from '../../db/crypto.ts';
import { entryBySeq } from '../../db/entries.ts';
import type { Journal } from '../../db/journal.ts';
import type { JournalFaults } from '../../db/test-points.ts';
import type { HttpTransport } from '../../headend/transport.ts';
import type { FromService, ToService } from '../contract/channels.ts';
import type { Config } from '../contract/config-schemas.ts';
import { a4Port } from './a4-port.ts';
import { careDesk } from './care-desk.ts';
import { deviceKeyStore, type DeviceSecrets } from './device-key.ts';
import { exceptionsDesk } from './exceptions-desk.ts';
import { directoryDesk } from './directory-loop.ts';
import { listsByThemselves } from './lists-by-themselves.ts';
import { listsDesk } from './lists-desk.ts';
import { idleMs, idleWatch } from './idle-watch.ts';
import { journalKeeper } from './journal-keeper.ts';
import { linkDesks } from './link-desks.ts';
import type { Log } from './log.ts';
import { openWithKey } from './open-with-key.ts';
import { watchNetwork } from './network-watch.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { paperMaker } from './paper-maker.ts';
import { printDesk } from './print-dispatch.ts';
import type { PrinterPort } from './printer-link.ts';
import { recoveryDesk } from './recovery-desk.ts';
import { restoreDesk } from './restore-desk.ts';
import { answerCall } from './router.ts';
import { quietMoment, type QuietMoment } from './quiet-moment.ts';
import { watchCopyDevice } from './same-device.ts';
import { secretPort } from './secret-port.ts';
import type { ServiceContext } from './service-context.ts';
import { newSession } from './session.ts';
import { statePusher } from './state-pusher.ts';
import { stateSnapshot } from './state-snapshot.ts';
import { statusFacts } from './status-facts.ts';
import { openStatusSocket, type SocketAnswers } from './status-socket.ts';

const journalFile = 'journal.db';
/** The replies that say so go out first. */
const restartAfterMs = 200;

export interface ServicePorts {
  readonly port: Port<ToService, FromService>;
  /** Null where a printer process follows later, by `attachPrinter`. */
  readonly printerPort: PrinterPort | null;
  readonly config: Config;
  readonly appVersion: string;
  readonly nativeBinding: string | null;
  readonly bootId: string;
  readonly clock: Clock;
  /** Resolves after so many milliseconds. */
  readonly wait: (delayMs: number) => Promise<unknown>;
  readonly random: Random;
  readonly log: Log;
  /** Opens a transport to the configured head end; null where none is configured. */
  readonly transport: () => HttpTransport | null;
  /** File of the thread that looks after the copies. */
  readonly careWorker: URL;
  /** The journal must be opened anew: ends this service, and whoever watches it starts the next. */
  readonly mustRestart: (why: RestartReason) => void;
  /** Tests only. */
  readonly faults?: JournalFaults;
}

/**
 * `journal-shut`: the disk failed twice, and only a fresh process may believe it again. `journal-damaged`:
 * the whole proof found damage, which the next opening mends.
 */
export type RestartReason = 'journal-shut' | 'journal-damaged';

export interface CounterService {
  attachPrinter(port: PrinterPort): void;
  /** Everything under way is finished, the journal is closed without a log file. */
  stop(): Promise<void>;
}

/** Runs the counter: the only journal connection, all use cases, upload and paper. Resolves when ready. */
export async function startCounterService(ports: ServicePorts): Promise<CounterService> {
  const { port, config, clock, log } = ports;
  const turns = oneAtATime();
  const quiet = quietMoment(clock);
  const { context, secrets, pusher } = assemble(ports, quiet);
  const { keeper, headEnd, paper, directory, copyDevice, changed } = context;
  const care = careDesk({
    ...ports,
    keeper,
    copyDevice,
    changed,
    // Nobody is in the middle of an act when this service ends.
    mend: () => void turns.idle().then(() => ports.mustRestart('journal-damaged')),
  });
  const lists = listsByThemselves(context);
  const idle = idleWatch(clock, () => {
    if (!socket.isHeld()) void care.rest();
    void lists.rest();
  });

  port.onMessage((message) => {
    switch (message.type) {
      case 'call':
        idle.called();
        quiet.commandBegan();
        void answerCall(context, turns, message).then((reply) => {
          port.post({ type: 'reply', id: message.id, reply });
          quiet.commandEnded();
        });
        return;
      case 'secret':
        secrets.answered(message);
        return;
      case 'a4':
        context.a4.answered(message);
        return;
      case 'stop':
      case 'start':
      case 'printer-port':
        // The process around this service acts on these: it holds the ports that they bring.
        return;
      default:
        assertNever(message);
    }
  });
  if (ports.printerPort !== null) paper.attach(ports.printerPort);
  makeDataFolder(config.dataFolder, log);
  await openWhatIsThere(context);
  const socket = openStatusSocket(config.dataFolder, socketAnswers(context), log);
  const idleTimer = setInterval(() => idle.look(), idleMs);
  port.post({ type: 'ready', pid: process.pid });
  changed();

  return {
    attachPrinter: (fresh) => paper.attach(fresh),
    stop: async () => {
      clearInterval(idleTimer);
      await socket.close();
      pusher.stop();
      await turns.idle();
      await care.stop();
      await context.lists.stop();
      context.recovery.stop();
      context.network.stop();
      context.outages.stop();
      await headEnd.stop();
      await paper.stop();
      directory.close();
      await keeper.close();
    },
  };
}

function socketAnswers(context: ServiceContext): SocketAnswers {
  const { keeper } = context;
  return {
    status: () => ({
      state: stateSnapshot(context),
      facts: keeper.journal === null ? null : statusFacts(keeper.journal.db),
    }),
    hasJournal: () => keeper.journal !== null,
  };
}

/** Puts the desks of the service together; nothing runs yet. */
function assemble(ports: ServicePorts, quiet: QuietMoment) {
  const { port, config, clock, random, log } = ports;
  const secrets = secretPort((message) => port.post(message));
  const pusher = statePusher(
    () => context,
    (value) => port.post({ type: 'event', event: 'state', value }),
  );
  const { changed } = pusher;
  const keeper = journalKeeper(log, changed, () => {
    log.note('the journal is shut: this process ends so that the next one opens it anew');
    setTimeout(ports.mustRestart, restartAfterMs, 'journal-shut');
  });
  const shared = { config, clock, log, keeper };
  const { headEnd, outages } = linkDesks(ports, keeper, changed);
  const paper = printDesk({
    ...shared,
    random,
    answerFor: (seq, timeoutMs) => headEnd.answerFor(seq, timeoutMs),
    changed,
    whenQuiet: () => quiet.whenQuiet(),
  });
  const { nativeBinding } = ports;
  const directory = directoryDesk({
    folder: config.dataFolder,
    nativeBinding,
    clock,
    log,
    keeper,
    headEnd: () => headEnd,
    changed,
  });
  const store = config.deviceKey.store;
  const a4 = a4Port((message) => port.post(message));
  const context: ServiceContext = {
    config,
    appVersion: ports.appVersion,
    bootId: ports.bootId,
    nativeBinding,
    faults: ports.faults ?? null,
    clock,
    random,
    log,
    session: newSession(),
    copyDevice: watchCopyDevice(config.dataFolder, config.mirrorFolder),
    a4,
    lists: listsDesk({ ...shared, a4, directory }),
    keyStore: deviceKeyStore({ folder: config.dataFolder, store, secrets, log, wait: ports.wait }),
    keeper,
    headEnd,
    network: watchNetwork(clock, changed),
    outages,
    directory,
    paper,
    exceptions: exceptionsDesk(() => new Promise((resolve) => setImmediate(resolve))),
    restore: restoreDesk(changed),
    begin: (kept, journal) => begin(context, kept, journal),
    recovery: recoveryDesk({ config, log, headEnd: () => headEnd, keyStore: () => context.keyStore }),
    changed,
  };
  return { context, secrets, pusher };
}

/** A PC without a journal waits for its enrolment; one with a journal opens it or says why not. */
async function openWhatIsThere(context: ServiceContext): Promise<void> {
  context.directory.open();
  if (!existsSync(join(context.config.dataFolder, journalFile))) return;
  const opened = await openWithKey(context);
  if (opened !== null) await begin(context, opened.key, opened.journal);
}

/** From an open journal on: upload and paper run. */
async function begin(context: ServiceContext, key: DeviceSecrets, journal: Journal): Promise<void> {
  const signer = deviceSigner(key.deviceSecret);
  const { mirrorFolder } = context.config;
  context.copyDevice.look();
  if (context.copyDevice.now === 'same') {
    context.log.note('the second copy is on the same device as the journal: it dies with it', {
      mirrorFolder,
    });
  }
  context.paper.begin(
    paperMaker({
      config: context.config,
      journal,
      sign: (text) => signer.sign(Buffer.from(text, 'utf8').toString('hex')),
      findConsumer: (consumer) => context.directory.find(consumer),
    }),
  );
  const first = entryBySeq(journal.db, 1);
  const enrolled = first === null ? null : readBody(first.body);
  if (enrolled?.kind === 'counter enrolled') context.headEnd.trust(enrolled.headEndPublicKey);
  if (key.enrolment !== null) {
    await context.headEnd.begin({ deviceSecret: key.deviceSecret, enrolment: key.enrolment }, journal);
  }
  context.recovery.begin(key, journal);
  context.changed();
}

/** Only this user may read what is in it. Where it cannot be made, each use case says so when it is tried. */
function makeDataFolder(folder: string, log: Log): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    log.incident('data-folder', 'the data folder cannot be made', error);
  }
}
