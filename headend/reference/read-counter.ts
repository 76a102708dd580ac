import type { z } from 'zod';
import { limits } from '../../counter/limits.ts';
import type { counterStateSchema, resultsPageSchema } from '../schemas.ts';
import { accessTokenOf, cursorAt, numberAfter, refuse, signAcknowledgement, type CorePorts } from './core.ts';

/** Throws the refusal `unauthorized` unless the token is this counter's. `equal` compares in constant time. */
export async function authorise(
  ports: CorePorts,
  counterId: string,
  token: string | null,
  equal: (left: string, right: string) => boolean,
): Promise<void> {
  const counter = await ports.store.transaction((tx) => tx.lockCounter(counterId));
  if (counter === null) throw refuse('unknown-counter', 404, 'This counter is not enrolled here');
  const expected = accessTokenOf(ports, counter.counter, counter.publicKey);
  if (token === null || !equal(token, expected))
    throw refuse('unauthorized', 401, 'The access token is wrong');
}

export async function readState(
  ports: CorePorts,
  counterId: string,
): Promise<z.infer<typeof counterStateSchema>> {
  const outcome = await ports.store.transaction(async (tx) => {
    const counter = await tx.lockCounter(counterId);
    if (counter === null) return refuse('unknown-counter', 404, 'This counter is not enrolled here');
    if (counter.frozen !== null) {
      const { seq, knownHash } = counter.frozen;
      return refuse('fork', 409, 'The counter is frozen: two journals claim its place', { seq, knownHash });
    }
    const serverEpoch = await tx.serverEpoch();
    return {
      serverId: ports.serverId,
      serverEpoch,
      serverTime: ports.wallMs(),
      acknowledgement: signAcknowledgement(ports, counter, serverEpoch),
      limits: ports.counterLimits,
      notBefore: null,
    };
  });
  if (outcome instanceof Error) throw outcome;
  return outcome;
}

export async function readResults(
  ports: CorePorts,
  counterId: string,
  after: string | null,
): Promise<z.infer<typeof resultsPageSchema>> {
  return ports.store.transaction(async (tx) => {
    const serverEpoch = await tx.serverEpoch();
    const from = numberAfter(after, serverEpoch);
    const rows = await tx.answersAfter(counterId, from, limits.resultsPageMax + 1);
    const page = rows.slice(0, limits.resultsPageMax);
    return {
      serverId: ports.serverId,
      serverEpoch,
      results: page.map(({ text, signature }) => ({ text, signature })),
      cursor: cursorAt(serverEpoch, page.at(-1)?.number ?? from),
      more: rows.length > page.length,
    };
  });
}
