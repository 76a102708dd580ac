import type { Document } from '../../printers/document.ts';
import type { FromPrinter, JobStep, PrinterStatus, ToPrinter } from '../../printers/printer-messages.ts';
import type { ProfileId } from '../../printers/profile.ts';
import { loadFonts } from '../../printers/raster/fonts.ts';
import { printerServer } from '../../printers/serve-printer.ts';
import type { Timing } from '../../printers/transport.ts';
import { tcpTransport } from '../../printers/transports/tcp.ts';

export const fonts = loadFonts();

export const realTiming: Timing = {
  wallMs: () => Date.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};

/** The printer process in this process, with a service that grants every permission at once. */
export interface PrinterRig {
  readonly messages: FromPrinter[];
  send(message: ToPrinter): void;
  /** As when the counter service dies. */
  loseLine(): void;
  /** As when it is back, with the same printer configured. */
  reconnect(): void;
  print(jobId: string, document: Document): void;
  steps(jobId: string): JobStep[];
  status(): PrinterStatus | undefined;
  /** Waits until the check holds; fails after ten seconds with what was heard. */
  until(what: string, check: () => boolean): Promise<void>;
  stepState(jobId: string): string;
}

export function printerRig(
  port: number,
  profile: ProfileId = 'virtual',
  permission: 'at-once' | 'by-hand' = 'at-once',
): PrinterRig {
  const messages: FromPrinter[] = [];
  let listener: (message: ToPrinter) => void = () => undefined;
  let close: () => void = () => undefined;
  let reconnect: () => void = () => undefined;
  const rig: PrinterRig = {
    messages,
    send: (message) => listener(message),
    loseLine: () => close(),
    reconnect: () => reconnect(),
    print: (jobId, document) => listener({ type: 'print', jobId, attempt: 1, printerId: 'p1', document }),
    steps: (jobId) =>
      messages.filter((message): message is JobStep => message.type === 'step' && message.jobId === jobId),
    status: () => messages.findLast((message) => message.type === 'status')?.printers[0],
    stepState: (jobId) => rig.steps(jobId).at(-1)?.state ?? 'none',
    until: async (what, check) => {
      const end = Date.now() + 20_000;
      while (!check()) {
        if (Date.now() > end) throw new Error(`waited for ${what}: ${JSON.stringify(messages.slice(-12))}`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
  };
  const server = printerServer({
    timing: realTiming,
    fonts,
    transportTo: (device) => tcpTransport('127.0.0.1', device.kind === 'tcp' ? device.port : 1, realTiming),
  });
  const connect = (): void => {
    server.serve({
      post: (message) => {
        messages.push(message);
        if (message.type !== 'mayISend' || permission !== 'at-once') return;
        listener({ type: 'go', jobId: message.jobId, attempt: message.attempt });
      },
      onMessage: (next) => {
        listener = next;
      },
      onClose: (lost) => {
        close = lost;
      },
      close: () => undefined,
    });
    listener({
      type: 'configure',
      printers: [{ id: 'p1', profile, device: { kind: 'tcp', host: '127.0.0.1', port } }],
    });
  };
  connect();
  reconnect = connect;
  return rig;
}
