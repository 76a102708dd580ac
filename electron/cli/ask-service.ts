import { connect, type Socket } from 'node:net';
import { statusAddress, type SocketQuestion } from '../service/status-socket.ts';

const answerMs = 5_000;

/** `nobody`: no service runs on the folder. `silent`: one does, and does not answer. */
export type Asked =
  | { readonly kind: 'answered'; readonly line: string; readonly end: () => void }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'silent' };

/** Asks the service of a data folder one thing. The line stays open until `end` is called. */
export function askService(dataFolder: string, question: SocketQuestion): Promise<Asked> {
  return new Promise((settle) => {
    let text = '';
    let isConnected = false;
    const socket: Socket = connect(statusAddress(dataFolder));
    const over = (asked: Asked): void => {
      socket.setTimeout(0);
      if (asked.kind !== 'answered') socket.destroy();
      settle(asked);
    };
    socket.setEncoding('utf8');
    socket.setTimeout(answerMs, () => over({ kind: 'silent' }));
    socket.on('connect', () => {
      isConnected = true;
      socket.write(`${question}\n`);
    });
    socket.on('data', (chunk: string) => {
      text += chunk;
      const end = text.indexOf('\n');
      if (end >= 0) over({ kind: 'answered', line: text.slice(0, end), end: () => socket.destroy() });
    });
    socket.on('error', () => over({ kind: isConnected ? 'silent' : 'nobody' }));
    socket.on('close', () => over({ kind: isConnected ? 'silent' : 'nobody' }));
  });
}
