import type { Port } from '../../counter/port.ts';

/** What this room uses of Electron's ports, so that it need not know Electron. */
export interface MessagePortMain {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}

export interface ParentPort {
  postMessage(message: unknown): void;
  on(
    event: 'message',
    listener: (event: { readonly data: unknown; readonly ports: readonly MessagePortMain[] }) => void,
  ): unknown;
}

/** Only inside a utility process is there a parent port. */
export function parentPortOfElectron(): ParentPort {
  const { parentPort } = process as NodeJS.Process & { readonly parentPort?: ParentPort };
  if (parentPort === undefined) throw new Error('the counter service runs as a utility process of Electron');
  return parentPort;
}

export function portOfParent<Incoming, Outgoing>(parent: ParentPort): Port<Incoming, Outgoing> {
  return {
    post: (message) => parent.postMessage(message),
    onMessage: (listener) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the two ends of this port are programs of one build
      parent.on('message', ({ data }) => listener(data as Incoming));
    },
    // Main's death ends this process; there is nobody to tell.
    onClose: () => undefined,
    close: () => undefined,
  };
}

/** Messages wait in the port until somebody listens, so none is lost between hand-over and start. */
export function portOfMessagePort<Incoming, Outgoing>(line: MessagePortMain): Port<Incoming, Outgoing> {
  return {
    post: (message) => line.postMessage(message),
    onMessage: (listener) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the two ends of this port are programs of one build
      line.on('message', ({ data }) => listener(data as Incoming));
      line.start();
    },
    onClose: (listener) => {
      line.on('close', listener);
    },
    close: () => line.close(),
  };
}
