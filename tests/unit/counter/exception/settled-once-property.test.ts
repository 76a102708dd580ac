import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Chain,
  type LinkAnswer,
  type RechargeLink,
  type SettlementLink,
  standingOf,
} from '../../../../counter/exception/chain.ts';
import { limits } from '../../../../counter/limits.ts';
import { judgeWish, outcomes, type Wish } from '../../../../counter/exception/outcomes.ts';
import { cashLink, rechargeLink, said, settlementLink } from '../../../harness/exception-chain.ts';

/**
 * One recharge between a desk that acts whenever it is allowed to and a head end that keeps to the
 * protocol: it credits an entry once, a settlement only where the row it names is refused, or waits for a
 * name, and nothing settled it before. Its answers come late and in any order of acts.
 */
interface World {
  readonly known: 'consumer' | 'unknown';
  recharge: RechargeLink;
  acts: Chain['acts'][number][];
  /** What the head end has decided, whether or not it is known here. */
  readonly decided: Map<string, LinkAnswer>;
  readonly settledThere: Set<string>;
}

type Step =
  | { readonly do: 'wish'; readonly wish: Wish }
  | { readonly do: 'decide'; readonly as: 'applied' | 'rejected' }
  | { readonly do: 'tell' };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('wish' as const),
    wish: fc
      .tuple(fc.constantFrom(...outcomes), fc.constantFrom('101', '102', '103'))
      .map(([outcome, consumer]): Wish => ({ outcome, consumer }) as Wish),
  }),
  fc.record({
    do: fc.constant('decide' as const),
    as: fc.constantFrom('applied' as const, 'rejected' as const),
  }),
  fc.constant({ do: 'tell' } as const),
);

function begin(known: World['known']): World {
  const recharge = rechargeLink({ answer: null, consumerName: known === 'unknown' ? null : 'Ram Prasad' });
  return { known, recharge, acts: [], decided: new Map(), settledThere: new Set() };
}

function chainOf({ recharge, acts }: World): Chain {
  return { recharge, acts, owner: null };
}

/** The desk acts if its own judgement lets it. Returns the entry's uid, or null where it was refused. */
function wish(world: World, asked: Wish): string | null {
  const verdict = judgeWish(chainOf(world), asked);
  if (verdict.is !== 'allowed') return null;
  const n = world.acts.length + 1;
  const ref = verdict.tip.uid;
  if (asked.outcome === 'refunded') {
    world.acts.push(cashLink({ seq: 10 + n, ref, uid: `cash${n}` }));
    return `cash${n}`;
  }
  const consumer = 'consumer' in asked ? asked.consumer : verdict.tip.consumer;
  world.acts.push(settlementLink(n, { uid: `s${n}`, ref, consumer, outcome: asked.outcome }));
  return `s${n}`;
}

const rows = (world: World): (RechargeLink | SettlementLink)[] => [
  world.recharge,
  ...world.acts.filter((act) => act.as === 'settlement'),
];

/** The head end decides about the oldest row that is still open there. */
function decide(world: World, as: 'applied' | 'rejected'): void {
  const open = rows(world).find(({ uid }) => !isFinal(world.decided.get(uid)));
  if (open === undefined) return;
  const first = world.decided.get(open.uid);
  if (open.as === 'recharge') {
    const waits = said({ credit: 'pending', code: 'unknown-consumer' });
    world.decided.set('r', world.known === 'unknown' && first === undefined ? waits : final(open, as));
    return;
  }
  const named = world.decided.get(open.ref);
  const inSuspense = named?.credit === 'pending' && named.code === 'unknown-consumer';
  const mayCredit = named?.credit === 'rejected' || (inSuspense && open.outcome === 'matched');
  if (!mayCredit || world.settledThere.has(open.ref)) {
    world.decided.set(open.uid, said({ record: 'parked', credit: 'pending', code: 'not-refused' }));
    return;
  }
  if (inSuspense) world.decided.set(open.ref, said({ code: 'matched-elsewhere' }));
  world.decided.set(open.uid, final(open, as));
  if (as === 'applied') world.settledThere.add(open.ref);
}

function final({ consumer }: RechargeLink | SettlementLink, as: 'applied' | 'rejected'): LinkAnswer {
  return said({ credit: as, amountPaise: as === 'applied' ? 500_00 : null, consumer });
}

const isFinal = (answer: LinkAnswer | undefined): boolean =>
  answer?.credit === 'applied' || answer?.credit === 'rejected' || answer?.record === 'parked';

/** The counter stores what the head end has said by now. */
function tell(world: World): void {
  const heard = <Row extends RechargeLink | SettlementLink>(row: Row): Row => ({
    ...row,
    answer: world.decided.get(row.uid) ?? null,
  });
  world.recharge = heard(world.recharge);
  world.acts = world.acts.map((act) => (act.as === 'settlement' ? heard(act) : act));
}

function run(world: World, next: Step): void {
  if (next.do === 'wish') wish(world, next.wish);
  else if (next.do === 'decide') decide(world, next.as);
  else tell(world);
}

/** Credits of the head end and cash out of the drawer, whoever knows of them. */
const timesPaid = (world: World): number =>
  [...world.decided.values()].filter(({ credit }) => credit === 'applied').length +
  world.acts.filter((act) => act.as === 'refund').length;

const story = fc.tuple(
  fc.constantFrom('consumer' as const, 'unknown' as const),
  fc.array(step, { maxLength: 40 }),
);
const runs = { numRuns: 3_000 };

describe('whatever a desk and a head end do, in whatever order', () => {
  it('no rupee is credited or paid back twice', () => {
    fc.assert(
      fc.property(story, ([known, steps]) => {
        const world = begin(known);
        for (const next of steps) {
          run(world, next);
          expect(timesPaid(world)).toBeLessThanOrEqual(1);
        }
      }),
      runs,
    );
  });

  it('cash goes back only for a row whose last word is a refusal, and ends the matter', () => {
    fc.assert(
      fc.property(story, ([known, steps]) => {
        const world = begin(known);
        for (const next of steps) {
          const before = standingOf(chainOf(world));
          const paidBefore = world.acts.some((act) => act.as === 'refund');
          run(world, next);
          const paid = world.acts.some((act) => act.as === 'refund');
          if (paid && !paidBefore) expect(before.is).toBe('refused');
          if (!paid) continue;
          expect(standingOf(chainOf(world)).is).toBe('refunded');
          for (const outcome of outcomes)
            expect(judgeWish(chainOf(world), { outcome, consumer: '104' }).is).toBe('not-now');
        }
      }),
      runs,
    );
  });

  it('an open exception always has a way on, and a closed one none', () => {
    fc.assert(
      fc.property(story, ([known, steps]) => {
        const world = begin(known);
        for (const next of steps) run(world, next);
        const standing = standingOf(chainOf(world));
        const ways = outcomes.filter(
          (outcome) => judgeWish(chainOf(world), { outcome, consumer: '104' }).is === 'allowed',
        );
        const mayAct =
          (standing.is === 'refused' || standing.is === 'suspense') &&
          standing.tip.answer?.code !== 'matched-elsewhere';
        expect(ways.length > 0).toBe(mayAct && world.acts.length < limits.settlementsPerRechargeMax);
      }),
      runs,
    );
  });

  it('the whole of it happens: in these stories rows are moved, matched, refunded and refused again', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(story, ([known, steps]) => {
        const world = begin(known);
        for (const next of steps) run(world, next);
        seen.add(standingOf(chainOf(world)).is);
        for (const act of world.acts) seen.add(act.as === 'settlement' ? act.outcome : act.as);
      }),
      runs,
    );
    for (const what of [
      'moved',
      'matched',
      'resubmitted',
      'refund',
      'settled',
      'refunded',
      'refused',
      'suspense',
    ])
      expect(seen).toContain(what);
  });
});
