import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron';
import { channels, ipcPrefix, shellChannels, type Answer } from '../contract/channels.ts';
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
