import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron';
import { channels, ipcPrefix, shellChannels, type A4Calls, type Answer } from '../contract/channels.ts';
import type { A4Drawing, A4Printer } from './a4-printer.ts';
import { answerCall, refusal, type CallParts } from './answer-call.ts';
import { isOurPage } from './sender.ts';

export interface GateParts extends CallParts {
  /** The contents of the one window that may call, or null while there is none. */
  readonly page: () => WebContents | null;
}

/**
 * The only place that listens to the page: one handler for each name of the contract. A message is
 * looked at only after its sender was: our window, its main frame, our address.
 */
export function openGate(parts: GateParts): void {
  for (const name of [...channels, ...shellChannels]) {
    ipcMain.handle(
      `${ipcPrefix}${name}`,
      async (event: IpcMainInvokeEvent, ...payload: unknown[]): Promise<Answer<unknown>> => {
        const fault = { retry: 'never', channel: name } as const;
        const sender = { frame: () => event.senderFrame, contents: event.sender };
        if (!isOurPage(sender, parts.page())) {
          return refusal(parts, { ...fault, code: 'CONTRACT_VIOLATION', detail: 'foreign sender' });
        }
        try {
          return await answerCall(name, payload, parts);
        } catch (error) {
          const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
          return refusal(parts, { ...fault, code: 'INTERNAL', detail });
        }
      },
    );
  }
}

/**
 * The page of an A4 paper has two calls, and only while its paper is being drawn: any other sender hears
 * that there is nothing to draw.
 */
export function openA4Gate(printer: Pick<A4Printer, 'drawing'>): void {
  const calls = { document: `${ipcPrefix}a4.document`, drawn: `${ipcPrefix}a4.drawn` } satisfies A4Calls;
  const drawingOf = (event: IpcMainInvokeEvent): A4Drawing | null => {
    const { drawing } = printer;
    const sender = { frame: () => event.senderFrame, contents: event.sender };
    return drawing !== null && isOurPage(sender, drawing.contents) ? drawing : null;
  };
  ipcMain.handle(calls.document, (event) => drawingOf(event)?.document ?? null);
  ipcMain.handle(calls.drawn, (event, sheets: unknown) => {
    if (typeof sheets === 'number' && Number.isSafeInteger(sheets)) drawingOf(event)?.drawn(sheets);
  });
}
