import { BrowserWindow, type Session, type WebContents } from 'electron';
import { limits } from '../../counter/limits.ts';
import { a4Document, type A4Document, type A4Fault } from '../contract/a4-schemas.ts';
import type { ToService } from '../contract/channels.ts';
import { pageAddress } from './app-address.ts';
import type { Log } from './log.ts';
import { webPreferences } from './window.ts';

export type A4Outcome = Pick<Extract<ToService, { type: 'a4' }>, 'pdf' | 'fault'>;

/** Draws A4 papers as PDF, one after another, each in a window of its own that nobody sees. */
export interface A4Printer {
  draw(document: unknown): Promise<A4Outcome>;
  /** The page that draws now, and what it draws; null between two papers. */
  readonly drawing: A4Drawing | null;
  /** The paper under way is given up: the program ends. */
  stop(): void;
}

export interface A4Drawing {
  readonly contents: WebContents;
  readonly document: A4Document;
  /** The page says that all of it stands on so many sheets. */
  readonly drawn: (sheets: number) => void;
}

export interface A4Parts {
  /** The session that our own pages are served in; null while there is none. */
  readonly session: () => Session | null;
  readonly preload: string;
  readonly log: Log;
}

export const a4Page = '/a4.html';

export function createA4Printer(parts: A4Parts): A4Printer {
  let drawing: A4Drawing | null = null;
  let last: Promise<unknown> = Promise.resolve();
  let stopped = false;

  const drawNow = async (value: unknown): Promise<A4Outcome> => {
    const session = parts.session();
    if (stopped || session === null) return none('no-window');
    const document = a4Document.safeParse(value);
    if (!document.success) {
      const path = document.error.issues[0]?.path.map(String).join('.') ?? '';
      parts.log('an A4 paper does not keep the contract', { path });
      return none(document.error.issues.some(({ code }) => code === 'too_big') ? 'too-large' : 'failed');
    }
    const window = openUnseen(session, parts.preload);
    try {
      const pdf = await inTime(window, (drawn) => {
        drawing = { contents: window.webContents, document: document.data, drawn };
      });
      return typeof pdf === 'string' ? none(pdf) : { pdf, fault: null };
    } catch (error) {
      parts.log('an A4 paper cannot be drawn', { kind: document.data.kind, error: String(error) });
      return none('failed');
    } finally {
      drawing = null;
      if (!window.isDestroyed()) window.destroy();
    }
  };

  return {
    get drawing() {
      return drawing;
    },
    draw: (document) => {
      const turn = last.then(() => drawNow(document));
      last = turn;
      return turn;
    },
    stop: () => {
      stopped = true;
      const open = drawing === null ? null : BrowserWindow.fromWebContents(drawing.contents);
      open?.destroy();
    },
  };
}

function none(fault: A4Fault): A4Outcome {
  return { pdf: null, fault };
}

/** The same policy as the window of the counter: sandbox, our own pages alone, no Node; and a bridge of two calls. */
function openUnseen(session: Session, preload: string): BrowserWindow {
  return new BrowserWindow({
    show: false,
    // Else it would be throttled as a window in the background.
    webPreferences: { ...webPreferences, devTools: false, backgroundThrottling: false, preload, session },
  });
}

/** The bytes, or why there are none. A page that dies or hangs costs its own paper and nothing else. */
async function inTime(
  window: BrowserWindow,
  begin: (drawn: (sheets: number) => void) => void,
): Promise<Uint8Array | A4Fault> {
  let deadline: NodeJS.Timeout | null = null;
  const gone = new Promise<A4Fault>((resolve) => {
    window.webContents.once('render-process-gone', () => resolve('failed'));
    window.once('closed', () => resolve('failed'));
    deadline = setTimeout(resolve, limits.a4DrawMs, 'too-slow');
  });
  const sheets = new Promise<number>((resolve) => begin(resolve));
  const printed = window
    .loadURL(pageAddress(a4Page, {}))
    .then(() => sheets)
    .then(() =>
      window.webContents.printToPDF({ printBackground: true, preferCSSPageSize: true, margins: noMargins }),
    );
  // Where the deadline comes first, what the destroyed window still throws is of no interest.
  printed.catch(() => undefined);
  try {
    return await Promise.race([printed, gone]);
  } finally {
    if (deadline !== null) clearTimeout(deadline);
  }
}

/** The sheets bring their own. */
const noMargins = { top: 0, bottom: 0, left: 0, right: 0 } as const;
