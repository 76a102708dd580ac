import type { z } from 'zod';
import { limits } from '../../counter/limits.ts';
import { protocolVersions } from '../protocol-version.ts';
import type { counterStateSchema, resultsPageSchema } from '../schemas.ts';
import { accessTokenOf, cursorAt, numberAfter, refuse, signAcknowledgement, type CorePorts } from './core.ts';
import { signedExchangeKey } from './exchange-key.ts';
import { hashInChain } from './recover.ts';
import type { CounterRow, RecoveryRow, StoreTransaction } from './store.ts';

type CounterStateReply = z.infer<typeof counterStateSchema>;

/** Which key asks: the one that the counter goes on with, or that of an epoch that a recovery ended. */
export type Standing =
  | { readonly kind: 'current' }
  | { readonly kind: 'fenced'; readonly recovery: RecoveryRow };

/** Throws the refusal `unauthorized` unless the token is this counter's. `equal` compares in constant time. */
export async function authorise(
  ports: CorePorts,
  counterId: string,
  token: string | null,
  equal: (left: string, right: string) => boolean,
): Promise<Standing> {
  const { counter, recoveries } = await ports.store.transaction(async (tx) => ({
    counter: await tx.lockCounter(counterId),
    recoveries: await tx.recoveries(counterId),
  }));
  if (counter === null) throw refuse('unknown-counter', 404, 'This counter is not enrolled here');
  const isTokenOf = (publicKey: string) =>
    token !== null && equal(token, accessTokenOf(ports, counter.counter, publicKey));
  if (isTokenOf(counter.publicKey)) return { kind: 'current' };
  const recovery = recoveries.find(({ oldPublicKey }) => isTokenOf(oldPublicKey));
  if (recovery === undefined) throw refuse('unauthorized', 401, 'The access token is wrong');
  return { kind: 'fenced', recovery };
}

export async function readState(
  ports: CorePorts,
  counterId: string,
  standing: Standing = { kind: 'current' },
): Promise<CounterStateReply> {
  const outcome = await ports.store.transaction(async (tx) => {
    const counter = await tx.lockCounter(counterId);
    if (counter === null) return refuse('unknown-counter', 404, 'This counter is not enrolled here');
    if (standing.kind === 'fenced') return fencedState(ports, tx, counter, standing.recovery);
    if (counter.frozen !== null) {
      const { seq, knownHash } = counter.frozen;
      return refuse('fork', 409, 'The counter is frozen: two journals claim its place', { seq, knownHash });
    }
    const recovery = (await tx.recoveries(counterId)).at(-1);
    const beyond = recovery !== undefined && recovery.beyondSeq > recovery.oldSeq ? recovery : null;
    return stateOf(ports, await tx.serverEpoch(), counter, {
      fenced: null,
      beyond:
        beyond === null
          ? null
          : { epoch: beyond.epoch - 1, oldSeq: beyond.oldSeq, throughSeq: beyond.beyondSeq },
    });
  });
  if (outcome instanceof Error) throw outcome;
  return outcome;
}

/** The epoch of this key has ended. Its prefix ends with the epoch; what it sends beyond is found money. */
async function fencedState(
  ports: CorePorts,
  tx: StoreTransaction,
  counter: CounterRow,
  { epoch, oldSeq, at }: RecoveryRow,
): Promise<CounterStateReply> {
  const ackedSeq = Math.min(counter.ackedSeq, oldSeq);
  const headHash = await hashInChain(tx, counter.counter, await tx.recoveries(counter.counter), ackedSeq);
  const prefix = { counter: counter.counter, epoch: epoch - 1, ackedSeq, headHash };
  return stateOf(ports, await tx.serverEpoch(), prefix, { fenced: { epoch, oldSeq, at }, beyond: null });
}

function stateOf(
  ports: CorePorts,
  serverEpoch: string,
  prefix: Pick<CounterRow, 'counter' | 'epoch' | 'ackedSeq' | 'headHash'>,
  ends: Pick<CounterStateReply, 'fenced' | 'beyond'>,
): CounterStateReply {
  return {
    serverId: ports.serverId,
    serverEpoch,
    serverTime: ports.wallMs(),
    acceptVersions: [...protocolVersions],
    acknowledgement: signAcknowledgement(ports, prefix, serverEpoch),
    limits: ports.counterLimits,
    exchangeKey: signedExchangeKey(ports),
    ...(ports.slotOf?.(prefix.counter) ?? { notBefore: null, rate: null }),
    ...ends,
  };
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
