import { limits } from '../../counter/limits.ts';
import type { FromService, ToPrinter, ToService } from '../contract/channels.ts';
import type { Config } from '../contract/config-schemas.ts';
import type { Log } from './log.ts';
import { linkService, type ServiceLink, type ServiceLinkListeners } from './service-link.ts';
import type { ChildName } from './supervision.ts';
import type { Child, WireEnd } from './utility-port.ts';

export type ServiceChild = Child<FromService, ToService>;
/** The printer tells main nothing; all it says goes to the service. */
export type PrinterChild = Child<never, ToPrinter>;

export interface PairParts {
  readonly forkService: () => ServiceChild;
  readonly forkPrinter: () => PrinterChild;
  readonly createWire: () => readonly [WireEnd, WireEnd];
  readonly start: {
    readonly config: Config;
    readonly appVersion: string;
    readonly nativeBinding: string | null;
  };
  readonly log: Log;
  readonly onEvent: ServiceLinkListeners['onEvent'];
  readonly onSecret: ServiceLinkListeners['onSecret'];
  readonly onA4: ServiceLinkListeners['onA4'];
}

export interface PairListeners {
  readonly onReady: (child: ChildName) => void;
  readonly onExit: (child: ChildName) => void;
}

/** The two processes that live now, each null while it does not. */
interface Alive {
  service: { readonly child: ServiceChild; readonly link: ServiceLink } | null;
  printer: { readonly child: PrinterChild; life: 'new' | 'greeted' } | null;
}

export interface ProcessPair {
  start(child: ChildName): void;
  askToStop(child: ChildName): void;
  link(): ServiceLink | null;
}

/**
 * The counter service and the printer process, and the wire between them. Whichever of the two starts
 * anew, both get an end of a fresh wire; the old one died with the process.
 */
export function createProcessPair(parts: PairParts, listeners: PairListeners): ProcessPair {
  const alive: Alive = { service: null, printer: null };
  return {
    start: (child) => {
      if (child === 'service') startService(alive, parts, listeners);
      else startPrinter(alive, parts, listeners);
    },
    askToStop: (child) => {
      if (child === 'printer') alive.printer?.child.kill();
      else if (alive.service !== null) stopService(alive.service.child, parts.log);
    },
    link: () => alive.service?.link ?? null,
  };
}

function startService(alive: Alive, parts: PairParts, listeners: PairListeners): void {
  const { log } = parts;
  const child = parts.forkService();
  const overdue = setTimeout(() => {
    log('the counter service did not get ready in time', { limitMs: limits.serviceReadyMs });
    child.kill();
  }, limits.serviceReadyMs);
  const link = linkService(child.port, {
    onReady: (pid) => {
      clearTimeout(overdue);
      log('the counter service is ready', { pid });
      listeners.onReady('service');
    },
    onEvent: parts.onEvent,
    onSecret: parts.onSecret,
    onA4: parts.onA4,
    onLateReply: (id) => {
      log('an answer came after its deadline', { id });
    },
  });
  alive.service = { child, link };
  child.onExit((code) => {
    clearTimeout(overdue);
    alive.service = null;
    logDeath(log, 'service', code);
    listeners.onExit('service');
  });
  connect(alive, parts, (end) => {
    child.handOver({ type: 'start', ...parts.start }, end);
  });
}

function startPrinter(alive: Alive, parts: PairParts, listeners: PairListeners): void {
  const child = parts.forkPrinter();
  alive.printer = { child, life: 'new' };
  child.onSpawn(() => {
    listeners.onReady('printer');
  });
  child.onExit((code) => {
    alive.printer = null;
    logDeath(parts.log, 'printer', code);
    listeners.onExit('printer');
  });
  const { service } = alive;
  if (service === null) return;
  connect(alive, parts, (end) => {
    service.child.handOver({ type: 'printer-port' }, end);
  });
}

/** A printer that is down gets its wire when it starts; until then the service's end leads nowhere. */
function connect(alive: Alive, parts: PairParts, giveService: (end: WireEnd) => void): void {
  const [serviceEnd, printerEnd] = parts.createWire();
  giveService(serviceEnd);
  const { printer } = alive;
  if (printer === null) return;
  printer.child.handOver({ type: printer.life === 'new' ? 'start' : 'printer-port' }, printerEnd);
  printer.life = 'greeted';
}

function stopService(child: ServiceChild, log: Log): void {
  child.port.post({ type: 'stop' });
  const patience = setTimeout(() => {
    log('the counter service did not stop in time', { limitMs: limits.serviceStopMs });
    child.kill();
  }, limits.serviceStopMs);
  child.onExit(() => {
    clearTimeout(patience);
  });
}

/** A native binding that does not fit this Electron ends the process with code 11 and says nothing itself. */
function logDeath(log: Log, child: ChildName, code: number): void {
  const hint =
    code === 11
      ? 'a crash in native code: does DIVISION_COUNTER_SQLITE_BINDING name a binding built for this Electron?'
      : '';
  log(`the ${child} process ended`, { code, hint });
}
