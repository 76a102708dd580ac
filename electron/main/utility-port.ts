import { MessageChannelMain, utilityProcess, type MessagePortMain } from 'electron';
import type { Port } from '../../counter/port.ts';

/** One end of a wire between two child processes; main only hands it over. */
export type WireEnd = MessagePortMain;

/** A child process as main sees it: a port, a way to hand over a wire, and its life. */
export interface Child<Incoming, Outgoing> {
  readonly port: Port<Incoming, Outgoing>;
  /** Posts a message that brings one end of a wire; it arrives as `ports[0]`. */
  handOver(message: Outgoing, end: WireEnd): void;
  onSpawn(listener: () => void): void;
  onExit(listener: (code: number) => void): void;
  /** Ends the process at once. */
  kill(): void;
}

export interface ChildOptions {
  readonly file: string;
  /** Name in the task manager of Electron and in its metrics. */
  readonly name: string;
  readonly environment: Record<string, string>;
}

/** Starts a utility process: a Node process of its own, with Electron's binary and without its window parts. */
export function forkUtility<Incoming, Outgoing>(options: ChildOptions): Child<Incoming, Outgoing> {
  const child = utilityProcess.fork(options.file, [], {
    serviceName: options.name,
    env: options.environment,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  let life: 'alive' | 'ended' = 'alive';
  child.once('exit', () => {
    life = 'ended';
  });
  // Electron throws where a message is posted to a process that has just gone; its exit tells enough.
  const post = (message: Outgoing, ends: readonly WireEnd[]): void => {
    if (life === 'alive') child.postMessage(message, [...ends]);
  };
  return {
    port: {
      post: (message) => {
        post(message, []);
      },
      onMessage: (listener) => {
        child.on('message', listener);
      },
      onClose: (listener) => {
        child.once('exit', listener);
      },
      close: () => {
        child.kill();
      },
    },
    handOver: (message, end) => {
      post(message, [end]);
    },
    onSpawn: (listener) => {
      child.once('spawn', listener);
    },
    onExit: (listener) => {
      child.once('exit', listener);
    },
    kill: () => {
      child.kill();
    },
  };
}

export function createWire(): readonly [WireEnd, WireEnd] {
  const { port1, port2 } = new MessageChannelMain();
  return [port1, port2];
}
