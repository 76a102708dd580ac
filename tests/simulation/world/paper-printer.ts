import { err, ok } from '../../../counter/result.ts';
import type { SeededRandom } from '../../../build/consumers/seeded-random.ts';
import type { Document } from '../../../printers/document.ts';
import type { Bitmap } from '../../../printers/raster/bitmap.ts';
import type { Reply } from '../../../printers/replies.ts';
import type { Link, Transport } from '../../../printers/transport.ts';
import type { SimProcess } from './process.ts';
import type { VirtualTime } from './virtual-time.ts';

/** A piece of paper that came out of the printer. */
export interface PaperSlip {
  readonly document: Document;
  /** `torn` where the printer stopped in mid slip. */
  state: 'printing' | 'whole' | 'torn';
}

export interface PaperPrinter {
  readonly paper: readonly PaperSlip[];
  /** As a process of the PC reaches it. */
  transport(owner: SimProcess): Transport;
  /** Gives a document a picture that this printer knows again: its number, a byte for each bit. */
  draw(document: Document, widthDots: number): Bitmap;
  /** Somebody cleared the jam, closed the cover, switched it on. */
  repair(): void;
  isWorking(): boolean;
}

export interface PaperPrinterPorts {
  readonly time: VirtualTime;
  readonly random: SeededRandom;
  readonly rates: { readonly jam: number; readonly mute: number };
  /** Called before the first dot of a slip is on paper. */
  readonly onPaper: (document: Document) => void;
  readonly tell: (what: string) => void;
}

export const widthDots = 256;
const serialBits = 32;

type Condition = 'ready' | 'jammed' | 'off';

interface Device {
  readonly ports: PaperPrinterPorts;
  readonly documents: Document[];
  readonly paper: PaperSlip[];
  stream: number[];
  condition: Condition;
  isMute: boolean;
  /** Proofs asked for while the printer stands still. */
  owed: (() => void)[];
  listener: ((reply: Reply) => void) | null;
}

/**
 * A thermal printer that reads the very bytes that `printers/encode.ts` makes: it jams, goes off, falls
 * silent, and its paper outlives every process.
 */
export function paperPrinter(ports: PaperPrinterPorts): PaperPrinter {
  const device: Device = {
    ports,
    documents: [],
    paper: [],
    stream: [],
    condition: 'ready',
    isMute: false,
    owed: [],
    listener: null,
  };
  return {
    paper: device.paper,
    draw: (document, width) => draw(device, document, width),
    transport: (owner) => ({
      open: async () => {
        if (device.condition === 'off') return err('not-reached');
        return ok(linkTo(device, owner));
      },
    }),
    repair: () => {
      if (device.condition === 'ready' && !device.isMute) return;
      device.condition = 'ready';
      device.isMute = false;
      ports.tell('works again');
      say(device, { kind: 'asb', bytes: [0x10, 0, 0, 0x0f] });
      const owed = device.owed;
      device.owed = [];
      for (const pay of owed) pay();
    },
    isWorking: () => device.condition === 'ready' && !device.isMute,
  };
}

function draw(device: Device, document: Document, width: number): Bitmap {
  const serial = device.documents.push(document) - 1;
  const dots = new Uint8Array(width);
  for (let bit = 0; bit < serialBits; bit += 1) {
    if ((serial >> bit) & 1) dots.fill(1, bit * 8, bit * 8 + 8);
  }
  return { widthDots: width, heightDots: 1, dots };
}

function linkTo(device: Device, owner: SimProcess): Link {
  let isOpen = true;
  const shut = async (): Promise<void> => {
    if (isOpen) device.listener = null;
    isOpen = false;
  };
  return {
    write: async (chunk) => {
      if (device.condition === 'off') return { accepted: 0, end: 'gone' };
      for (const byte of chunk) device.stream.push(byte);
      read(device);
      return { accepted: chunk.length, end: 'ok' };
    },
    onReply: (listener) => {
      device.listener = (reply) => {
        if (isOpen && owner.isAlive) listener(reply);
      };
    },
    onGone: () => undefined,
    softReset: async () => {
      device.stream = [];
    },
    close: shut,
    abort: async () => {
      device.stream = [];
      await shut();
    },
  };
}

/** Answers go out with the turn of the event loop, as over a fast cable. */
function say(device: Device, reply: Reply): void {
  if (device.isMute) return;
  const { listener } = device;
  queueMicrotask(() => listener?.(reply));
}

/** Reads whole commands off the front of what has arrived. */
function read(device: Device): void {
  for (let length = 1; length > 0 && device.stream.length > 0;) {
    length = takeCommand(device, device.stream);
    if (length > 0) device.stream = device.stream.slice(length);
  }
}

function takeCommand(device: Device, bytes: readonly number[]): number {
  const [first = 0, second] = bytes;
  if (first === 0)
    return bytes.findIndex((byte) => byte !== 0) === -1
      ? bytes.length
      : bytes.findIndex((byte) => byte !== 0);
  if (second === undefined) return 0;
  if (first === 0x10 && second === 0x04) return answerStatus(device, bytes[2]);
  if (first === 0x10) return second === 0x05 ? 3 : bytes.length;
  if (first === 0x1b) return second === 0x40 ? 2 : 3;
  if (first !== 0x1d) return 1;
  if (second === 0x61) {
    say(device, { kind: 'asb', bytes: [0x10, 0, device.condition === 'jammed' ? 0x0c : 0, 0x0f] });
    return 3;
  }
  if (second === 0x76) return takeRaster(device, bytes);
  if (second === 0x28) return bytes.length < 11 ? 0 : proved(device, bytes);
  return 3;
}

function answerStatus(device: Device, question: number | undefined): number {
  if (question === undefined) return 0;
  const paperOut = device.condition === 'jammed' && question === 4;
  say(device, { kind: 'realTime', byte: paperOut ? 0x72 : 0x12 });
  return 3;
}

function takeRaster(device: Device, bytes: readonly number[]): number {
  const length = 8 + ((bytes[4] ?? 0) + 256 * (bytes[5] ?? 0)) * (bytes[6] ?? 0);
  if (bytes.length < length) return 0;
  let serial = 0;
  for (let bit = 0; bit < serialBits; bit += 1) if (bytes[8 + bit] !== 0) serial |= 1 << bit;
  const document = device.documents[serial];
  if (document !== undefined) print(device, document);
  return length;
}

function print(device: Device, document: Document): void {
  const { random, rates, onPaper, tell } = device.ports;
  onPaper(document);
  const slip: PaperSlip = { document, state: 'printing' };
  device.paper.push(slip);
  if (random.chance(rates.mute * 0.2)) {
    device.isMute = true;
    tell('prints on and answers nothing');
  }
  if (random.chance(rates.jam * 0.2)) {
    device.condition = random.chance(0.7) ? 'jammed' : 'off';
    const torn = random.chance(0.5);
    tell(`is ${device.condition} in mid slip${torn ? ', which is torn' : ''}`);
    device.owed.push(() => void (slip.state = torn ? 'torn' : 'whole'));
    if (torn) slip.state = 'torn';
    if (device.condition === 'jammed') say(device, { kind: 'asb', bytes: [0x10, 0, 0x0c, 0x0f] });
    return;
  }
  device.ports.time.after(300, () => {
    if (slip.state === 'printing') slip.state = 'whole';
  });
}

function proved(device: Device, bytes: readonly number[]): number {
  const tag = String.fromCharCode(...bytes.slice(7, 11));
  const pay = (): void => say(device, { kind: 'processId', tag });
  if (device.condition === 'ready') device.ports.time.after(350, pay);
  else device.owed.push(pay);
  return 11;
}
