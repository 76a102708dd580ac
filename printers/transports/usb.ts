import { usb } from 'usb';

import { err, ok } from '../../counter/result.ts';
import { type Reply, replySplitter } from '../replies.ts';
import type { Link, Transport, Written } from '../transport.ts';

type UsbPrinter = Awaited<ReturnType<typeof usb.getDevices>>[number];

export interface UsbAddress {
  readonly vendorId: number;
  readonly productId: number;
  /** Empty takes the first device of that vendor and product. */
  readonly serial: string;
}

/** What the package needs to be for this transport; the tests hand in a double. */
export interface UsbBus {
  getDevices(): Promise<readonly UsbPrinter[]>;
}

const printerClass = 7;
const bidirectionalProtocol = 2;
/** A cancelled transfer does not say how far it came, so chunks are as small as one device buffer. */
const chunkBytes = 4_096;
const readPauseMs = 50;

interface PrinterInterface {
  readonly interfaceNumber: number;
  readonly alternateSetting: number;
  readonly outEndpoint: number;
  /** 0 when the printer has no way back. */
  readonly inEndpoint: number;
}

/** A printer on its own USB cable. On Windows it must be bound to WinUSB; on Linux usblp is detached. */
export function usbTransport(address: UsbAddress, bus: UsbBus = usb): Transport {
  return {
    open: async () => {
      try {
        const device = await findPrinter(address, bus);
        const wanted = device === undefined ? undefined : printerInterface(device);
        if (device === undefined || wanted === undefined) return err('not-reached');
        await claim(device, wanted);
        return ok(usbLink(device, wanted));
      } catch {
        // The package throws where the machine has no USB at all, and while another program holds it.
        return err('not-reached');
      }
    },
  };
}

async function findPrinter(address: UsbAddress, bus: UsbBus): Promise<UsbPrinter | undefined> {
  const devices = await bus.getDevices();
  return devices.find(
    (device) =>
      device.vendorId === address.vendorId &&
      device.productId === address.productId &&
      (address.serial === '' || device.serialNumber === address.serial),
  );
}

/** The printer-class interface, the bidirectional alternate first; never simply the first interface. */
export function printerInterface(device: UsbPrinter): PrinterInterface | undefined {
  const found = (device.configuration?.interfaces ?? []).flatMap((one) =>
    one.alternates
      .filter((alternate) => alternate.interfaceClass === printerClass)
      .map((alternate) => ({
        protocol: alternate.interfaceProtocol,
        interfaceNumber: one.interfaceNumber,
        alternateSetting: alternate.alternateSetting,
        outEndpoint: endpointOf(alternate, 'out'),
        inEndpoint: endpointOf(alternate, 'in'),
      })),
  );
  const usable = found.filter((one) => one.outEndpoint !== 0);
  return usable.find((one) => one.protocol === bidirectionalProtocol) ?? usable[0];
}

function endpointOf(alternate: USBAlternateInterface, direction: USBDirection): number {
  const endpoint = alternate.endpoints.find((one) => one.type === 'bulk' && one.direction === direction);
  return endpoint?.endpointNumber ?? 0;
}

async function claim(device: UsbPrinter, wanted: PrinterInterface): Promise<void> {
  await device.open();
  try {
    // Only Linux has a driver to detach; elsewhere, or when none holds it, this fails without harm.
    await device.detachKernelDriver(wanted.interfaceNumber).catch(() => undefined);
    await device.claimInterface(wanted.interfaceNumber);
    if (wanted.alternateSetting !== 0) {
      await device.selectAlternateInterface(wanted.interfaceNumber, wanted.alternateSetting);
    }
  } catch (fault) {
    await device.close().catch(() => undefined);
    throw fault;
  }
}

function usbLink(device: UsbPrinter, wanted: PrinterInterface): Link {
  const replyListeners: ((reply: Reply) => void)[] = [];
  const goneListeners: (() => void)[] = [];
  let state: 'open' | 'gone' | 'closed' = 'open';
  const markGone = (): void => {
    if (state !== 'open') return;
    state = 'gone';
    for (const listener of goneListeners) listener();
  };
  const isOpen = (): boolean => state === 'open';
  const readLoop =
    wanted.inEndpoint === 0
      ? Promise.resolve()
      : readReplies(device, wanted.inEndpoint, isOpen, markGone, (reply) => {
          for (const listener of replyListeners) listener(reply);
        });
  const close = async (): Promise<void> => {
    state = 'closed';
    await readLoop;
    await device.releaseInterface(wanted.interfaceNumber).catch(() => undefined);
    await device.attachKernelDriver(wanted.interfaceNumber).catch(() => undefined);
    await device.close().catch(() => undefined);
  };
  const softReset = (): Promise<void> => resetPrinter(device, wanted);
  return {
    write: async (chunk, timeoutMs) => {
      if (!isOpen()) return { accepted: 0, end: 'gone' };
      const written = await writeChunks(device, wanted.outEndpoint, chunk, timeoutMs);
      if (written.end === 'gone') markGone();
      return written;
    },
    onReply: (listener) => void replyListeners.push(listener),
    onGone: (listener) => (state === 'gone' ? listener() : void goneListeners.push(listener)),
    softReset,
    close,
    abort: async () => {
      await softReset();
      await close();
    },
  };
}

/** One transfer in flight per endpoint is all that the package allows, so reading is a loop. */
async function readReplies(
  device: UsbPrinter,
  endpoint: number,
  isOpen: () => boolean,
  markGone: () => void,
  onReply: (reply: Reply) => void,
): Promise<void> {
  const split = replySplitter();
  while (isOpen()) {
    try {
      const { data } = await device.transferIn(endpoint, 64);
      if (data === undefined || data.byteLength === 0) {
        await new Promise((resolve) => setTimeout(resolve, readPauseMs));
        continue;
      }
      for (const reply of split(new Uint8Array(data.buffer, data.byteOffset, data.byteLength)))
        onReply(reply);
    } catch (fault) {
      if (!isTimeout(fault)) return markGone();
    }
  }
}

async function writeChunks(
  device: UsbPrinter,
  endpoint: number,
  bytes: Uint8Array,
  timeoutMs: number,
): Promise<Written> {
  const until = performance.now() + timeoutMs;
  let accepted = 0;
  while (accepted < bytes.length) {
    const chunk = Uint8Array.from(bytes.subarray(accepted, accepted + chunkBytes));
    try {
      accepted += (await device.transferOut(endpoint, chunk)).bytesWritten;
    } catch (fault) {
      if (!isTimeout(fault)) return { accepted, end: 'gone' };
      if (performance.now() >= until) return { accepted, end: 'stalled' };
    }
  }
  return { accepted, end: 'ok' };
}

/** The package reports a transfer that ran out of time as `Cancelled`. */
function isTimeout(fault: unknown): boolean {
  return fault instanceof Error && fault.message.includes('Cancelled');
}

/** SOFT_RESET of the printer class: clears the buffers of the device. */
async function resetPrinter(device: UsbPrinter, wanted: PrinterInterface): Promise<void> {
  await device
    .controlTransferOut({
      requestType: 'class',
      recipient: 'interface',
      request: 2,
      value: 0,
      index: wanted.interfaceNumber,
    })
    .catch(() => undefined);
}
