import { createConnection, type Socket } from 'node:net';

import { err, ok } from '../../counter/result.ts';
import { type Reply, replySplitter } from '../replies.ts';
import type { Link, Timing, Transport, Written } from '../transport.ts';

const connectLimitMs = 3_000;
/** After our end is closed, the printer gets this long to read on and to close its own. */
const closeLimitMs = 2_000;

/**
 * A network printer on its raw port. One connection a job, held until the proof: most printers take one
 * at a time and close an idle one. Closing sends our end first and reads on, because closing with unread
 * answers resets the connection and the printer then drops what it has not yet read.
 */
export function tcpTransport(host: string, port: number, timing: Timing): Transport {
  return {
    open: () =>
      new Promise((resolve) => {
        const socket = createConnection({ host, port, noDelay: true, allowHalfOpen: true });
        const cancel = timing.after(connectLimitMs, () => socket.destroy());
        socket.once('close', () => {
          cancel();
          resolve(err('not-reached'));
        });
        // The reason is not told apart: refused, unreachable and silent all mean "not reached".
        socket.on('error', () => undefined);
        socket.once('connect', () => {
          cancel();
          resolve(ok(tcpLink(socket, timing)));
        });
      }),
  };
}

function tcpLink(socket: Socket, timing: Timing): Link {
  const split = replySplitter();
  const replyListeners: ((reply: Reply) => void)[] = [];
  const goneListeners: (() => void)[] = [];
  const write = chunkWriter(socket, timing);
  let gone = false;
  const markGone = (): void => {
    if (gone) return;
    gone = true;
    for (const listener of goneListeners) listener();
  };
  socket.on('data', (bytes) => {
    for (const reply of split(bytes)) for (const listener of replyListeners) listener(reply);
  });
  socket.on('end', markGone);
  socket.on('close', markGone);
  return {
    write: (chunk, timeoutMs) => (gone ? Promise.resolve(nothing) : write(chunk, timeoutMs)),
    onReply: (listener) => void replyListeners.push(listener),
    onGone: (listener) => (gone ? listener() : void goneListeners.push(listener)),
    softReset: () => Promise.resolve(),
    close: () => halfCloseAndDrain(socket, timing),
    abort: () => {
      socket.resetAndDestroy();
      return Promise.resolve();
    },
  };
}

const nothing: Written = { accepted: 0, end: 'gone' };

/**
 * A chunk that was handed to the socket goes out by itself, now or when the printer reads again, so it
 * counts as accepted at once. `stalled` tells that the chunk before it has not been taken yet.
 */
function chunkWriter(socket: Socket, timing: Timing): Link['write'] {
  let flushed = Promise.resolve();
  return async (chunk, timeoutMs) => {
    if (!(await inTime(flushed, timing, timeoutMs))) return { accepted: 0, end: 'stalled' };
    if (socket.destroyed || !socket.writable) return nothing;
    flushed = new Promise((resolve) => {
      socket.write(chunk, () => resolve());
    });
    return { accepted: chunk.length, end: 'ok' };
  };
}

function inTime(done: Promise<void>, timing: Timing, limitMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const cancel = timing.after(limitMs, () => resolve(false));
    void done.then(() => {
      cancel();
      resolve(true);
    });
  });
}

function halfCloseAndDrain(socket: Socket, timing: Timing): Promise<void> {
  return new Promise((resolve) => {
    if (socket.destroyed) {
      resolve();
      return;
    }
    const cancel = timing.after(closeLimitMs, () => socket.destroy());
    socket.once('close', () => {
      cancel();
      resolve();
    });
    socket.resume();
    socket.end();
    if (socket.readableEnded) socket.destroySoon();
  });
}
