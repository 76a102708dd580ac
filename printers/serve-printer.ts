import { limits } from '../counter/limits.ts';
import type { Port } from '../counter/port.ts';
import { assertNever } from '../counter/result.ts';
import type { Document } from './document.ts';
import { jobTags } from './job-tags.ts';
import { droppedStep, PrinterDesk } from './printer-desk.ts';
import type { Device, FromPrinter, PrinterSetup, ToPrinter } from './printer-messages.ts';
import { profileOf } from './profile.ts';
import { type Bitmap, packBitmap } from './raster/bitmap.ts';
import type { FontSet } from './raster/fonts.ts';
import { layout } from './raster/layout.ts';
import type { Timing, Transport } from './transport.ts';

export interface ServePrinterDeps {
  readonly timing: Timing;
  readonly fonts: FontSet;
  readonly transportTo: (device: Device) => Transport;
}

/** The printers of this process. They outlive the line to the counter service. */
export interface PrinterServer {
  /**
   * Takes a new line to the service; an older one counts as lost. What waits is then forgotten, for the
   * service sends it again; what the device may already hold goes on to its end.
   */
  serve(port: Port<ToPrinter, FromPrinter>): void;
}

/** One desk for each configured printer, behind one line at a time. */
export function printerServer(deps: ServePrinterDeps): PrinterServer {
  const desks = new Map<string, { setup: PrinterSetup; desk: PrinterDesk }>();
  const nextTag = jobTags(() => deps.timing.wallMs());
  let line: Port<ToPrinter, FromPrinter> | null = null;
  const post = (message: FromPrinter): void => line?.post(message);
  const postStatus = (): void => {
    post({ type: 'status', printers: [...desks.values()].map(({ desk }) => desk.status()) });
  };
  const draw = (document: Document, widthDots: number): Bitmap => layout(document, widthDots, deps.fonts);
  const openDesk = (setup: PrinterSetup): PrinterDesk =>
    new PrinterDesk({
      printerId: setup.id,
      profile: profileOf(setup.profile),
      transport: deps.transportTo(setup.device),
      timing: deps.timing,
      nextTag,
      draw,
      post,
      statusChanged: postStatus,
    });
  const lineLost = (): void => {
    line = null;
    for (const { desk } of desks.values()) desk.forgetWaiting();
  };
  const received = (message: ToPrinter): void => {
    switch (message.type) {
      case 'configure':
        configure(desks, message.printers, openDesk);
        return postStatus();
      case 'print': {
        const desk = desks.get(message.printerId)?.desk;
        if (desk === undefined) return post(droppedStep(message.printerId, message, 'unknown-printer'));
        return desk.print(message);
      }
      case 'go':
        for (const { desk } of desks.values()) desk.go(message.jobId, message.attempt);
        return;
      case 'giveUp':
        for (const { desk } of desks.values()) desk.giveUp(message.jobId);
        return;
      case 'openDrawer':
        return desks.get(message.printerId)?.desk.openDrawer();
      case 'render':
        return post(rendered(message, draw));
      case 'ask':
        for (const { desk } of desks.values()) desk.look();
        return postStatus();
      default:
        return assertNever(message);
    }
  };
  return {
    serve: (port) => {
      if (line !== null) lineLost();
      line = port;
      port.onMessage((message) => {
        if (line === port) received(message);
      });
      port.onClose(() => {
        if (line === port) lineLost();
      });
      port.post({ type: 'ready' });
    },
  };
}

/** A printer that stays the same keeps its queue and what it knows. */
function configure(
  desks: Map<string, { setup: PrinterSetup; desk: PrinterDesk }>,
  printers: readonly PrinterSetup[],
  openDesk: (setup: PrinterSetup) => PrinterDesk,
): void {
  const wanted = new Map(printers.slice(0, limits.printersMax).map((setup) => [setup.id, setup]));
  for (const [id, { setup, desk }] of desks) {
    if (JSON.stringify(wanted.get(id)) === JSON.stringify(setup)) continue;
    desk.retire();
    desks.delete(id);
  }
  for (const [id, setup] of wanted) {
    if (!desks.has(id)) desks.set(id, { setup, desk: openDesk(setup) });
  }
}

function rendered(
  { requestId, document, widthDots }: Extract<ToPrinter, { type: 'render' }>,
  draw: (document: Document, widthDots: number) => Bitmap,
): FromPrinter {
  try {
    const bitmap = draw(document, widthDots);
    const bits = Buffer.from(packBitmap(bitmap)).toString('base64');
    return { type: 'rendered', requestId, widthDots, heightDots: bitmap.heightDots, bits };
  } catch {
    return { type: 'renderRefused', requestId, reason: 'bad-document' };
  }
}
