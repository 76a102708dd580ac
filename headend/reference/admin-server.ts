import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { z } from 'zod';
import { limits } from '../../counter/limits.ts';
import { counterStateSchema, healthSchema, type Health, type Notice, type NoticeList } from '../schemas.ts';
import { createBrowserSession, type BrowserSession } from './admin/browser-session.ts';
import { wordPage } from './admin/form-pages.ts';
import { addPages, isPageRequest, sendPage } from './admin/page-routes.ts';
import type { Admission } from './admission.ts';
import { RefusedError, type CorePorts, type Slot } from './core.ts';
import { type ConsumerChange, consumerChangeSchema } from './consumer-changes.ts';
import { faultSchema, type Faults } from './faults.ts';
import type { WaitingCredit } from './credit-order.ts';
import { codeSchema, offerCodes } from './enrol.ts';
import { enrolKey } from './enrol-key.ts';
import { foundMoney } from './found-list.ts';
import { importStick } from './import-stick.ts';
import { ledgerCsv } from './ledger-csv.ts';
import { noticesChangeSchema } from './notice-board.ts';
import { equalInConstantTime } from './server.ts';
import { settle } from './settle.ts';

/** What a person or a test does to the reference head end. On its own loopback port, behind a token. */
export interface AdminPorts {
  readonly core: CorePorts;
  readonly faults: Faults;
  readonly token: string;
  /** Random bytes of this process, for the cookies and forms of a browser. */
  readonly sessionSecret: Uint8Array;
  readonly admission: Admission;
  readonly health: () => Pick<Health, 'state' | 'notice'>;
  readonly setHealth: (health: Pick<Health, 'state' | 'notice'>) => void;
  readonly setNotices: (notices: readonly Notice[]) => Promise<NoticeList>;
  readonly setSlot: (slot: Slot) => void;
  /** False where the consumer is not known. */
  readonly changeConsumer: (change: ConsumerChange) => boolean;
  readonly backup: () => Promise<{ readonly entries: number }>;
  /** Resolves when a change of fault has taken effect: the port is closed, or open again. */
  readonly settled: () => Promise<void>;
  /** What waits for its credit, the most urgent first. */
  readonly waitingCredits: () => Promise<readonly WaitingCredit[]>;
  /** Gives the new server epoch; null where there is no backup. */
  readonly restore: () => Promise<string | null>;
}

const healthChangeSchema = healthSchema.pick({ state: true, notice: true });
const slotSchema = z.strictObject({
  notBefore: counterStateSchema.shape.notBefore.default(null),
  rate: counterStateSchema.shape.rate,
});
const settlementSchema = z.strictObject({
  counter: z.string(),
  epoch: z.int().min(1),
  seq: z.int().min(1),
  /** Hash of found money, for what stands beside the chain. */
  found: z.string().max(64).default(''),
  outcome: z.enum(['applied', 'rejected']),
  consumer: z.string().min(1).max(40).nullable().default(null),
  unheard: z.enum(['wait', 'decide']).default('wait'),
});

const keySchema = z.strictObject({
  counter: z.string(),
  publicKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/u),
});

export function createAdminServer(ports: AdminPorts): FastifyInstance {
  const app = Fastify({ bodyLimit: 65_536, forceCloseConnections: true });
  const session = createBrowserSession(ports.sessionSecret);
  app.addHook('onRequest', async (request, reply) => admit(ports, session, request, reply));
  app.setErrorHandler(async (error, _, reply) => {
    if (error instanceof RefusedError) return reply.code(error.problem.status).send(error.problem);
    if (error instanceof z.ZodError) return reply.code(422).send({ error: z.prettifyError(error) });
    return reply.code(500).send({ error: String(error) });
  });
  app.post('/admin/faults', async (request) => {
    const fault = faultSchema.parse(request.body);
    ports.faults.set(fault);
    await ports.settled();
    return fault;
  });
  app.get('/admin/faults', async () => ports.faults.current());
  app.post('/admin/health', async (request) => {
    const change = healthChangeSchema.parse(request.body);
    ports.setHealth(change);
    return change;
  });
  app.post('/admin/notices', async (request) =>
    ports.setNotices(noticesChangeSchema.parse(request.body).notices),
  );
  app.post('/admin/slot', async (request) => {
    const slot = slotSchema.parse(request.body);
    ports.setSlot(slot);
    return slot;
  });
  app.post('/admin/backup', async () => ports.backup());
  app.post('/admin/restore', async (_, reply) => {
    const serverEpoch = await ports.restore();
    return serverEpoch === null ? reply.code(409).send({ error: 'there is no backup' }) : { serverEpoch };
  });
  app.post('/admin/settlements', async (request) => settle(ports.core, settlementSchema.parse(request.body)));
  app.addContentTypeParser(
    'application/octet-stream',
    { parseAs: 'buffer', bodyLimit: limits.usbImportBytesMax },
    (_, body, done) => done(null, body),
  );
  app.post('/admin/imports', { bodyLimit: limits.usbImportBytesMax }, async (request) => {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const { report, answer } = await importStick(ports.core, body);
    return { report, answer: answer.toString('base64') };
  });
  app.post('/admin/consumers', async (request, reply) => {
    const change = consumerChangeSchema.parse(request.body);
    return ports.changeConsumer(change)
      ? change
      : reply.code(404).send({ error: 'there is no such consumer' });
  });
  app.post('/admin/codes', async (request) => {
    const code = codeSchema.parse(request.body);
    await offerCodes(ports.core, [code]);
    return { code: code.code };
  });
  app.post('/admin/keys', async (request) => enrolKey(ports.core, keySchema.parse(request.body)));
  app.get('/admin/waiting-credits', async () => ports.waitingCredits());
  app.get('/admin/found-money', async () => foundMoney(ports.core));
  app.get('/admin/ledger.csv', async (_, reply) => {
    const credits = await ports.core.store.transaction((tx) => tx.credits());
    return reply.type('text/csv; charset=utf-8').send(ledgerCsv(credits));
  });
  addPages(app, ports, session);
  return app;
}

/** The token for programs; for a browser a cookie, which the printed link with the token is exchanged for. */
async function admit(
  { token }: AdminPorts,
  session: BrowserSession,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  reply.header('content-security-policy', pagePolicy);
  reply.header('referrer-policy', 'no-referrer');
  reply.header('x-content-type-options', 'nosniff');
  const bearer = /^Bearer (.{1,200})$/u.exec(request.headers.authorization ?? '')?.[1];
  if (bearer !== undefined && equalInConstantTime(bearer, token)) return undefined;
  const linked = new URL(request.url, 'http://admin').searchParams.get('token');
  if (linked !== null && request.method === 'GET' && equalInConstantTime(linked, token))
    return reply.header('set-cookie', session.setCookie).redirect('/admin', 303);
  if (isPageRequest(request) && session.isOf(request.headers.cookie)) return undefined;
  if (request.headers.accept?.includes('text/html') !== true)
    return reply.code(401).send({ error: 'the admin token is wrong' });
  return sendPage(reply, wordPage('Not signed in', 'Open the link that "npm run headend" printed.'), 401);
}

/** No script, nothing from elsewhere, in no frame. */
const pagePolicy = [
  "default-src 'none'",
  "style-src 'self'",
  'img-src data:',
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');
