import { createHash } from 'node:crypto';
import { chmodSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join, resolve } from 'node:path';
import { tmpdir } from 'node:os';
import { limits } from '../../counter/limits.ts';
import { assertNever } from '../../counter/result.ts';
import type { CounterState } from '../contract/view-schemas.ts';
import type { Log } from './log.ts';

/** Unix socket paths end at 107 bytes. */
const socketPathBytesMax = 100;

/** What may be asked, one word on one line. */
export type SocketQuestion = 'status' | 'hold';

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
  readonly state: () => CounterState;
  readonly hasJournal: () => boolean;
}

/** Only this user can connect. A question is one word; nothing else is ever taken from there. */
export function openStatusSocket(dataFolder: string, answers: SocketAnswers, log: Log): StatusSocket {
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
    readQuestion(socket, (question) => answer(socket, question, answers, holding));
  });
  listen(server, address, log);
  return {
    isHeld: () => holding.size > 0,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        for (const socket of holding) socket.destroy();
      }),
  };
}

/** The first line, if it comes in time and is a question; else the line is dead. */
function readQuestion(socket: Socket, asked: (question: SocketQuestion) => void): void {
  let text = '';
  socket.setEncoding('utf8');
  socket.setTimeout(limits.socketQuestionMs, () => socket.destroy());
  const read = (chunk: string): void => {
    text += chunk;
    const end = text.indexOf('\n');
    if (end < 0 && text.length <= limits.socketQuestionCharsMax) return;
    socket.off('data', read);
    const question = end < 0 ? '' : text.slice(0, end);
    if (question === 'status' || question === 'hold') asked(question);
    else socket.destroy();
  };
  socket.on('data', read);
}

function answer(
  socket: Socket,
  question: SocketQuestion,
  answers: SocketAnswers,
  holding: Set<Socket>,
): void {
  switch (question) {
    case 'status':
      socket.end(`${JSON.stringify(answers.state())}\n`);
      return;
    case 'hold': {
      const said: HoldAnswer = answers.hasJournal() ? 'held' : 'no-journal';
      if (said === 'no-journal') {
        socket.end(`${said}\n`);
        return;
      }
      holding.add(socket);
      socket.setTimeout(limits.journalHoldMs, () => socket.destroy());
      socket.resume();
      socket.write(`${said}\n`);
      return;
    }
    default:
      assertNever(question);
  }
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
      rmSync(address, { force: true });
      server.listen(address);
    });
  });
  server.on('listening', () => {
    if (process.platform !== 'win32') chmodSync(address, 0o600);
  });
  server.listen(address);
  server.unref();
}
