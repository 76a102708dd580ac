import type { Port } from '../../counter/port.ts';

/** Main's end of a port whose other end is the test. */
export interface FakePort<Incoming, Outgoing> {
  readonly port: Port<Incoming, Outgoing>;
  readonly posted: Outgoing[];
  receive(message: Incoming): void;
  die(): void;
}

export function fakePort<Incoming, Outgoing>(): FakePort<Incoming, Outgoing> {
  const posted: Outgoing[] = [];
  const onMessage: ((message: Incoming) => void)[] = [];
  const onClose: (() => void)[] = [];
  const die = (): void => {
    for (const listener of onClose) listener();
  };
  return {
    posted,
    die,
    receive: (message) => {
      for (const listener of onMessage) listener(message);
    },
    port: {
      post: (message) => {
        posted.push(message);
      },
      onMessage: (listener) => {
        onMessage.push(listener);
      },
      onClose: (listener) => {
        onClose.push(listener);
      },
      close: die,
    },
  };
}
