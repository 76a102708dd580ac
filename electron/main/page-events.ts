import type { WebContents } from 'electron';
import { ipcPrefix } from '../contract/channels.ts';
import { events, type EventName } from '../contract/schemas.ts';
import type { Log } from './log.ts';

/** Sends whole snapshots to the page and keeps the last of each for a page that loads later. */
export interface PageEvents {
  send(event: EventName, value: unknown): void;
  /** From now on this is the page; it gets the last snapshots each time it has loaded. */
  attach(contents: WebContents): void;
}

export function createPageEvents(log: Log): PageEvents {
  const last = new Map<EventName, unknown>();
  let page: WebContents | null = null;

  const post = (event: EventName, value: unknown): void => {
    if (page !== null && !page.isDestroyed() && !page.isCrashed()) {
      page.send(`${ipcPrefix}${event}`, value);
    }
  };

  return {
    send: (event, value) => {
      const checked = events[event].safeParse(value);
      if (!checked.success) {
        const where = checked.error.issues[0]?.path.map(String).join('.') ?? '';
        log('an event does not keep the contract', { event, where });
        return;
      }
      last.set(event, checked.data);
      post(event, checked.data);
    },
    attach: (contents) => {
      page = contents;
      contents.on('dom-ready', () => {
        for (const [event, value] of last) post(event, value);
      });
    },
  };
}
