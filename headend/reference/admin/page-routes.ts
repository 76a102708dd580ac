import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { healthSchema } from '../../schemas.ts';
import type { AdminPorts } from '../admin-server.ts';
import { RefusedError } from '../core.ts';
import { codeSchema, offerCodes } from '../enrol.ts';
import { faultSchema } from '../faults.ts';
import { settle } from '../settle.ts';
import type { ArrivedEntry } from '../store.ts';
import type { BrowserSession } from './browser-session.ts';
import { codePage, decidePage, wordPage } from './form-pages.ts';
import { overviewPage, refreshEveryS } from './overview-page.ts';
import { styleSheet } from './style.ts';

/** The pages for a person's browser, and what their buttons do. They work without a script. */

const rowsShown = 100;

/** What was done, by the word that the address bears after it. */
const doneWords: Readonly<Record<string, string>> = {
  fault: 'The fault is switched.',
  health: 'Health says so from now on.',
  backup: 'The backup is kept.',
  restore: 'This head end is what it was at the backup, with a new server epoch.',
  settle: 'Decided and signed. The counter fetches it with its next results.',
  code: 'The code is offered.',
};

const placeSchema = z.object({
  counter: z.string().max(40),
  epoch: z.coerce.number().pipe(z.int().min(1)),
  seq: z.coerce.number().pipe(z.int().min(1)),
  found: z.string().max(64).default(''),
});
const faultFormSchema = z.object({
  kind: z.string(),
  times: z.string().transform((text) => (text === '' ? null : Number(text))),
  retryAfterS: z.coerce.number(),
});
const settleFormSchema = placeSchema.extend({
  outcome: z.enum(['applied', 'rejected']),
  consumer: z.string().trim().min(1).max(40),
  unheard: z.enum(['wait', 'decide']).default('wait'),
});

export function addPages(app: FastifyInstance, ports: AdminPorts, session: BrowserSession): void {
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
  app.get('/admin/style.css', async (_, reply) => reply.type('text/css; charset=utf-8').send(styleSheet));
  app.get<{ Querystring: { refresh?: string; done?: string } }>('/admin', async (request, reply) => {
    const { refresh, done } = request.query;
    const refreshS = refresh === 'on' ? refreshEveryS : null;
    return sendPage(reply, await overview(ports, session, doneWords[done ?? ''] ?? null, refreshS));
  });
  app.get('/admin/offer-code', async (_, reply) => sendPage(reply, codePage(session.formToken)));
  app.get('/admin/decide', async (request, reply) => {
    const arrived = await arrivedAt(ports, placeSchema.parse(request.query));
    if (arrived === null) return sendPage(reply, wordPage('Not found', 'There is no such entry.'), 404);
    return sendPage(reply, decidePage(arrived, session.formToken));
  });
  for (const [path, act] of Object.entries(acts)) {
    app.post(`/admin/do/${path}`, async (request, reply) => {
      const fields = z.record(z.string(), z.string()).safeParse(request.body).data ?? {};
      const { formToken, ...form } = fields;
      if (!session.holds(formToken))
        return sendPage(
          reply,
          wordPage('Not done', 'This form is of an older page. Go back and try again.'),
          403,
        );
      try {
        await act(ports, form);
      } catch (fault) {
        return sendPage(reply, wordPage('Not done', sentenceOf(fault)), 422);
      }
      return reply.redirect(`/admin?done=${path}`, 303);
    });
  }
}

type Act = (ports: AdminPorts, form: Readonly<Record<string, string>>) => Promise<void>;

const acts: Readonly<Record<string, Act>> = {
  fault: async ({ faults, settled }, form) => {
    faults.set(faultSchema.parse(faultFormSchema.parse(form)));
    await settled();
  },
  health: async ({ setHealth }, form) =>
    setHealth({ state: healthSchema.shape.state.parse(form['state']), notice: null }),
  backup: async ({ backup }) => void (await backup()),
  restore: async ({ restore }) => {
    if ((await restore()) === null) throw new Error('There is no backup to go back to.');
  },
  settle: async ({ core }, form) => void (await settle(core, settleFormSchema.parse(form))),
  code: async ({ core }, form) => offerCodes(core, [codeSchema.parse(form)]),
};

async function overview(
  { core, faults, health, admission }: AdminPorts,
  { formToken }: BrowserSession,
  said: string | null,
  refreshS: number | null,
): Promise<string> {
  const facts = await core.store.transaction(async (tx) => ({
    counters: await tx.counters(),
    overview: await tx.overview(rowsShown),
    serverEpoch: await tx.serverEpoch(),
  }));
  return overviewPage({
    ...facts,
    serverId: core.serverId,
    now: core.wallMs(),
    fault: faults.current(),
    health: health().state,
    admission: admission.standing(),
    said,
    formToken,
    refreshS,
  });
}

function arrivedAt(
  { core }: AdminPorts,
  { counter, epoch, seq, found }: z.infer<typeof placeSchema>,
): Promise<ArrivedEntry | null> {
  return core.store.transaction(async (tx) => {
    const entry = await tx.entry(counter, epoch, seq, found);
    if (entry === null) return null;
    const answer =
      found === ''
        ? (await tx.latestAnswers(counter, epoch, seq, seq)).get(seq)
        : (await tx.foundAnswers(counter, epoch, seq, seq)).get(found);
    return { entry, answer: answer ?? null };
  });
}

function sentenceOf(fault: unknown): string {
  if (fault instanceof RefusedError) return `${fault.problem.title}.`;
  if (fault instanceof z.ZodError) return `This cannot be taken: ${z.prettifyError(fault)}`;
  return fault instanceof Error ? fault.message : String(fault);
}

export function sendPage(reply: FastifyReply, page: string, status = 200): FastifyReply {
  return reply.code(status).type('text/html; charset=utf-8').header('cache-control', 'no-store').send(page);
}

/** Whether a person's browser may ask this: pages and their forms, and nothing of what programs call. */
export function isPageRequest({ method, routeOptions }: FastifyRequest): boolean {
  const path = routeOptions.url ?? '';
  if (method === 'POST') return path.startsWith('/admin/do/');
  return ['/admin', '/admin/style.css', '/admin/offer-code', '/admin/decide', '/admin/ledger.csv'].includes(
    path,
  );
}
