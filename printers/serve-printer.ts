import { limits } from '../counter/limits.ts';
import type { Port } from '../counter/port.ts';
import { assertNever } from '../counter/result.ts';
import type { Document } from './document.ts';
import { jobTags } from './job-tags.ts';
import { droppedStep, PrinterDesk } from './printer-desk.ts';
import type { Device, FromPrinter, PrinterSetup, ToPrinter } from './printer-messages.ts';
import { profileOf } from './profile.ts';
import { packBitmap } from './raster/bitmap.ts';
import type { FontSet } from './raster/fonts.ts';
import { layout } from './raster/layout.ts';
import type { Timing, Transport } from './transport.ts';

export interface ServePrinterDeps {
  readonly timing: Timing;
  readonly fonts: FontSet;
  readonly transportTo: (device: Device) => Transport;
}

/** The printer process behind its port: one desk for each configured printer. */
export function servePrinter(port: Port<ToPrinter, FromPrinter>, deps: ServePrinterDeps): void {
  const desks = new Map<string, { setup: PrinterSetup; desk: PrinterDesk }>();
  const nextTag = jobTags(() => deps.timing.wallMs());
  const draw = (document: Document, widthDots: number): ReturnType<typeof layout> =>
    layout(document, widthDots, deps.fonts);
  const postStatus = (): void => {
    port.post({ type: 'status', printers: [...desks.values()].map(({ desk }) => desk.status()) });
  };
  const openDesk = (setup: PrinterSetup): PrinterDesk =>
    new PrinterDesk({
      printerId: setup.id,
      profile: profileOf(setup.profile),
      transport: deps.transportTo(setup.device),
      timing: deps.timing,
      nextTag,
      draw,
      post: (message) => port.post(message),
      statusChanged: postStatus,
    });

  const configure = (printers: readonly PrinterSetup[]): void => {
    const wanted = new Map(printers.slice(0, limits.printersMax).map((setup) => [setup.id, setup]));
    for (const [id, { setup, desk }] of desks) {
      // A printer that stays the same keeps its queue and what it knows.
      if (JSON.stringify(wanted.get(id)) === JSON.stringify(setup)) continue;
      desk.retire();
      desks.delete(id);
    }
    for (const [id, setup] of wanted) {
      if (!desks.has(id)) desks.set(id, { setup, desk: openDesk(setup) });
    }
    postStatus();
  };

  const render = (message: Extract<ToPrinter, { type: 'render' }>): void => {
    const { requestId, widthDots } = message;
    try {
      const bitmap = draw(message.document, widthDots);
      const bits = Buffer.from(packBitmap(bitmap)).toString('base64');
      port.post({ type: 'rendered', requestId, widthDots, heightDots: bitmap.heightDots, bits });
    } catch {
      port.post({ type: 'renderRefused', requestId, reason: 'bad-document' });
    }
  };

  port.onMessage((message) => {
    switch (message.type) {
      case 'configure':
        return configure(message.printers);
      case 'print': {
        const desk = desks.get(message.printerId)?.desk;
        if (desk === undefined) return port.post(droppedStep(message.printerId, message, 'unknown-printer'));
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
        return render(message);
      case 'ask':
        for (const { desk } of desks.values()) desk.look();
        return postStatus();
      default:
        return assertNever(message);
    }
  });
  port.post({ type: 'ready' });
}
