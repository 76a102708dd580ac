import { fork, type ChildProcess } from 'node:child_process';
import type { Port } from '../../counter/port.ts';

/** A process of its own that can die alone, and the port to it. */
export interface ForkedProcess<Incoming, Outgoing> {
  readonly port: Port<Incoming, Outgoing>;
  onExit(listener: () => void): void;
  /** Asks for an end; after `graceMs` the process is ended. */
  stop(graceMs: number): Promise<void>;
}

/** Starts a program with a message channel; what it writes goes to this process's stderr. */
export function forkWithPort<Incoming, Outgoing>(file: string): ForkedProcess<Incoming, Outgoing> {
  const child = fork(file, [], { stdio: ['ignore', 2, 2, 'ipc'], serialization: 'advanced' });
  const listeners = new Set<(message: Incoming) => void>();
  const early: Incoming[] = [];
  child.on('message', (message) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the two ends of this port are programs of one build
    if (listeners.size === 0) early.push(message as Incoming);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the two ends of this port are programs of one build
    for (const listener of listeners) listener(message as Incoming);
  });
  child.on('error', () => undefined);
  return {
    port: {
      post: (message) => {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the two ends of this port are programs of one build
        if (child.connected) child.send(message as object, () => undefined);
      },
      onMessage: (listener) => {
        listeners.add(listener);
        for (const message of early.splice(0)) listener(message);
      },
      onClose: (listener) => void child.once('exit', listener),
      close: () => {
        if (child.connected) child.disconnect();
      },
    },
    onExit: (listener) => void child.once('exit', listener),
    stop: (graceMs) => stopped(child, graceMs),
  };
}

function stopped(child: ChildProcess, graceMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((done) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
    child.once('exit', () => {
      clearTimeout(timer);
      done();
    });
    if (child.connected) child.disconnect();
    else child.kill();
  });
}
