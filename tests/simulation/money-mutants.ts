import { type Chain, standingOf } from '../../counter/exception/chain.ts';
import { judgeWish, type Verdict } from '../../counter/exception/outcomes.ts';
import { answered } from '../../headend/verdict.ts';
import { bentStore } from './bent-store.ts';
import type { Desk } from './world/desk-acts.ts';
import type { Wiring } from './world/wiring.ts';

/** Mistakes about money that was refused, as `mutants.ts` names them. */

/** Pays back whatever the consumer asks for, also what was credited meanwhile. */
export const refundsAnything: Partial<Wiring> = {
  takesUpSettled: true,
  desk: (chain, wish) => (wish.outcome === 'refunded' ? allowed(chain) : judgeWish(chain, wish)),
};

/** Neither the desk nor the head end asks whether a refused recharge was settled before. */
export function settledTwice(): Partial<Wiring> {
  const desk: Desk = (chain, wish) => {
    const { answer } = chain.recharge;
    if (answer?.credit !== 'rejected' || wish.outcome === 'refunded') return judgeWish(chain, wish);
    return { is: 'allowed', tip: chain.recharge };
  };
  return {
    takesUpSettled: true,
    desk,
    store: (store) =>
      bentStore(store, (tx) => ({
        ...tx,
        settledOf: async () => [],
        insertSettled: async (rows) => {
          for (const row of rows) {
            if ((await tx.settledOf([row.settled])).length === 0) await tx.insertSettled([row]);
          }
        },
      })),
  };
}

/** The counter stores the new server epoch and keeps for itself what the head end has forgotten. */
export const keepsLaterDecisions: Partial<Wiring> = {
  client: (client) => ({
    ...client,
    giveBack: async () => answered({ recorded: 0, contradicting: 0 }),
  }),
};

function allowed(chain: Chain): Verdict {
  const { tip } = standingOf(chain);
  return { is: 'allowed', tip: isCreditLink(tip) ? tip : chain.recharge };
}

type Tip = Extract<Verdict, { is: 'allowed' }>['tip'];

function isCreditLink(tip: object): tip is Tip {
  return 'as' in tip && (tip.as === 'recharge' || tip.as === 'settlement');
}
