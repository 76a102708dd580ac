import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { limits } from '../../counter/limits.ts';
import type { Port } from '../../counter/port.ts';
import { assertNever } from '../../counter/result.ts';
import type { FromService, ToService } from '../contract/channels.ts';

/** A call as it stands on a line: `{"id":1,"channel":"…","input":{…}}`. Ids are the caller's own. */
type Call = { readonly id: string | number; readonly channel: string; readonly input: unknown };

export interface JsonLines {
  /** What the service talks to. */
  readonly port: Port<ToService, FromService>;
  /** Calls wait until somebody listens again: one service ended, and the next has not begun. */
  pause(): void;
  /** Resolves at the end of the input, when every call has its answer. */
  readonly ended: Promise<void>;
}

/**
 * The contract as lines of JSON: calls come in, answers and events go out, nothing else is ever
 * written. A line that is no call is answered with `CONTRACT_VIOLATION` and id null.
 */
export function jsonLines(input: Readable, output: Writable): JsonLines {
  let receive: ((message: ToService) => void) | null = null;
  const early: ToService[] = [];
  const ids = new Map<number, Call['id']>();
  let lastId = 0;
  let inputEnded = false;
  let finish: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    finish = resolve;
  });

  const write = (line: object): void => void output.write(`${JSON.stringify(line)}\n`);
  const pass = (message: ToService): void => {
    if (receive === null) early.push(message);
    else receive(message);
  };
  const settle = (): void => {
    if (inputEnded && ids.size === 0) finish();
  };

  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  lines.on('line', (line) => {
    if (line.trim() === '') return;
    const call = readCall(line);
    if (call === null) return write(noCall);
    const id = ++lastId;
    ids.set(id, call.id);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the service refuses a channel that it does not know
    pass({ type: 'call', id, channel: call.channel as never, input: call.input });
  });
  lines.on('close', () => {
    inputEnded = true;
    settle();
  });

  const told = (message: FromService): void => {
    switch (message.type) {
      case 'ready':
        return write({ event: 'ready', value: { pid: message.pid } });
      case 'reply':
        write({ id: ids.get(message.id) ?? null, ...message.reply });
        ids.delete(message.id);
        return settle();
      case 'event':
        return write({ event: message.event, value: message.value });
      case 'secret':
        // There is no key store of the operating system behind a pipe.
        return pass({ type: 'secret', id: message.id, text: null, refused: 'KEY_STORE_MISSING' });
      case 'a4':
        // Nor is there a window to draw in.
        return pass({ type: 'a4', id: message.id, pdf: null, fault: 'no-window' });
      case 'stopped':
        return;
      default:
        assertNever(message);
    }
  };

  return {
    ended,
    pause: () => {
      receive = null;
    },
    port: {
      post: told,
      onMessage: (listener) => {
        receive = listener;
        for (const message of early.splice(0)) listener(message);
      },
      onClose: (listener) => void ended.then(listener),
      close: () => lines.close(),
    },
  };
}

const noCall = {
  id: null,
  ok: false,
  error: { code: 'CONTRACT_VIOLATION', retry: 'never', incidentId: 'line', params: {} },
};

function readCall(line: string): Call | null {
  if (line.length > limits.ipcPayloadBytesMax * 2) return null;
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null) return null;
    const { id, channel, input } = value as Partial<Record<string, unknown>>;
    const isId = typeof id === 'number' || (typeof id === 'string' && id.length <= 64);
    return isId && typeof channel === 'string' ? { id, channel, input: input ?? {} } : null;
  } catch {
    return null;
  }
}
