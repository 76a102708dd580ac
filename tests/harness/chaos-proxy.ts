import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { assertNever } from '../../counter/result.ts';
import { limits } from '../../counter/limits.ts';
import type { Problem } from '../../headend/schemas.ts';

/** What a network, a proxy or an unknown box does between a counter and its head end. */
export type Mischief =
  /** The connection is taken and closed. */
  | { readonly kind: 'drop' }
  /** The connection is taken, and nothing ever comes: half open. */
  | { readonly kind: 'hang' }
  /** The head end does the work; half of its answer arrives. */
  | { readonly kind: 'half-answer' }
  | { readonly kind: 'lost-answer' }
  | { readonly kind: 'late'; readonly ms: number }
  /** Delivered twice at once. */
  | { readonly kind: 'twice' }
  /** Not delivered now, but this much later, behind newer ones. */
  | { readonly kind: 'held-up'; readonly ms: number }
  /** A portal's page with status 200. */
  | { readonly kind: 'page' }
  /** Bytes that are no HTTP, as a TLS server gives to a plain client. */
  | { readonly kind: 'no-http' }
  /** More than an answer may have, packed so small that it arrives at once. */
  | { readonly kind: 'gzip-bomb' }
  | { readonly kind: 'endless' }
  /** The head end itself says so, or seems to. */
  | { readonly kind: 'problem'; readonly problem: Problem; readonly retryAfterS?: number }
  | { readonly kind: 'error'; readonly status: number }
  /** The request goes to another head end. */
  | { readonly kind: 'elsewhere'; readonly url: string };

export type CallName = 'health' | 'state' | 'batches' | 'results' | 'answers';

export interface ChaosProxy {
  readonly url: string;
  /** Strikes the next `times` requests of these calls. */
  strike(mischief: Mischief, times: number, calls: readonly CallName[]): void;
  /** Strikes that were dealt out since the proxy began. */
  struck(): number;
  stop(): Promise<void>;
}

/** Stands on loopback before the head end at `target`. */
export async function startChaosProxy(target: string): Promise<ChaosProxy> {
  let left = 0;
  let struck = 0;
  let mischief: Mischief = { kind: 'drop' };
  let calls: readonly CallName[] = [];
  const server = createServer((request, response) => {
    const isStruck = left > 0 && calls.some((call) => request.url?.split('?')[0]?.endsWith(call) === true);
    if (!isStruck) return void passOn(target, request, response).catch(() => response.destroy());
    left -= 1;
    struck += 1;
    return void play(mischief, target, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy listens on a port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    strike: (next, times, on) => {
      mischief = next;
      left = times;
      calls = on;
    },
    struck: () => struck,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

async function passOn(target: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const answer = await deliver(target, request, await bodyOf(request));
  response.writeHead(answer.status, answer.headers).end(answer.body);
}

async function play(
  mischief: Mischief,
  target: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await bodyOf(request);
  const reply = ({ status, headers, body: bytes }: Answer): void =>
    void response.writeHead(status, headers).end(bytes);
  switch (mischief.kind) {
    case 'drop':
      return void response.destroy();
    case 'hang':
      return undefined;
    case 'half-answer': {
      const answer = await deliver(target, request, body);
      response.writeHead(answer.status, answer.headers);
      response.write(answer.body.subarray(0, answer.body.length / 2), () => response.destroy());
      return undefined;
    }
    case 'lost-answer':
      await deliver(target, request, body);
      return void response.destroy();
    case 'late':
      await delay(mischief.ms);
      return reply(await deliver(target, request, body));
    case 'twice': {
      const [, second] = await Promise.all([deliver(target, request, body), deliver(target, request, body)]);
      return reply(second);
    }
    case 'held-up':
      response.destroy();
      await delay(mischief.ms);
      return void (await deliver(target, request, body));
    case 'page':
      return void response
        .writeHead(200, { 'content-type': 'text/html' })
        .end('<!doctype html><title>Sign in');
    case 'no-http':
      return void request.socket.end(Buffer.from([0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x28]));
    case 'gzip-bomb': {
      const packed = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
      return void response.writeHead(200, packed).end(gzipSync(Buffer.alloc(50_000_000, 0x20)));
    }
    case 'endless': {
      response.writeHead(200, { 'content-type': 'application/json' });
      for (let sent = 0; sent < 4 * limits.responseBytesMax && !response.destroyed; sent += 65_536) {
        if (!response.write(Buffer.alloc(65_536, 0x20))) await delay(1);
      }
      return void response.end();
    }
    case 'problem': {
      const headers = {
        'content-type': 'application/problem+json',
        ...(mischief.retryAfterS === undefined ? {} : { 'retry-after': String(mischief.retryAfterS) }),
      };
      return reply({
        status: mischief.problem.status,
        headers,
        body: Buffer.from(JSON.stringify(mischief.problem)),
      });
    }
    case 'error':
      return void response
        .writeHead(mischief.status, { 'content-type': 'text/plain' })
        .end('Internal Server Error');
    case 'elsewhere':
      return reply(await deliver(mischief.url, request, body));
    default:
      return assertNever(mischief);
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function deliver(target: string, { method, url, headers }: IncomingMessage, body: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const onward = httpRequest(
      `${target}${url ?? ''}`,
      { method: method ?? 'GET', headers: lasting(headers) },
      (answer) => {
        bodyOf(answer).then(
          (bytes) =>
            resolve({ status: answer.statusCode ?? 0, headers: lasting(answer.headers), body: bytes }),
          reject,
        );
      },
    );
    onward.on('error', reject);
    onward.end(body);
  });
}

/** Headers of one connection do not go on to the next. */
function lasting(headers: IncomingMessage['headers']): IncomingMessage['headers'] {
  const ofConnection = ['connection', 'keep-alive', 'transfer-encoding', 'host'];
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !ofConnection.includes(name)));
}
