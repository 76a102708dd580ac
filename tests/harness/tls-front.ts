import { createServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { forward } from './plain-front.ts';

/** What a utility puts before its head end: TLS outside, the reference head end's plain HTTP inside. */
export interface TlsFront {
  readonly url: string;
  /** Requests whose head arrived, by path. */
  readonly asked: readonly string[];
  stop(): Promise<void>;
}

export async function startTlsFront(headEndUrl: string, options: ServerOptions): Promise<TlsFront> {
  const asked: string[] = [];
  const server = createServer(options, (request, response) => {
    asked.push(request.url ?? '');
    forward(headEndUrl, request, response);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server has such an address
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${port}`,
    asked,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
