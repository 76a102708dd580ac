import type { Port } from '../../counter/port.ts';
import type { Clock } from '../../counter/time.ts';
import type { Document } from '../../printers/document.ts';
import type { FromPrinter, PrinterSetup, PrinterStatus, ToPrinter } from '../../printers/printer-messages.ts';
import { profileOf, type ProfileId } from '../../printers/profile.ts';
import type { Config } from '../contract/config-schemas.ts';
import type { DotsView } from '../contract/view-schemas.ts';

/** The one printer of this counter, as the printer process names it. */
export const printerId = 'receipts';

const renderTimeoutMs = 5_000;

export type PrinterPort = Port<FromPrinter, ToPrinter>;

/**
 * The line to the printer process. The process may die and come back with a new port; what was asked
 * of the old one gets no answer.
 */
export interface PrinterLink {
  readonly isUp: boolean;
  readonly status: PrinterStatus | null;
  attach(port: PrinterPort): void;
  post(message: ToPrinter): void;
  /** Dots of a document; null when the printer process is away or cannot draw it. */
  render(document: Document, widthDots: number): Promise<DotsView | null>;
  close(): void;
}

export interface PrinterLinkEvents {
  readonly ready: () => void;
  readonly message: (message: Extract<FromPrinter, { type: 'mayISend' | 'step' }>) => void;
  readonly statusChanged: () => void;
  readonly lost: () => void;
}

export function printerLink(config: Config, clock: Clock, events: PrinterLinkEvents): PrinterLink {
  let port: PrinterPort | null = null;
  let isUp = false;
  let status: PrinterStatus | null = null;
  const drawings = pendingDrawings();

  const dropped = (lost: PrinterPort): void => {
    if (port !== lost) return;
    port = null;
    isUp = false;
    status = { ...unknownStatus, sinceMs: clock.wallMs() };
    drawings.giveUp();
    events.lost();
  };

  const received = (message: FromPrinter): void => {
    switch (message.type) {
      case 'ready':
        isUp = true;
        port?.post({ type: 'configure', printers: [setupOf(config)] });
        events.ready();
        return;
      case 'status':
        status = message.printers.find((printer) => printer.printerId === printerId) ?? status;
        events.statusChanged();
        return;
      case 'mayISend':
      case 'step':
        events.message(message);
        return;
      case 'rendered':
        drawings.settle(message.requestId, dotsOf(message));
        return;
      case 'renderRefused':
        drawings.settle(message.requestId, null);
    }
  };

  return {
    get isUp() {
      return isUp;
    },
    get status() {
      return status;
    },
    attach: (fresh) => {
      if (port !== null) dropped(port);
      port = fresh;
      fresh.onMessage((message) => {
        if (port === fresh) received(message);
      });
      fresh.onClose(() => dropped(fresh));
    },
    post: (message) => port?.post(message),
    render: (document, widthDots) => {
      if (port === null || !isUp) return Promise.resolve(null);
      const asked = port;
      return drawings.ask((requestId) => asked.post({ type: 'render', requestId, document, widthDots }));
    },
    close: () => {
      const closing = port;
      port = null;
      isUp = false;
      closing?.close();
    },
  };
}

/** Drawings that were asked for and have not come yet. Each waits a limited time. */
function pendingDrawings() {
  let lastNumber = 0;
  const waiting = new Map<string, (dots: DotsView | null) => void>();
  const settle = (requestId: string, dots: DotsView | null): void => {
    waiting.get(requestId)?.(dots);
    waiting.delete(requestId);
  };
  return {
    settle,
    ask: (send: (requestId: string) => void): Promise<DotsView | null> => {
      const requestId = `r${++lastNumber}`;
      return new Promise((resolve) => {
        const timer = setTimeout(() => settle(requestId, null), renderTimeoutMs);
        waiting.set(requestId, (dots) => {
          clearTimeout(timer);
          resolve(dots);
        });
        send(requestId);
      });
    },
    giveUp: (): void => {
      for (const requestId of waiting.keys()) settle(requestId, null);
    },
  };
}

function dotsOf({ widthDots, heightDots, bits }: Extract<FromPrinter, { type: 'rendered' }>): DotsView {
  return { widthDots, heightDots, bits };
}

function setupOf(config: Config): PrinterSetup {
  return { id: printerId, profile: profileIdOf(config), device: deviceOf(config) };
}

/** The virtual printer of 58 mm takes what a small printer takes. */
export function profileIdOf(config: Config): ProfileId {
  const { profile } = config.printer;
  if (profile === 'virtual-80') return 'virtual';
  return profile === 'virtual-58' ? 'generic-58-escpos' : profile;
}

export function widthDotsOf(config: Config): number {
  return profileOf(profileIdOf(config)).widthDots;
}

function deviceOf({ printer }: Config): PrinterSetup['device'] {
  return printer.device;
}

const unknownStatus: PrinterStatus = {
  printerId,
  state: 'unknown',
  reason: 'none',
  sinceMs: 0,
  nearEnd: false,
  widthDots: 576,
  jobId: '',
  queued: 0,
};
