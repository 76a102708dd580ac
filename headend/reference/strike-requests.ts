import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { assertNever } from '../../counter/result.ts';
import type { Problem } from '../schemas.ts';
import { noFault, spoilSignatures, type Call, type Fault, type Faults } from './faults.ts';

/** Lets the fault that is switched on strike each request, once: what is decided at its arrival holds to its end. */
export interface Strikes {
  /** What strikes this request. */
  on(request: FastifyRequest): Fault;
}

export function strikeRequests(
  app: FastifyInstance,
  { faults, slowMs }: { readonly faults: Faults; readonly slowMs: number },
): Strikes {
  const struck = new WeakMap<FastifyRequest, Fault>();
  const held = new Set<FastifyRequest['raw']['socket']>();
  const on = (request: FastifyRequest): Fault => struck.get(request) ?? noFault;
  faults.onChange(() => {
    for (const socket of held) socket.destroy();
    held.clear();
  });
  app.addHook('onRequest', async (request, reply) => {
    const fault = faults.strike(callOf(request));
    struck.set(request, fault);
    if (fault.kind === 'hang') held.add(request.raw.socket);
    return strikeArrival(fault, reply, slowMs);
  });
  app.addHook('onSend', async (request, reply, payload) => {
    const { kind } = on(request);
    if (kind === 'lost-answer') request.raw.socket.destroy();
    if (kind !== 'wrong-signature' || typeof payload !== 'string') return payload;
    const spoiled = spoilSignatures(payload);
    reply.header('content-length', Buffer.byteLength(spoiled));
    return spoiled;
  });
  return { on };
}

function callOf({ method, routeOptions }: FastifyRequest): Call {
  if (method !== 'POST') return 'read';
  return routeOptions.url?.endsWith('/batches') === true ? 'batch' : 'other-change';
}

/** Before any work is done; undefined where the request goes on. */
async function strikeArrival(fault: Fault, reply: FastifyReply, slowMs: number): Promise<unknown> {
  switch (fault.kind) {
    case '503':
      return reply.code(503).type('text/plain').send('Service Unavailable');
    case 'busy':
      return sendBusy(reply, fault.retryAfterS);
    case 'html200':
      return reply.type('text/html').send('<!doctype html><title>Sign in</title>');
    case 'empty200':
      return reply.type('application/json').send('');
    case 'hang':
      return reply.hijack();
    case 'slow':
      await delay(slowMs);
      return undefined;
    case 'none':
    case 'down':
    case 'lost-answer':
    case 'duplicate':
    case 'wrong-signature':
      return undefined;
    default:
      return assertNever(fault.kind);
  }
}

export function sendBusy(reply: FastifyReply, retryAfterS: number): FastifyReply {
  const problem: Problem = { type: 'busy', title: 'Too many batches at once', status: 503 };
  return reply
    .code(503)
    .header('retry-after', String(retryAfterS))
    .type('application/problem+json')
    .send(JSON.stringify(problem));
}
