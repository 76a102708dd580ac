import { tenthsMax } from '../../tokens/amount.ts';
import { isMeterPlateNumber } from '../../tokens/meter-number.ts';
import { mintCredit, type SimulatedModule } from '../../tokens/simulated-module.ts';
import type { TokenIssuer } from './core.ts';

/**
 * Tokens for keypad meters from the simulated security module. `random` gives a number in [0, 1).
 * What the module cannot make (a value beyond one token, a malformed meter number) is no fault of the
 * batch: the credit stands, the token follows.
 */
export function stsTokenIssuer(module: SimulatedModule, random: () => number): TokenIssuer {
  return {
    issue({ meter, amountPaise, at, used }) {
      if (!isMeterPlateNumber(meter) || amountPaise > tenthsMax * module.paisePerTenth) return null;
      const credit = { plate: meter, amountPaise, wallMs: at, random: Math.floor(random() * 16), used };
      const { token, tokenId } = mintCredit(module, credit);
      return { tokens: [token], tokenIds: [tokenId] };
    },
  };
}
