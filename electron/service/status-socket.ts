import { createHash } from 'node:crypto';
import { chmodSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join, resolve } from 'node:path';
import { tmpdir } from 'node:os';
import { limits } from '../../counter/limits.ts';
import type { CounterState } from '../contract/view-schemas.ts';
import type { Log } from './log.ts';
import type { StatusFacts } from './status-facts.ts';

/** Unix socket paths end at 107 bytes. */
const socketPathBytesMax = 100;

/** What may be asked, one word on one line. */
export type SocketQuestion = 'status' | 'hold';

/** What `status` is answered with, as one line of JSON. */
export interface SocketStatus {
  readonly state: CounterState;
  /** Null while there is no open journal. */
  readonly facts: StatusFacts | null;
}

/** `hold` is answered by one of these; a hold ends when whoever asked goes away, or at its limit. */
export type HoldAnswer = 'held' | 'no-journal';

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
  /** Somebody copies the journal: its log must not be moved now. A sale may be written all the same. */
  isHeld(): boolean;
  close(): Promise<void>;
}

export interface SocketAnswers {
  readonly status: () => SocketStatus;
  readonly hasJournal: () => boolean;
}

/** How long a question may take to come, and a hold may last; milliseconds. */
export interface SocketBounds {
  readonly questionMs: number;
  readonly holdMs: number;
}

export const socketBounds: SocketBounds = {
  questionMs: limits.socketQuestionMs,
  holdMs: limits.journalHoldMs,
};

/** Only this user can connect. A question is one word; nothing else is ever taken from there. */
export function openStatusSocket(
  dataFolder: string,
  answers: SocketAnswers,
  log: Log,
  bounds: SocketBounds = socketBounds,
): StatusSocket {
  const address = statusAddress(dataFolder);
  const open = new Set<Socket>();
  const holding = new Set<Socket>();
  const server: Server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      open.delete(socket);
      holding.delete(socket);
    });
    readQuestion(socket, bounds.questionMs, (question) => {
      if (question === 'status') socket.end(`${JSON.stringify(answers.status())}\n`);
      else if (answers.hasJournal()) hold(socket, holding, bounds.holdMs);
      else socket.end(`${'no-journal' satisfies HoldAnswer}\n`);
    });
  });
  listen(server, address, log);
  return {
    isHeld: () => holding.size > 0,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        for (const socket of open) socket.destroy();
        holding.clear();
      }),
  };
}

/** The first line, if it comes in time and is a question; else the line is dead. */
function readQuestion(socket: Socket, questionMs: number, asked: (question: SocketQuestion) => void): void {
  let text = '';
  socket.setEncoding('utf8');
  const limit = setTimeout(() => socket.destroy(), questionMs);
  socket.on('close', () => clearTimeout(limit));
  const read = (chunk: string): void => {
    text += chunk;
    const end = text.indexOf('\n');
    if (end < 0 && text.length <= limits.socketQuestionCharsMax) return;
    socket.off('data', read);
    clearTimeout(limit);
    const question = end < 0 ? '' : text.slice(0, end);
    if (question === 'status' || question === 'hold') asked(question);
    else socket.destroy();
  };
  socket.on('data', read);
}

/** Until whoever asked goes away, and no longer than its limit. */
function hold(socket: Socket, holding: Set<Socket>, holdMs: number): void {
  const limit = setTimeout(() => socket.destroy(), holdMs);
  socket.on('close', () => clearTimeout(limit));
  holding.add(socket);
  socket.resume();
  socket.write(`${'held' satisfies HoldAnswer}\n`);
}

function listen(server: Server, address: string, log: Log): void {
  let triedAgain = false;
  server.on('error', (error) => {
    const taken = 'code' in error && error.code === 'EADDRINUSE';
    if (!taken || triedAgain) return log.incident('status-socket', 'the status cannot be asked', error);
    triedAgain = true;
    // A crash leaves the socket's file behind; a running service that holds the folder answers on it.
    const probe = connect(address, () => probe.destroy());
    probe.on('error', () => {
      try {
        rmSync(address, { force: true });
        server.listen(address);
      } catch (fault) {
        // A folder that cannot be written: the counter has other things to say about it.
        log.incident('status-socket', 'the status cannot be asked', fault);
      }
    });
  });
  server.on('listening', () => {
    if (process.platform !== 'win32') chmodSync(address, 0o600);
  });
  server.listen(address);
  server.unref();
}
