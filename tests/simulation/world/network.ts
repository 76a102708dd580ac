import type { SeededRandom } from '../../../build/consumers/seeded-random.ts';
import type { HttpReply, HttpRequest, HttpTransport } from '../../../headend/transport.ts';
import { json, type SimHeadEnd } from './head-end.ts';
import type { SimProcess } from './process.ts';
import type { Swarm } from './swarm.ts';
import type { VirtualTime } from './virtual-time.ts';

/** How the head end is to be met at the other end of the line. */
export type HeadEndMood = 'answers' | 'away' | 'hangs' | 'page' | 'nonsense' | 'busy' | 'other-tenant';

export interface Network {
  mood: HeadEndMood;
  /** No message is hurt any more. */
  isCalm: boolean;
  transport(owner: SimProcess, who: string): HttpTransport;
}

export interface NetworkPorts {
  readonly time: VirtualTime;
  readonly random: SeededRandom;
  readonly rates: Swarm['rates'];
  readonly headEnd: SimHeadEnd;
  /** Of another division, reached by mistake. */
  readonly otherTenant: SimHeadEnd;
  readonly tell: (who: string, what: string) => void;
}

/** Between counters and head end: messages are lost, late, doubled, overtaken and cut. */
export function network(ports: NetworkPorts): Network {
  const net: Network = {
    mood: 'answers',
    isCalm: false,
    transport: (owner, who) => {
      const sent = (request: HttpRequest): Promise<HttpReply> => owner.own(carry(ports, net, who, request));
      return { send: sent, stream: sent, close: async () => undefined };
    },
  };
  return net;
}

const lost: HttpReply = { kind: 'failed', reason: 'timeout', detail: 'no answer in time' };

async function carry(
  ports: NetworkPorts,
  net: Network,
  who: string,
  request: HttpRequest,
): Promise<HttpReply> {
  const { time, random, rates } = ports;
  const started = time.now();
  const untilTimeout = async (): Promise<HttpReply> => {
    await time.sleep(Math.max(0, request.timeoutMs - (time.now() - started)));
    return lost;
  };
  const isLong = request.method === 'POST';
  const hurt = (rate: number): boolean => !net.isCalm && rate > 0 && random.chance(rate * 0.3);
  const delay = (): number => (hurt(rates['message-late']) ? random.whole(0, 20_000) : random.whole(5, 120));

  if (hurt(rates['message-lost'])) {
    ports.tell(who, `sends ${request.path.split('/').at(-1) ?? ''} into nowhere`);
    return untilTimeout();
  }
  if (isLong && hurt(rates['message-twice'])) {
    ports.tell(who, 'has a batch that arrives a second time, later');
    time.after(random.whole(1, 400_000), () => void serve(ports, net, request));
  }
  await time.sleep(delay());
  const reply = await serve(ports, net, request);
  if (reply === 'silence') return untilTimeout();
  if (hurt(rates['message-lost'])) {
    ports.tell(who, 'never hears the answer');
    return untilTimeout();
  }
  await time.sleep(delay());
  if (time.now() - started > request.timeoutMs) return lost;
  if (reply.kind === 'reply' && hurt(rates['message-cut'])) {
    return { ...reply, body: reply.body.subarray(0, random.whole(0, reply.body.length)) };
  }
  return reply;
}

async function serve(
  { headEnd, otherTenant, random }: NetworkPorts,
  net: Network,
  request: HttpRequest,
): Promise<HttpReply | 'silence'> {
  switch (net.mood) {
    case 'answers':
      return headEnd.serve(request);
    case 'away':
      return { kind: 'failed', reason: 'refused', detail: 'nobody listens' };
    case 'hangs':
      // Half of them did the work first.
      if (random.chance(0.5)) await headEnd.serve(request);
      return 'silence';
    case 'page':
      return json('<html>', 200, 'text/html');
    case 'nonsense':
      return json({ ok: true });
    case 'busy':
      return json({ type: 'busy', title: 'Busy', status: 503 }, 503, 'application/problem+json');
    case 'other-tenant':
      return otherTenant.serve(request);
  }
}
