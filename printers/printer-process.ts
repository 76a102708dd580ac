import type { Port } from '../counter/port.ts';
import { testPage } from './report/test-page.ts';
import type { Device, FromPrinter, ToPrinter } from './printer-messages.ts';
import { loadFonts } from './raster/fonts.ts';
import { layout } from './raster/layout.ts';
import { type PrinterServer, printerServer } from './serve-printer.ts';
import type { Timing, Transport } from './transport.ts';
import { noTransport } from './transports/none.ts';
import { tcpTransport } from './transports/tcp.ts';

/**
 * The process entry. It only picks the port: the one that Electron's main process hands over in a
 * `{type: 'port'}` message, or the channel to the parent when started by plain Node.
 */

/** As much of Electron's ports as is used here; the room must not import Electron. */
interface MessagePortLike {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown; ports: MessagePortLike[] }) => void): void;
  on(event: 'close', listener: () => void): void;
  start(): void;
  close(): void;
}

const timing: Timing = {
  wallMs: () => Date.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};

function transportTo(device: Device): Transport {
  switch (device.kind) {
    case 'none':
      return noTransport;
    case 'tcp':
      return tcpTransport(device.host, device.port, timing);
    case 'usb':
      return usbOnDemand(device);
  }
}

/** The USB package is loaded only where a USB printer is configured: it is native code. */
function usbOnDemand(address: Extract<Device, { kind: 'usb' }>): Transport {
  return {
    open: async () => {
      const { usbTransport } = await import('./transports/usb.ts');
      return usbTransport(address).open();
    },
  };
}

function startServer(): PrinterServer {
  const fonts = loadFonts();
  // The first slip costs ten times the later ones; it is drawn before a cashier waits for it.
  for (const widthDots of [576, 384]) layout(testPage({ title: 'C00', at: '' }), widthDots, fonts);
  return printerServer({ timing, fonts, transportTo });
}

function electronPort(port: MessagePortLike): Port<ToPrinter, FromPrinter> {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.on('message', ({ data }) => {
        if (isToPrinter(data)) listener(data);
      });
      port.start();
    },
    onClose: (listener) => port.on('close', listener),
    close: () => port.close(),
  };
}

function parentProcessPort(send: (message: unknown) => unknown): Port<ToPrinter, FromPrinter> {
  return {
    post: (message) => void send(message),
    onMessage: (listener) => {
      process.on('message', (message: unknown) => {
        if (isToPrinter(message)) listener(message);
      });
    },
    onClose: (listener) => process.on('disconnect', listener),
    close: () => process.disconnect(),
  };
}

const messageTypes: readonly string[] = [
  'configure',
  'print',
  'go',
  'giveUp',
  'openDrawer',
  'render',
  'ask',
] satisfies readonly ToPrinter['type'][];

/** The other end is this program too; this only keeps a message of another version from being acted on. */
function isToPrinter(message: unknown): message is ToPrinter {
  return (
    typeof message === 'object' &&
    message !== null &&
    'type' in message &&
    typeof message.type === 'string' &&
    messageTypes.includes(message.type)
  );
}

function isMessagePort(port: unknown): port is MessagePortLike {
  return typeof port === 'object' && port !== null && 'postMessage' in port;
}

const parentPort: unknown = 'parentPort' in process ? process.parentPort : undefined;
if (isMessagePort(parentPort)) {
  const server = startServer();
  // A new line comes whenever the counter service was started anew.
  parentPort.on('message', ({ ports: [port] }) => {
    if (port !== undefined) server.serve(electronPort(port));
  });
} else if (process.send !== undefined) {
  process.on('disconnect', () => process.exit(0));
  startServer().serve(parentProcessPort(process.send.bind(process)));
} else {
  process.stderr.write('The printer process is started by the counter, not by hand.\n');
  process.exitCode = 2;
}
