import { autoStatus, modelBlock, paperByte, processIdBlock, type Sensors, statusByte } from './answers.ts';
import { type Command, CommandReader, type RealTimeCommand } from './command-reader.ts';
import { stopsAtRow, type VirtualFault } from './faults.ts';

export interface MechanismDeps {
  readonly widthDots: number;
  readonly bufferBytes: number;
  readonly answer: (bytes: Uint8Array) => void;
  readonly onSlip: (rows: readonly Uint8Array[], end: 'cut' | 'torn') => void;
  readonly onEvent: (event: string) => void;
  readonly onProtocolFault: (what: string) => void;
  readonly onPowerOff: (how: 'reset' | 'silent') => void;
  readonly later: (delayMs: number, run: () => void) => void;
}

const lineDots = 30;

/**
 * The inside of the virtual printer: a receive buffer, a head that prints row by row, sensors, answers.
 * It has no clock; `advance` prints up to a number of rows.
 */
export class Mechanism {
  readonly #deps: MechanismDeps;
  readonly #reader: CommandReader;
  #queue: { command: Command; bytes: number }[] = [];
  #queuedBytes = 0;
  #slip: Uint8Array[] = [];
  #fault: VirtualFault | null = null;
  #stopped = false;
  #autoStatus = false;
  rowsPrinted = 0;

  constructor(deps: MechanismDeps) {
    this.#deps = deps;
    this.#reader = new CommandReader({
      onCommand: (command, bytes) => {
        this.#queue.push({ command, bytes });
        this.#queuedBytes += bytes;
      },
      onRealTime: (command) => this.#obeyAtOnce(command),
      onFault: deps.onProtocolFault,
    });
  }

  get bufferFull(): boolean {
    return this.#queuedBytes >= this.#deps.bufferBytes;
  }

  get idle(): boolean {
    return this.#queue.length === 0;
  }

  get sensors(): Sensors {
    const kind = this.#stopped ? this.#fault?.kind : undefined;
    return {
      coverOpen: kind === 'coverOpen',
      paperEnd: kind === 'paperOut',
      cutterStuck: kind === 'jam',
      nearEnd: this.#fault?.kind === 'nearEnd',
    };
  }

  receive(bytes: Uint8Array): void {
    this.#reader.read(bytes);
  }

  setFault(fault: VirtualFault): void {
    this.#fault = fault;
    this.#stopped = stopsAtRow(fault) === 0 && this.#slip.length === 0 && fault.kind !== 'powerOff';
    this.#sensorsChanged();
  }

  /** Paper is put in, the cover closed, the cutter freed, the power on: it goes on by itself. */
  clearFault(): void {
    this.#fault = null;
    this.#stopped = false;
    this.#sensorsChanged();
  }

  /** The power went: what was received and not printed is lost, what was printed stays on the paper. */
  loseEverything(): void {
    this.#reader.reset();
    this.#queue = [];
    this.#queuedBytes = 0;
    this.#autoStatus = false;
    this.tearOff();
  }

  /** A new connection asks for automatic status anew. */
  newConnection(): void {
    this.#autoStatus = false;
  }

  tearOff(): void {
    if (this.#slip.length > 0) this.#endSlip('torn');
  }

  advance(rows: number): void {
    let left = rows;
    while (left > 0 && !this.#stopped) {
      const next = this.#queue[0];
      if (next === undefined) return;
      if (next.command.kind === 'row' && this.#hitsFault()) return;
      this.#queue.shift();
      this.#queuedBytes -= next.bytes;
      left -= next.command.kind === 'row' ? 1 : 0;
      this.#obey(next.command);
    }
  }

  #hitsFault(): boolean {
    const stopRow = stopsAtRow(this.#fault);
    if (stopRow === null || this.#slip.length < stopRow || this.#fault === null) return false;
    if (this.#fault.kind === 'powerOff') {
      const { how } = this.#fault;
      this.loseEverything();
      this.#deps.onPowerOff(how);
      return true;
    }
    this.#stopped = true;
    this.#deps.onEvent(`stopped: ${this.#fault.kind} at row ${this.#slip.length}`);
    this.#sensorsChanged();
    return true;
  }

  #obey(command: Command): void {
    switch (command.kind) {
      case 'initialise':
        return;
      case 'autoStatus':
        this.#autoStatus = command.mask !== 0;
        return this.#sensorsChanged();
      case 'row':
        return this.#printRow(command.bytes);
      case 'feedLines':
        return this.#feed(command.lines * lineDots);
      case 'feedDots':
        return this.#feed(command.dots);
      case 'cut':
        this.#deps.onEvent(command.full ? 'cut: full' : 'cut: partial');
        return this.#endSlip('cut');
      case 'drawer':
        return this.#deps.onEvent(`drawer: pin ${command.pin}`);
      case 'askPaper':
        return this.#prove(Uint8Array.of(paperByte(this.sensors)));
      case 'askModel':
        return this.#say(modelBlock(command.what));
      case 'askProcessId':
        return this.#prove(processIdBlock(command.id));
    }
  }

  #obeyAtOnce(command: RealTimeCommand): void {
    switch (command.kind) {
      case 'askStatus':
        return this.#say(Uint8Array.of(statusByte(command.question, this.sensors)));
      case 'recover':
        return;
      case 'clearBuffer':
        this.#queue = [];
        this.#queuedBytes = 0;
        return;
      case 'pulse':
        return this.#deps.onEvent('drawer: real time');
    }
  }

  #printRow(bytes: Uint8Array): void {
    if (bytes.length * 8 > this.#deps.widthDots) {
      this.#deps.onProtocolFault(`a row of ${bytes.length * 8} dots on ${this.#deps.widthDots}`);
    }
    this.#slip.push(bytes);
    this.rowsPrinted += 1;
  }

  #feed(dots: number): void {
    const rowBytes = this.#deps.widthDots / 8;
    for (let i = 0; i < dots; i += 1) this.#slip.push(new Uint8Array(rowBytes));
  }

  #endSlip(end: 'cut' | 'torn'): void {
    const rows = this.#slip;
    this.#slip = [];
    this.#deps.onSlip(rows, end);
  }

  /** Proofs are what the faults of answering are about; status questions are answered all the same. */
  #prove(bytes: Uint8Array): void {
    const fault = this.#fault;
    if (fault?.kind === 'noAnswer') return;
    if (fault?.kind === 'wrongId') return this.#say(processIdBlock(Buffer.from('ZZZZ', 'latin1')));
    if (fault?.kind === 'lateAnswer') return this.#deps.later(fault.delayMs, () => this.#say(bytes));
    this.#say(bytes);
  }

  #sensorsChanged(): void {
    if (this.#autoStatus) this.#say(autoStatus(this.sensors));
  }

  #say(bytes: Uint8Array): void {
    if (this.#fault?.kind !== 'mute') this.#deps.answer(bytes);
  }
}
