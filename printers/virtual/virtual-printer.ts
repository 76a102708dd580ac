import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';

import type { VirtualFault } from './faults.ts';
import { Mechanism } from './mechanism.ts';
import { pngOfRows } from './png.ts';

/** A piece of paper that left the printer. */
export interface Slip {
  /** From 1, in printing order. */
  readonly number: number;
  readonly widthDots: number;
  readonly heightDots: number;
  /** Packed rows, most significant bit left, 1 = black. */
  readonly rows: readonly Uint8Array[];
  /** `torn`: it ended without a cut, because power went or the printer has no cutter. */
  readonly end: 'cut' | 'torn';
  readonly png: Buffer;
}

export interface VirtualPrinterOptions {
  /** 0 takes a free port. */
  readonly port?: number;
  readonly widthDots: number;
  /** Slips are written there as PNG. */
  readonly folder?: string;
  readonly speedMmPerS?: number;
  readonly bufferBytes?: number;
  readonly onSlip?: (slip: Slip) => void;
  readonly onEvent?: (event: string) => void;
  /** Name of the picture without `.png`; default `0001-slip`. */
  readonly nameOf?: (slip: Slip) => string;
}

export interface VirtualPrinter {
  readonly port: number;
  readonly slips: readonly Slip[];
  /** Cuts, drawer pulses, stops, in order. */
  readonly events: readonly string[];
  /** Bytes that a real printer would have printed as garbage, or worse. Empty in a good run. */
  readonly protocolFaults: readonly string[];
  readonly bytesReceived: () => number;
  readonly rowsPrinted: () => number;
  setFault(fault: VirtualFault): void;
  clearFault(): void;
  /** Paper in, cover closed: the same as clearing the fault. */
  feedPaper(): void;
  stop(): Promise<void>;
}

const tickMs = 4;
const handOverMs = 30;
const dotsPerMm = 8;

/** A printer on a TCP port of this machine that puts its paper into memory and PNG files. */
export async function startVirtualPrinter(options: VirtualPrinterOptions): Promise<VirtualPrinter> {
  const shell = new VirtualPrinterShell(options);
  await shell.listen(options.port ?? 0);
  return shell;
}

class VirtualPrinterShell implements VirtualPrinter {
  readonly slips: Slip[] = [];
  readonly events: string[] = [];
  readonly protocolFaults: string[] = [];
  readonly #options: VirtualPrinterOptions;
  readonly #mechanism: Mechanism;
  readonly #server: Server;
  readonly #ticker: NodeJS.Timeout;
  readonly #sockets = new Set<Socket>();
  #socket: Socket | null = null;
  #fault: VirtualFault | null = null;
  #power: 'on' | 'off' = 'on';
  #received = 0;

  constructor(options: VirtualPrinterOptions) {
    this.#options = options;
    if (options.folder !== undefined) mkdirSync(options.folder, { recursive: true });
    this.#mechanism = new Mechanism({
      widthDots: options.widthDots,
      bufferBytes: options.bufferBytes ?? 16_384,
      answer: (bytes) => {
        if (this.#socket !== null && !this.#socket.destroyed) this.#socket.write(bytes);
      },
      onSlip: (rows, end) => this.#keepSlip(rows, end),
      onEvent: (event) => this.#note(event),
      onProtocolFault: (what) => {
        this.protocolFaults.push(what);
        this.#note(`protocol fault: ${what}`);
      },
      onPowerOff: (how) => this.#powerOff(how),
      later: (delayMs, run) => void setTimeout(run, delayMs).unref(),
    });
    // Half-open, so that a client that has sent everything still gets its answers.
    this.#server = createServer({ allowHalfOpen: true }, (socket) => this.#connected(socket));
    const rowsPerTick = Math.max(1, Math.round(((options.speedMmPerS ?? 250) * dotsPerMm * tickMs) / 1_000));
    this.#ticker = setInterval(() => this.#tick(rowsPerTick), tickMs);
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', resolve);
    });
  }

  bytesReceived = (): number => this.#received;

  rowsPrinted = (): number => this.#mechanism.rowsPrinted;

  setFault(fault: VirtualFault): void {
    this.#fault = fault;
    this.#note(`fault: ${fault.kind}`);
    this.#mechanism.setFault(fault);
    if (fault.kind === 'refuse') this.#socket?.resetAndDestroy();
  }

  clearFault(): void {
    this.#fault = null;
    this.#power = 'on';
    this.#note('fault: none');
    this.#mechanism.clearFault();
  }

  feedPaper(): void {
    this.clearFault();
  }

  stop(): Promise<void> {
    clearInterval(this.#ticker);
    for (const socket of this.#sockets) socket.destroy();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  /** Like most network printers it talks to one computer at a time. */
  #connected(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => undefined);
    if (this.#fault?.kind === 'refuse' || this.#isDead()) {
      socket.resetAndDestroy();
    } else if (this.#socket === null) {
      this.#serve(socket);
    } else {
      // A paused connection does not notice that its other end has gone; reading on finds out.
      this.#socket.resume();
      setTimeout(() => {
        if (this.#socket === null) this.#serve(socket);
        else socket.resetAndDestroy();
      }, handOverMs);
    }
  }

  #serve(socket: Socket): void {
    this.#socket = socket;
    this.#mechanism.newConnection();
    socket.on('data', (bytes) => {
      if (this.#isDead()) return;
      this.#received += bytes.length;
      this.#mechanism.receive(bytes);
      if (this.#mechanism.bufferFull) socket.pause();
    });
    socket.on('close', () => {
      if (this.#socket === socket) this.#socket = null;
    });
  }

  #tick(rows: number): void {
    if (this.#isDead()) return;
    this.#mechanism.advance(rows);
    const socket = this.#socket;
    if (socket === null) return;
    if (socket.isPaused() && !this.#mechanism.bufferFull) socket.resume();
    const clientIsDone = socket.readableEnded && this.#mechanism.idle;
    if (clientIsDone && !socket.writableEnded) {
      this.#mechanism.tearOff();
      socket.end();
    }
  }

  #isDead(): boolean {
    return this.#power === 'off';
  }

  #powerOff(how: 'reset' | 'silent'): void {
    this.#power = 'off';
    this.#note(`power off: ${how}`);
    if (how === 'reset') this.#socket?.resetAndDestroy();
  }

  #keepSlip(rows: readonly Uint8Array[], end: 'cut' | 'torn'): void {
    const { widthDots, folder } = this.#options;
    const png = pngOfRows(rows, widthDots);
    const number = this.slips.length + 1;
    const slip: Slip = { number, widthDots, heightDots: rows.length, rows, end, png };
    this.slips.push(slip);
    if (folder !== undefined) {
      const name = this.#options.nameOf?.(slip) ?? `${String(number).padStart(4, '0')}-slip`;
      writeFileSync(join(folder, `${name}.png`), png);
    }
    this.#options.onSlip?.(slip);
  }

  #note(event: string): void {
    this.events.push(event);
    this.#options.onEvent?.(event);
  }
}
