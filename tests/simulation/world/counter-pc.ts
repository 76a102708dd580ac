import type { SeededRandom } from '../../../build/consumers/seeded-random.ts';
import type { Random } from '../../../counter/ids.ts';
import type { ClockReading } from '../../../counter/journal/clock-rule.ts';
import type { JournalFault } from '../../../db/fault.ts';
import type { Document } from '../../../printers/document.ts';
import { encodeJob } from '../../../printers/encode.ts';
import { locksSelling } from '../../../electron/service/journal-fault.ts';
import { PrinterDesk } from '../../../printers/printer-desk.ts';
import type { FromPrinter, ToPrinter } from '../../../printers/printer-messages.ts';
import { type Profile, profileOf } from '../../../printers/profile.ts';
import { jobTags } from '../../../printers/job-tags.ts';
import type { SignatureScheme } from './cheap-signer.ts';
import { type CounterService, startService } from './counter-service.ts';
import type { Network } from './network.ts';
import { paperPrinter, type PaperPrinter, widthDots } from './paper-printer.ts';
import { simProcess, type SimProcess } from './process.ts';
import type { ActPorts } from './service-acts.ts';
import type { Storage } from './seat-storage.ts';
import type { SimJournal } from './sim-journal.ts';
import { worldBeginsAt } from './story.ts';
import type { Swarm } from './swarm.ts';
import type { VirtualTime } from './virtual-time.ts';
import type { Wiring } from './wiring.ts';

/** One counter's PC: its clock, its processes, its printer. Its disk outlives all of them. */
export interface CounterPc {
  readonly id: string;
  readonly printer: PaperPrinter;
  /** Null while the counter service does not run. */
  readonly service: CounterService | null;
  readonly state: 'off' | 'on' | 'stuck';
  /** How far the wall clock is off, in milliseconds. */
  clockOffMs: number;
  wallMs(): number;
  switchOn(): void;
  /** A clean stop of every process. */
  switchOff(): Promise<void>;
  /** The service process ends here and now; it is started anew. */
  crash(why: string): void;
  /** The program is ended and started again by a person. */
  restart(): void;
  crashPrinterProcess(): void;
  /** Runs a request in the service; `away` if the service ends before it replies. */
  ask<Value>(run: (service: CounterService) => Promise<Value>): Promise<Value | 'away'>;
  /** Nothing dies by itself any more. */
  calm(): void;
}

export interface PcPorts {
  readonly id: string;
  readonly time: VirtualTime;
  readonly random: SeededRandom;
  readonly rates: Swarm['rates'];
  readonly storage: Storage;
  readonly network: Network;
  readonly signatures: SignatureScheme;
  readonly wiring: Wiring;
  readonly onPaper: (document: Document) => void;
  readonly tell: (what: string) => void;
  readonly memoryTotals: ActPorts['totals'];
  readonly forgetTotals: () => void;
}

const profile: Profile = { ...profileOf('virtual'), widthDots };

interface Machine {
  readonly ports: PcPorts;
  readonly printer: PaperPrinter;
  readonly bytes: Random;
  readonly waiting: Set<(outcome: 'away') => void>;
  service: CounterService | null;
  serviceProcess: SimProcess | null;
  desk: { readonly process: SimProcess; readonly desks: readonly PrinterDesk[] } | null;
  state: 'off' | 'on' | 'stuck';
  bootedAt: number;
  boots: number;
  clockOffMs: number;
  isCalm: boolean;
}

export function counterPc(ports: PcPorts): CounterPc {
  const { random, rates, time } = ports;
  const printer = paperPrinter({
    time,
    random,
    rates: { jam: rates.jam, mute: rates['mute-printer'] },
    onPaper: ports.onPaper,
    tell: (what) => ports.tell(`the printer ${what}`),
  });
  const bytes: Random = (length) => Uint8Array.from({ length }, () => random.whole(0, 255));
  const machine: Machine = {
    ports,
    printer,
    bytes,
    waiting: new Set(),
    service: null,
    serviceProcess: null,
    desk: null,
    state: 'off',
    bootedAt: 0,
    boots: 0,
    clockOffMs: 0,
    isCalm: false,
  };
  return {
    id: ports.id,
    printer,
    get service() {
      return machine.service;
    },
    get state() {
      return machine.state;
    },
    get clockOffMs() {
      return machine.clockOffMs;
    },
    set clockOffMs(offMs) {
      machine.clockOffMs = offMs;
    },
    wallMs: () => wallMs(machine),
    switchOn: () => switchOn(machine),
    switchOff: () => switchOff(machine),
    crash: (why) => crash(machine, why),
    restart: () => crash(machine, 'is started anew by hand'),
    crashPrinterProcess: () => crashPrinterProcess(machine),
    ask: (run) => ask(machine, run),
    calm: () => {
      machine.isCalm = true;
    },
  };
}

function wallMs({ ports, clockOffMs }: Machine): number {
  return worldBeginsAt + ports.time.now() + clockOffMs;
}

function switchOn(machine: Machine): void {
  if (machine.state === 'on') return;
  machine.state = 'on';
  machine.boots += 1;
  machine.bootedAt = machine.ports.time.now();
  machine.ports.tell('is switched on');
  startDesk(machine);
  void startProgram(machine);
}

async function switchOff(machine: Machine): Promise<void> {
  const { service } = machine;
  machine.ports.tell('is switched off');
  if (service !== null) await service.journal.close();
  endService(machine);
  machine.desk?.process.end();
  machine.desk = null;
  machine.state = 'off';
  await machine.ports.storage.crashed();
}

/** Starts the counter service: opens the journal, mends what can be mended, and begins its work. */
async function startProgram(machine: Machine): Promise<void> {
  const { ports } = machine;
  const { storage, time, rates, random } = ports;
  const process = simProcess(time, () => {
    if (!machine.isCalm && rates.crash > 0 && random.chance(rates.crash * 0.004)) {
      crash(machine, 'loses its counter service');
    }
  });
  machine.serviceProcess = process;
  const clock = (): ClockReading => ({
    wallMs: wallMs(machine),
    monotonicMs: time.now() - machine.bootedAt,
    bootId: `${ports.id}-boot-${machine.boots}`,
  });
  const noteFault = (fault: JournalFault): void => machine.service?.noteFault(fault);
  const die = (): void => crash(machine, 'loses its counter service in the midst of a write');
  const opener = { process, clock, noteFault, die };
  let opened = await process.own(storage.open(opener));
  if (!opened.ok) {
    ports.tell(`finds its journal ${opened.error.code}: ${opened.error.detail}`);
    const mended = await process.own(storage.mend(opened.error));
    if (mended === null && locksSelling(opened.error.code) && opened.error.code !== 'mirror-disagrees') {
      return crash(machine, 'is started once more, for its disk may take it now');
    }
    if (mended === null) {
      machine.state = 'stuck';
      return;
    }
    ports.tell(mended);
    opened = await process.own(storage.open(opener));
    if (!opened.ok) {
      machine.state = 'stuck';
      return ports.tell(`still finds its journal ${opened.error.code}: ${opened.error.detail}`);
    }
  }
  const service = serviceOf(machine, process, opened.value, clock);
  // Its first steps may have met a disk that ended it.
  if (!process.isAlive) return;
  machine.service = service;
  ports.tell('has its counter service at work');
}

function serviceOf(
  machine: Machine,
  process: SimProcess,
  journal: SimJournal,
  clock: () => ClockReading,
): CounterService {
  const { ports, bytes } = machine;
  const { storage, random, signatures, wiring } = ports;
  return startService({
    process,
    journal,
    identity: storage.identity(),
    signer: storage.signer(),
    transport: ports.network.transport(process, ports.id),
    signatures,
    chance: () => random.fraction(),
    random: bytes,
    wallMs: () => clock().wallMs,
    monotonicMs: () => clock().monotonicMs,
    wiring,
    cashier: 'asha',
    spreadShare: 0.5,
    toPrinter: (message) => toPrinter(machine, message),
    printAtOnce: (document) => void printAtOnce(machine, process, document),
    stopped: () => crash(machine, 'ends its counter service, for the journal stopped'),
    tell: (what) => ports.tell(`the service ${what}`),
    memoryTotals: ports.memoryTotals,
  });
}

function endService(machine: Machine): void {
  machine.serviceProcess?.end();
  machine.serviceProcess = null;
  machine.service = null;
  for (const settle of machine.waiting) settle('away');
  machine.waiting.clear();
  machine.ports.forgetTotals();
  for (const desk of machine.desk?.desks ?? []) desk.forgetWaiting();
}

function crash(machine: Machine, why: string): void {
  if (machine.state !== 'on' || machine.serviceProcess === null) return;
  const { ports } = machine;
  ports.tell(why);
  endService(machine);
  void ports.storage.crashed();
  ports.time.after(ports.random.whole(200, 4_000), () => {
    if (machine.state === 'on' && machine.serviceProcess === null) void startProgram(machine);
  });
}

function startDesk(machine: Machine): void {
  const { ports, printer } = machine;
  const process = simProcess(ports.time, () => {
    const { random, rates } = ports;
    if (!machine.isCalm && rates['printer-crash'] > 0 && random.chance(rates['printer-crash'] * 0.003)) {
      crashPrinterProcess(machine);
    }
  });
  const timing = { wallMs: () => wallMs(machine), after: process.after };
  const post = (message: FromPrinter): void => fromPrinter(machine, process, message);
  const deps = {
    printerId: 'receipts',
    profile,
    timing,
    transport: printer.transport(process),
    nextTag: jobTags(timing.wallMs),
    draw: printer.draw,
    post,
    statusChanged: () => undefined,
  };
  const desks = Array.from({ length: ports.wiring.printOwners }, () => new PrinterDesk(deps));
  machine.desk = { process, desks };
  machine.service?.dispatch.printerReady();
}

function crashPrinterProcess(machine: Machine): void {
  if (machine.desk === null) return;
  const { ports } = machine;
  ports.tell('loses its printer process');
  machine.desk.process.end();
  machine.desk = null;
  machine.service?.dispatch.printerLost();
  ports.time.after(ports.random.whole(200, 2_000), () => {
    if (machine.state === 'on' && machine.desk === null) startDesk(machine);
  });
}

/** From the service to the printer process: nothing arrives where one of them has ended meanwhile. */
function toPrinter(machine: Machine, message: ToPrinter): void {
  const { desk, serviceProcess } = machine;
  if (desk === null || serviceProcess === null) return;
  desk.process.after(1, () => {
    if (machine.serviceProcess !== serviceProcess) return;
    for (const one of desk.desks) {
      if (message.type === 'print') one.print(message);
      else if (message.type === 'go') one.go(message.jobId, message.attempt);
      else if (message.type === 'giveUp') one.giveUp(message.jobId);
    }
  });
}

function fromPrinter(machine: Machine, owner: SimProcess, message: FromPrinter): void {
  if (message.type !== 'mayISend' && message.type !== 'step') return;
  const { service } = machine;
  if (service === null || !owner.isAlive) return;
  service.process.after(1, () => service.dispatch.received(message));
}

async function printAtOnce(machine: Machine, process: SimProcess, document: Document): Promise<void> {
  const { printer } = machine;
  const opened = await printer.transport(process).open();
  if (!opened.ok) return;
  const { bytes } = encodeJob(printer.draw(document, widthDots), profile, { tag: 'ZZZZ', resync: false });
  await opened.value.write(bytes, 1_000);
}

function ask<Value>(
  machine: Machine,
  run: (service: CounterService) => Promise<Value>,
): Promise<Value | 'away'> {
  const { service } = machine;
  if (service === null) return Promise.resolve('away');
  return new Promise((resolve) => {
    machine.waiting.add(resolve);
    const settled = (value: Value): void => {
      machine.waiting.delete(resolve);
      resolve(value);
    };
    // The way from the screen to the service takes its time, and either may die on it.
    service.process.after(2, () => void service.process.own(run(service)).then(settled));
  });
}
