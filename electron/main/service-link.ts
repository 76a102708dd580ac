import { limits } from '../../counter/limits.ts';
import type { Port } from '../../counter/port.ts';
import { assertNever } from '../../counter/result.ts';
import {
  recordingChannels,
  slowChannels,
  type FromService,
  type ServiceEventName,
  type ToService,
} from '../contract/channels.ts';
import type { Channel } from '../contract/schemas.ts';
import type { A4Outcome } from './a4-printer.ts';
import type { SecretOutcome } from './secrets.ts';

/** `no-answer`: the call was sent and may have been carried out. `away`: it was never sent. */
export type CallOutcome =
  | { readonly type: 'answered'; readonly reply: unknown }
  | { readonly type: 'no-answer' }
  | { readonly type: 'away' };

/** The calls to one life of the counter service. Its death ends all of them. */
export interface ServiceLink {
  call(channel: Channel, input: unknown): Promise<CallOutcome>;
  /** Recording calls that wait for their answer: while there are any, the machine should not go down. */
  recordingInHand(): number;
}

export interface ServiceLinkListeners {
  readonly onReady: (pid: number) => void;
  readonly onEvent: (event: ServiceEventName, value: unknown) => void;
  readonly onSecret: (act: 'wrap' | 'unwrap', text: string) => SecretOutcome;
  /** Draws a paper; what comes of it is told by the outcome, never by throwing. */
  readonly onA4: (document: unknown) => Promise<A4Outcome>;
  /** An answer that nobody waits for any more, or that nobody asked for. */
  readonly onLateReply: (id: number) => void;
}

interface PendingCall {
  readonly channel: Channel;
  readonly settle: (outcome: CallOutcome) => void;
}

export function isRecording(channel: string): boolean {
  return recordingChannels.some((name) => name === channel);
}

export function linkService(
  port: Port<FromService, ToService>,
  listeners: ServiceLinkListeners,
): ServiceLink {
  const pending = new Map<number, PendingCall>();
  let state: 'starting' | 'ready' | 'closed' = 'starting';
  let lastId = 0;

  port.onMessage((message) => {
    switch (message.type) {
      case 'ready':
        state = 'ready';
        listeners.onReady(message.pid);
        return;
      case 'reply': {
        const call = pending.get(message.id);
        if (call === undefined) listeners.onLateReply(message.id);
        else call.settle({ type: 'answered', reply: message.reply });
        return;
      }
      case 'event':
        listeners.onEvent(message.event, message.value);
        return;
      case 'secret':
        port.post({
          type: 'secret',
          id: message.id,
          ...listeners.onSecret(message.act, message.text),
        });
        return;
      case 'a4':
        void listeners.onA4(message.document).then((outcome) => {
          if (state !== 'closed') port.post({ type: 'a4', id: message.id, ...outcome });
        });
        return;
      case 'stopped':
        return;
      default:
        assertNever(message);
    }
  });

  port.onClose(() => {
    state = 'closed';
    for (const call of pending.values()) call.settle({ type: 'no-answer' });
  });

  return {
    call: (channel, input) => {
      if (state !== 'ready' || pending.size >= limits.ipcCallsInFlightMax) {
        return Promise.resolve({ type: 'away' });
      }
      lastId += 1;
      return send(port, pending, { type: 'call', id: lastId, channel, input });
    },
    recordingInHand: () => [...pending.values()].filter((call) => isRecording(call.channel)).length,
  };
}

/** Settles once: by the answer, by the deadline or by the service's death, whichever comes first. */
function send(
  port: Port<FromService, ToService>,
  pending: Map<number, PendingCall>,
  call: Extract<ToService, { type: 'call' }>,
): Promise<CallOutcome> {
  return new Promise((resolve) => {
    const slow = slowChannels.some((name) => name === call.channel);
    const deadline = setTimeout(
      () => {
        settle({ type: 'no-answer' });
      },
      slow ? limits.ipcSlowDeadlineMs : limits.ipcDeadlineMs,
    );
    const settle = (outcome: CallOutcome): void => {
      clearTimeout(deadline);
      pending.delete(call.id);
      resolve(outcome);
    };
    pending.set(call.id, { channel: call.channel, settle });
    port.post(call);
  });
}
