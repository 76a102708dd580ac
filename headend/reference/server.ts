import { timingSafeEqual } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { limits } from '../../counter/limits.ts';
import { decodeBatch } from '../batch.ts';
import { nodeInflate } from '../compression.ts';
import { namesKnownVersion, protocolVersions } from '../protocol-version.ts';
import {
  enrolmentRequestSchema,
  type Health,
  type Problem,
  recoveryRequestSchema,
  type SignedText,
} from '../schemas.ts';
import { acceptBatch } from './accept-batch.ts';
import type { Admission } from './admission.ts';
import { refuse, RefusedError, type CorePorts } from './core.ts';
import { enrol } from './enrol.ts';
import { spoilSignatures, type Faults } from './faults.ts';
import { authorise, readResults, readState, type Standing } from './read-counter.ts';
import { recover } from './recover.ts';
import { readJson } from '../read-json.ts';

/** Protocol version 1 over HTTP: each route hands to the core and says what it said. */
export interface ServerPorts {
  readonly core: CorePorts;
  readonly faults: Faults;
  readonly admission: Admission;
  /** A number in [0, 1), for the jitter of Retry-After. */
  readonly random: () => number;
  readonly health: () => Pick<Health, 'state' | 'notice'>;
  readonly notices: () => SignedText;
  /** The consumer directory as served; null where there is none. */
  readonly directory: { readonly file: string; readonly sha256: string; readonly bytes: number } | null;
  readonly slowMs: number;
  readonly onError: (error: unknown) => void;
}

export function createServer(ports: ServerPorts): FastifyInstance {
  const app = Fastify({ bodyLimit: limits.batchBytesMax, forceCloseConnections: true });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    ['application/json', 'application/x-ndjson'],
    { parseAs: 'buffer' },
    (_, body, done) => done(null, body),
  );
  app.setErrorHandler((error: FastifyError, _, reply) => sendError(ports, reply, error));
  app.setNotFoundHandler(async (_, reply) =>
    sendProblem(reply, { type: 'not-found', title: 'No such call', status: 404 }),
  );
  addFaults(app, ports);
  addVersionCheck(app);
  app.get('/v1/health', async () => healthOf(ports));
  app.post('/v1/enrolments', async (request) => enrol(ports.core, readEnrolment(request)));
  app.post('/v1/recoveries', async (request) => recover(ports.core, readRecovery(request)));
  app.get<CounterRoute>('/v1/counters/:counter/state', async (request) => {
    const standing = await admitCounter(ports, request);
    return readState(ports.core, request.params.counter, standing);
  });
  app.get<CounterRoute & { Querystring: { after?: string } }>(
    '/v1/counters/:counter/results',
    async (request) => {
      await admitCounter(ports, request);
      return readResults(ports.core, request.params.counter, request.query.after ?? null);
    },
  );
  app.post<CounterRoute>('/v1/counters/:counter/batches', async (request, reply) =>
    takeBatch(ports, request, reply),
  );
  app.get('/v1/notices', async (request) => {
    await admitNamedCounter(ports, request);
    return { serverId: ports.core.serverId, notices: ports.notices() };
  });
  app.get('/v1/directory', async (request, reply) => sendDirectory(ports, request, reply));
  return app;
}

interface CounterRoute {
  Params: { counter: string };
}

function healthOf(ports: ServerPorts): Health {
  const { state, notice } = ports.health();
  const shown = state === 'accepting' && ports.admission.isFull() ? 'busy' : state;
  return {
    v: 1,
    serverId: ports.core.serverId,
    acceptVersions: [...protocolVersions],
    state: shown,
    serverTime: ports.core.wallMs(),
    notice,
  };
}

async function takeBatch(
  ports: ServerPorts,
  request: FastifyRequest<CounterRoute>,
  reply: FastifyReply,
): Promise<unknown> {
  const standing = await admitCounter(ports, request);
  const leave = ports.admission.enter();
  if (leave === null) {
    reply.header('retry-after', String(1 + Math.floor(ports.random() * 5)));
    return sendProblem(reply, { type: 'busy', title: 'Too many batches at once', status: 503 });
  }
  try {
    const decoded = await decodeBatch(nodeInflate, ports.core.sha256, bodyOf(request));
    if (decoded.ok) return await acceptBatch(ports.core, request.params.counter, decoded.value, standing);
    const { kind, detail } = decoded.error;
    if (kind === 'too-large') throw refuse('too-large', 413, 'The batch is too large', { detail });
    throw refuse(kind, 422, 'The batch cannot be taken', { detail });
  } finally {
    leave();
  }
}

function readEnrolment(request: FastifyRequest) {
  const parsed = enrolmentRequestSchema.safeParse(readJson(bodyOf(request)));
  if (!parsed.success) throw refuse('malformed', 422, 'The enrolment request cannot be read');
  return parsed.data;
}

function readRecovery(request: FastifyRequest) {
  const parsed = recoveryRequestSchema.safeParse(readJson(bodyOf(request)));
  if (!parsed.success) throw refuse('malformed', 422, 'The recovery cannot be read');
  return parsed.data;
}

async function admitCounter(ports: ServerPorts, request: FastifyRequest<CounterRoute>): Promise<Standing> {
  return authorise(ports.core, request.params.counter, bearerOf(request), equalInConstantTime);
}

/** Where the path names no counter, a header says whose token it is. */
async function admitNamedCounter(ports: ServerPorts, request: FastifyRequest): Promise<void> {
  const counter = request.headers['x-counter'];
  if (typeof counter !== 'string') throw refuse('unauthorized', 401, 'Which counter asks is not said');
  await authorise(ports.core, counter, bearerOf(request), equalInConstantTime);
}

/** The directory goes to any enrolled counter. */
async function sendDirectory(
  ports: ServerPorts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  await admitNamedCounter(ports, request);
  const { directory } = ports;
  if (directory === null) throw refuse('not-found', 404, 'This head end serves no directory');
  const etag = `"${directory.sha256}"`;
  reply.header('etag', etag);
  if (request.headers['if-none-match'] === etag) return reply.code(304).send();
  reply.header('content-length', directory.bytes).type('application/gzip');
  return reply.send(createReadStream(directory.file));
}

/** Health is for every counter: by it a counter of another version learns that it must be updated. */
function addVersionCheck(app: FastifyInstance): void {
  app.addHook('onRequest', async (request, reply) => {
    const said = request.headers['protocol-versions'];
    if (request.routeOptions.url === '/v1/health' || namesKnownVersion(said?.toString())) return undefined;
    const acceptVersions = [...protocolVersions];
    return sendProblem(reply, {
      type: 'version',
      title: 'Another version is spoken here',
      status: 400,
      acceptVersions,
    });
  });
}

function addFaults(app: FastifyInstance, ports: ServerPorts): void {
  const held = new Set<FastifyRequest['raw']['socket']>();
  ports.faults.onChange(() => {
    for (const socket of held) socket.destroy();
    held.clear();
  });
  app.addHook('onRequest', async (request, reply) => {
    const fault = ports.faults.current();
    if (fault === '503') return reply.code(503).type('text/plain').send('Service Unavailable');
    if (fault === 'html200') return reply.type('text/html').send('<!doctype html><title>Sign in</title>');
    if (fault === 'empty200') return reply.type('application/json').send('');
    if (fault === 'slow') await delay(ports.slowMs);
    if (fault === 'hang') {
      held.add(request.raw.socket);
      return reply.hijack();
    }
    return undefined;
  });
  app.addHook('onSend', async (request, reply, payload) => {
    const fault = ports.faults.current();
    if (fault === 'lost-answer' && request.method === 'POST') request.raw.socket.destroy();
    if (fault === 'wrong-signature' && typeof payload === 'string') {
      const spoiled = spoilSignatures(payload);
      reply.header('content-length', Buffer.byteLength(spoiled));
      return spoiled;
    }
    return payload;
  });
}

function sendError(ports: ServerPorts, reply: FastifyReply, error: FastifyError | Error): FastifyReply {
  if (error instanceof RefusedError) return sendProblem(reply, error.problem);
  const status = 'statusCode' in error ? (error.statusCode ?? 500) : 500;
  if (status === 413)
    return sendProblem(reply, { type: 'too-large', title: 'The body is too large', status });
  if (status < 500)
    return sendProblem(reply, { type: 'malformed', title: 'The request cannot be read', status });
  ports.onError(error);
  return reply.code(500).type('text/plain').send('Internal Server Error');
}

function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  return reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}

function bodyOf(request: FastifyRequest): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}

function bearerOf(request: FastifyRequest): string | null {
  return /^Bearer ([A-Za-z0-9_-]{1,100})$/u.exec(request.headers.authorization ?? '')?.[1] ?? null;
}

export function equalInConstantTime(left: string, right: string): boolean {
  const [leftBytes, rightBytes] = [Buffer.from(left), Buffer.from(right)];
  return leftBytes.length === rightBytes.length && timingSafeEqual(leftBytes, rightBytes);
}
