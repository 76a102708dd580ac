import { createHash } from 'node:crypto';
import { chmodSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join, resolve } from 'node:path';
import { tmpdir } from 'node:os';
import type { CounterState } from '../contract/view-schemas.ts';
import type { Log } from './log.ts';

/** Unix socket paths end at 107 bytes. */
const socketPathBytesMax = 100;

/** Where the running service of a data folder answers: a socket in the folder, a named pipe on Windows. */
export function statusAddress(dataFolder: string): string {
  const folder = resolve(dataFolder);
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 24);
  if (process.platform === 'win32') return `\\\\.\\pipe\\division-counter-${name}`;
  const inFolder = join(folder, 'counter.sock');
  return Buffer.byteLength(inFolder) <= socketPathBytesMax
    ? inFolder
    : join(tmpdir(), `counter-${name}.sock`);
}

export interface StatusSocket {
  close(): Promise<void>;
}

/** Whoever connects gets the state as one line. Only this user can; nothing is ever read from there. */
export function openStatusSocket(dataFolder: string, state: () => CounterState, log: Log): StatusSocket {
  const address = statusAddress(dataFolder);
  const server: Server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.end(`${JSON.stringify(state())}\n`);
  });
  let triedAgain = false;
  server.on('error', (error) => {
    const taken = 'code' in error && error.code === 'EADDRINUSE';
    if (!taken || triedAgain) return log.incident('status-socket', 'the status cannot be asked', error);
    triedAgain = true;
    // A crash leaves the socket's file behind; a running service that holds the folder answers on it.
    const probe = connect(address, () => probe.destroy());
    probe.on('error', () => {
      rmSync(address, { force: true });
      server.listen(address);
    });
  });
  server.on('listening', () => {
    if (process.platform !== 'win32') chmodSync(address, 0o600);
  });
  server.listen(address);
  server.unref();
  return {
    close: () =>
      new Promise((done) => {
        server.close(() => done());
      }),
  };
}
