import { createServer, type IncomingMessage, request as inward, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';

/** Something between counter and head end that a test can make say what it wants; silent about itself. */
export interface PlainFront {
  readonly url: string;
  /** `POST /v1/…` of each request, in order. */
  readonly asked: string[];
  /** Answers in place of the head end; null to let everything through. */
  instead: ((request: IncomingMessage, response: ServerResponse) => void) | null;
  stop(): Promise<void>;
}

export async function startPlainFront(headEndUrl: string): Promise<PlainFront> {
  const server = createServer((request, response) => {
    front.asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    if (front.instead === null) forward(headEndUrl, request, response);
    else front.instead(request, response);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server has such an address
  const { port } = server.address() as AddressInfo;
  const front: PlainFront = {
    url: `http://127.0.0.1:${port}`,
    asked: [],
    instead: null,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return front;
}

/** Also inside a TLS server. */
export function forward(headEndUrl: string, request: IncomingMessage, response: ServerResponse): void {
  const { method, headers, url } = request;
  const inner = inward(`${headEndUrl}${url}`, { method, headers }, (reply) => {
    // The counter may have hung up, or the front been stopped, while the head end was thinking.
    if (response.destroyed) return void reply.destroy();
    response.writeHead(reply.statusCode ?? 502, reply.headers);
    pipeline(reply, response, () => {});
  });
  inner.on('error', () => response.destroy());
  pipeline(request, inner, () => {});
}
