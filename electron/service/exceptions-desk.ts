import type { Chain } from '../../counter/exception/chain.ts';
import type { Journal } from '../../db/journal.ts';
import { lastAnswerNumber } from '../../db/answer-reads.ts';
import { chainOf } from '../../db/exception-chain.ts';
import { beginScan, scanSlice } from '../../db/exceptions.ts';

/** Finds what the exceptions desk has to look at, in slices between which sales go on. */
export interface ExceptionsDesk {
  /** Every recharge that ever was an exception, with all that was done about it. */
  chains(journal: Journal): Promise<readonly Chain[]>;
}

/** Chains that are read in one go. */
const chainsPerSlice = 50;

/** `nextTurn` resolves after what already waits in this process was done. */
export function exceptionsDesk(nextTurn: () => Promise<unknown>): ExceptionsDesk {
  let scanned: { journal: Journal; scan: ReturnType<typeof beginScan> } | null = null;
  const scanOf = (journal: Journal) => {
    // A journal that was opened anew may have lost its last answers with the disk.
    const isSame = scanned?.journal === journal && scanned.scan.throughN <= lastAnswerNumber(journal.db);
    if (scanned === null || !isSame) scanned = { journal, scan: beginScan() };
    return scanned.scan;
  };
  return {
    chains: async (journal) => {
      while (scanSlice(journal.db, scanOf(journal)) === 'more') await nextTurn();
      const uids = [...scanOf(journal).recharges];
      const chains: Chain[] = [];
      for (const [at, uid] of uids.entries()) {
        if (at % chainsPerSlice === chainsPerSlice - 1) await nextTurn();
        const chain = chainOf(journal.db, uid);
        if (chain !== null) chains.push(chain);
      }
      return chains;
    },
  };
}
