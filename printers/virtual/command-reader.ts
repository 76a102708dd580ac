/**
 * Reads a stream of ESC/POS, written from the command tables and sharing nothing with the encoder.
 * Every command has its exact length; what is not known is a fault, because a real printer would
 * print it as garbage.
 */
export type Command =
  | { readonly kind: 'initialise' }
  | { readonly kind: 'autoStatus'; readonly mask: number }
  /** One row of a raster, so that paper can run out in the middle of one. */
  | { readonly kind: 'row'; readonly bytes: Uint8Array }
  | { readonly kind: 'feedLines'; readonly lines: number }
  | { readonly kind: 'feedDots'; readonly dots: number }
  | { readonly kind: 'cut'; readonly full: boolean }
  | { readonly kind: 'drawer'; readonly pin: number }
  | { readonly kind: 'askPaper' }
  | { readonly kind: 'askModel'; readonly what: number }
  | { readonly kind: 'askProcessId'; readonly id: Uint8Array };

/** Obeyed on arrival, before everything that still waits in the buffer. */
export type RealTimeCommand =
  | { readonly kind: 'askStatus'; readonly question: number }
  | { readonly kind: 'recover' }
  | { readonly kind: 'clearBuffer' }
  | { readonly kind: 'pulse' };

export interface CommandSink {
  onCommand(command: Command, bytes: number): void;
  onRealTime(command: RealTimeCommand): void;
  onFault(what: string): void;
}

interface OpenRaster {
  readonly rowBytes: number;
  rowsLeft: number;
}

export class CommandReader {
  readonly #sink: CommandSink;
  #pending: number[] = [];
  #raster: OpenRaster | null = null;
  #lastInRaster: number[] = [];

  constructor(sink: CommandSink) {
    this.#sink = sink;
  }

  read(bytes: Uint8Array): void {
    for (const byte of bytes) {
      this.#pending.push(byte);
      if (this.#raster !== null) this.#obeyInsideRaster(byte);
      while (this.#takeOne());
    }
  }

  #takeOne(): boolean {
    const used = this.#raster === null ? this.#readCommand(0) : this.#readRow(this.#raster);
    if (used === 0) return false;
    this.#pending = this.#pending.slice(used);
    return this.#pending.length > 0;
  }

  /** A real-time command is obeyed in the middle of a picture too, and still counts as dots of it. */
  #obeyInsideRaster(byte: number): void {
    this.#lastInRaster = [...this.#lastInRaster.slice(-2), byte];
    const [dle, kind, n] = this.#lastInRaster;
    if (dle !== 0x10 || n === undefined) return;
    if (kind === 0x04 && n >= 1 && n <= 4) this.#sink.onRealTime({ kind: 'askStatus', question: n });
    if (kind === 0x05 && n === 2) this.#sink.onRealTime({ kind: 'clearBuffer' });
    if (kind === 0x14 && n === 1) this.#sink.onRealTime({ kind: 'pulse' });
    if (kind === 0x14 && n === 8) this.#sink.onRealTime({ kind: 'clearBuffer' });
  }

  /** A buffer that is cleared forgets the raster it was in. */
  reset(): void {
    this.#pending = [];
    this.#raster = null;
  }

  #readRow(raster: OpenRaster): number {
    if (this.#pending.length < raster.rowBytes) return 0;
    const bytes = Uint8Array.from(this.#pending.slice(0, raster.rowBytes));
    this.#sink.onCommand({ kind: 'row', bytes }, bytes.length);
    raster.rowsLeft -= 1;
    if (raster.rowsLeft === 0) this.#raster = null;
    return raster.rowBytes;
  }

  /** Gives the length of the command at `at`, or 0 when it is not complete yet. */
  #readCommand(at: number): number {
    const first = this.#pending[at];
    switch (first) {
      case undefined:
        return 0;
      case 0x00:
        return 1;
      case 0x10:
        return this.#readRealTime(at);
      case 0x1b:
        return this.#readEsc(at);
      case 0x1d:
        return this.#readGs(at);
      default:
        return this.#fault(`byte ${hex(first)} outside any command`, 1);
    }
  }

  #readRealTime(at: number): number {
    const [kind, n] = [this.#pending[at + 1], this.#pending[at + 2]];
    if (kind === undefined || n === undefined) return 0;
    if (kind === 0x04 && n >= 1 && n <= 4) return this.#realTime({ kind: 'askStatus', question: n }, 3);
    if (kind === 0x05 && n === 1) return this.#realTime({ kind: 'recover' }, 3);
    if (kind === 0x05 && n === 2) return this.#realTime({ kind: 'clearBuffer' }, 3);
    if (kind === 0x14 && n === 1) return this.#after(at, 5, () => this.#sink.onRealTime({ kind: 'pulse' }));
    if (kind === 0x14 && n === 8) {
      return this.#after(at, 10, () => this.#sink.onRealTime({ kind: 'clearBuffer' }));
    }
    return this.#fault(`DLE ${hex(kind)} ${hex(n)}`, 3);
  }

  #readEsc(at: number): number {
    const [code, n] = [this.#pending[at + 1], this.#pending[at + 2] ?? 0];
    switch (code) {
      case undefined:
        return 0;
      case 0x40:
        return this.#command({ kind: 'initialise' }, 2);
      case 0x4a:
        return this.#after(at, 3, () => this.#command({ kind: 'feedDots', dots: n }, 3));
      case 0x64:
        return this.#after(at, 3, () => this.#command({ kind: 'feedLines', lines: n }, 3));
      case 0x70:
        return this.#after(at, 5, () => this.#command({ kind: 'drawer', pin: n }, 5));
      default:
        return this.#fault(`ESC ${hex(code)}`, 2);
    }
  }

  #readGs(at: number): number {
    const [code, n] = [this.#pending[at + 1], this.#pending[at + 2] ?? 0];
    switch (code) {
      case undefined:
        return 0;
      case 0x28:
        return this.#readParameterised(at);
      case 0x49:
        return this.#after(at, 3, () => this.#command({ kind: 'askModel', what: n }, 3));
      case 0x56:
        return this.#readCut(at, n);
      case 0x61:
        return this.#after(at, 3, () => this.#command({ kind: 'autoStatus', mask: n }, 3));
      case 0x72:
        return this.#after(at, 3, () => this.#command({ kind: 'askPaper' }, 3));
      case 0x76:
        return this.#after(at, 8, () => this.#openRaster(at));
      default:
        return this.#fault(`GS ${hex(code)}`, 2);
    }
  }

  #readCut(at: number, mode: number): number {
    const length = mode === 65 || mode === 66 ? 4 : 3;
    return this.#after(at, length, () =>
      this.#command({ kind: 'cut', full: mode === 0 || mode === 48 || mode === 65 }, length),
    );
  }

  #openRaster(at: number): void {
    const [kind, , xl, xh, yl, yh] = this.#pending.slice(at + 2, at + 8);
    const rowBytes = (xl ?? 0) + (xh ?? 0) * 256;
    const rowsLeft = (yl ?? 0) + (yh ?? 0) * 256;
    if (kind !== 0x30) this.#sink.onFault(`GS v ${hex(kind ?? 0)}`);
    if (rowsLeft > 255) this.#sink.onFault(`a raster of ${rowsLeft} rows garbles on some printers`);
    this.#lastInRaster = [];
    if (rowBytes > 0 && rowsLeft > 0) this.#raster = { rowBytes, rowsLeft };
  }

  /** `GS ( x pL pH …`: the only kind of command that says its own length. */
  #readParameterised(at: number): number {
    const [group, pl, ph] = this.#pending.slice(at + 2, at + 5);
    if (group === undefined || pl === undefined || ph === undefined) return 0;
    const length = 5 + pl + ph * 256;
    return this.#after(at, length, () => {
      const body = Uint8Array.from(this.#pending.slice(at + 5, at + length));
      const isProcessId = group === 0x48 && body[0] === 0x30 && body[1] === 0x30 && body.length === 6;
      if (isProcessId) this.#command({ kind: 'askProcessId', id: body.slice(2) }, length);
      else this.#sink.onFault(`GS ( ${hex(group)}`);
    });
  }

  #after(at: number, length: number, act: () => void): number {
    if (this.#pending.length - at < length) return 0;
    act();
    return length;
  }

  #command(command: Command, length: number): number {
    this.#sink.onCommand(command, length);
    return length;
  }

  #realTime(command: RealTimeCommand, length: number): number {
    this.#sink.onRealTime(command);
    return length;
  }

  #fault(what: string, length: number): number {
    this.#sink.onFault(what);
    return length;
  }
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
