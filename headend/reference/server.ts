import { timingSafeEqual } from 'node:crypto';
import { createReadStream } from 'node:fs';
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
  type BatchResponse,
  enrolmentRequestSchema,
  type Health,
  heldAnswersRequestSchema,
  type Problem,
  recoveryRequestSchema,
  type SignedText,
} from '../schemas.ts';
import { acceptBatch } from './accept-batch.ts';
import type { Admission } from './admission.ts';
import { refuse, RefusedError, type CorePorts } from './core.ts';
import { enrol } from './enrol.ts';
import type { Faults } from './faults.ts';
import { importStick } from './import-stick.ts';
import { authorise, readResults, readState, type Standing } from './read-counter.ts';
import { recover } from './recover.ts';
import { readJson } from '../read-json.ts';
import { sendBusy, strikeRequests, type Strikes } from './strike-requests.ts';
import { takeHeldAnswers } from './held-answers.ts';
import { readPending } from './read-pending.ts';
import { readStatement } from './statement.ts';

/** Protocol version 1 over HTTP: each route hands to the core and says what it said. */
export interface ServerPorts {
  readonly core: CorePorts;
  readonly faults: Faults;
  readonly admission: Admission;
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
    ['application/json', 'application/x-ndjson', 'application/octet-stream'],
    { parseAs: 'buffer' },
    (_, body, done) => done(null, body),
  );
  app.setErrorHandler((error: FastifyError, _, reply) => sendError(ports, reply, error));
  app.setNotFoundHandler(async (_, reply) =>
    sendProblem(reply, { type: 'not-found', title: 'No such call', status: 404 }),
  );
  const strikes = strikeRequests(app, ports);
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
  const ofHeldAnswers = { bodyLimit: limits.heldAnswersBytesMax };
  app.post<CounterRoute>('/v1/counters/:counter/answers', ofHeldAnswers, async (request) => {
    const standing = await admitCounter(ports, request);
    return takeHeldAnswers(ports.core, request.params.counter, readHeldAnswers(request), standing);
  });
  app.get<CounterRoute & { Querystring: { from?: string; to?: string } }>(
    '/v1/counters/:counter/statement',
    async (request) => {
      await admitCounter(ports, request);
      const { from = '', to = '' } = request.query;
      return readStatement(ports.core, request.params.counter, from, to);
    },
  );
  app.get<ConsumerRoute>('/v1/counters/:counter/consumers/:consumer/pending', async (request) => {
    await admitCounter(ports, request);
    const { counter, consumer } = request.params;
    return readPending(ports.core, counter, consumer, request.query.nonce ?? '');
  });
  app.post<CounterRoute>('/v1/counters/:counter/batches', async (request, reply) =>
    takeBatch(ports, strikes, request, reply),
  );
  app.post('/v1/imports', { bodyLimit: limits.usbImportBytesMax }, async (request, reply) =>
    takeStick(ports, request, reply),
  );
  app.get('/v1/notices', async (request) => {
    await admitNamedCounter(ports, request);
    return { serverId: ports.core.serverId, notices: ports.notices() };
  });
  app.get('/v1/directory', async (request, reply) => sendDirectory(ports, request, reply));
  return app;
}

/** Whose stick it is, only the opened file says: in the line they are one. No counter can be called so. */
const sticks = '/v1/imports';

interface CounterRoute {
  Params: { counter: string };
}

interface ConsumerRoute {
  Params: { counter: string; consumer: string };
  Querystring: { nonce?: string };
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
  strikes: Strikes,
  request: FastifyRequest<CounterRoute>,
  reply: FastifyReply,
): Promise<unknown> {
  const standing = await admitCounter(ports, request);
  const entry = await ports.admission.enter(request.params.counter);
  if (entry.kind === 'come-later') return sendBusy(reply, entry.retryAfterS);
  try {
    const once = () => acceptBody(ports, request, standing);
    if (strikes.on(request).kind !== 'duplicate') return await once();
    const [, second] = await Promise.all([once(), once()]);
    return second;
  } finally {
    entry.leave();
  }
}

async function acceptBody(
  { core }: ServerPorts,
  request: FastifyRequest<CounterRoute>,
  standing: Standing,
): Promise<BatchResponse> {
  const decoded = await decodeBatch(nodeInflate, core.sha256, bodyOf(request));
  if (decoded.ok) return acceptBatch(core, request.params.counter, decoded.value, standing);
  const { kind, detail } = decoded.error;
  if (kind === 'too-large') throw refuse('too-large', 413, 'The batch is too large', { detail });
  throw refuse(kind, 422, 'The batch cannot be taken', { detail });
}

/** No token: a stick is brought by anybody, and signed by its counter. */
async function takeStick(ports: ServerPorts, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const entry = await ports.admission.enter(sticks);
  if (entry.kind === 'come-later') return sendBusy(reply, entry.retryAfterS);
  try {
    const { answer } = await importStick(ports.core, bodyOf(request));
    return await reply.type('application/octet-stream').send(answer);
  } finally {
    entry.leave();
  }
}

function readEnrolment(request: FastifyRequest) {
  const parsed = enrolmentRequestSchema.safeParse(readJson(bodyOf(request)));
  if (!parsed.success) throw refuse('malformed', 422, 'The enrolment request cannot be read');
  return parsed.data;
}

function readHeldAnswers(request: FastifyRequest) {
  const parsed = heldAnswersRequestSchema.safeParse(readJson(bodyOf(request)));
  if (!parsed.success) throw refuse('malformed', 422, 'The answers cannot be read');
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
