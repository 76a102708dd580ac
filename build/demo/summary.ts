import { sumPaise } from '../../counter/money.ts';
import type { DayFacts } from './day-facts.ts';
import type { LedgerRow } from './ledger-csv.ts';
import type { MatchedSlip } from './paper.ts';
import { type PlannedSettlement, settlements } from './story.ts';

/** What the day was to be. */
export interface Wanted {
  readonly recharges: number;
  readonly settled: readonly PlannedSettlement[];
}

/** `out/demo/summary.json`. */
export interface Summary {
  readonly recharges: number;
  readonly totalPaise: number;
  /** What the first paper said; together they are all recharges. */
  readonly confirmed: number;
  readonly pending: number;
  readonly refused: number;
  /** First copies that were read back from the paper, dot by dot. */
  readonly receipts: number;
  readonly duplicatesPrinted: number;
  readonly exceptions: { readonly moved: number; readonly refunded: number; readonly resubmitted: number };
  readonly tieOut: {
    readonly counterPaise: number;
    readonly headEndPaise: number;
    readonly cashPaise: number;
    /** The largest gap between any two of the three. */
    readonly differencePaise: number;
  };
  readonly electron: string;
  readonly seconds: number;
}

export interface SummaryInput {
  readonly facts: DayFacts;
  readonly ledger: readonly LedgerRow[];
  readonly paper: readonly MatchedSlip[];
  readonly electron: string;
  readonly seconds: number;
}

export function summarise({ facts, ledger, paper, electron, seconds }: SummaryInput): Summary {
  const firstSlips = facts.slips.filter(({ copy }) => copy === 0);
  const confirmed = firstSlips.filter(({ document }) => firstPaperSays(document) === 'confirmed').length;
  const totalPaise = sumPaise(facts.recharges.map(({ amountPaise }) => amountPaise));
  const counterPaise = totalPaise - sumPaise(facts.refunds.map(({ amountPaise }) => amountPaise));
  const headEndPaise = sumPaise(ledger.map(({ amountPaise }) => amountPaise));
  const cashPaise = sumPaise(facts.shifts.map(({ countedPaise, floatPaise }) => countedPaise - floatPaise));
  return {
    recharges: facts.recharges.length,
    totalPaise,
    confirmed,
    pending: firstSlips.length - confirmed,
    refused: facts.recharges.filter(({ credit }) => credit === 'rejected').length,
    receipts: paper.filter(({ slip, copy }) => slip === 'receipt' && copy === 0).length,
    duplicatesPrinted: paper.filter(({ slip, copy }) => slip === 'receipt' && copy > 0).length,
    exceptions: {
      moved: settledAs(facts, 'moved'),
      refunded: facts.refunds.length,
      resubmitted: settledAs(facts, 'resubmitted'),
    },
    tieOut: {
      counterPaise,
      headEndPaise,
      cashPaise,
      differencePaise:
        Math.max(counterPaise, headEndPaise, cashPaise) - Math.min(counterPaise, headEndPaise, cashPaise),
    },
    electron,
    seconds,
  };
}

function settledAs({ settlements }: DayFacts, outcome: PlannedSettlement): number {
  return settlements.filter((each) => each.outcome === outcome && each.credit === 'applied').length;
}

/** Everything that must hold for the demo to exit with 0; empty when all does. */
export function faultsOf(summary: Summary, { facts, ledger, paper }: SummaryInput, wanted: Wanted): string[] {
  const { tieOut } = summary;
  const faults: string[] = [];
  const must = (holds: boolean, fault: string): void => {
    if (!holds) faults.push(fault);
  };
  must(
    summary.recharges === wanted.recharges,
    `${wanted.recharges} recharges were taken, the journal holds ${summary.recharges}`,
  );
  must(
    summary.confirmed + summary.pending === summary.recharges,
    `${summary.confirmed} + ${summary.pending} first slips for ${summary.recharges} recharges`,
  );
  must(
    summary.receipts === summary.recharges,
    `${summary.receipts} of ${summary.recharges} receipts are on paper`,
  );
  must(tieOut.differencePaise === 0, `the tie-out is off by ${tieOut.differencePaise} paise`);
  must(
    summary.refused === wanted.settled.length,
    `${wanted.settled.length} rows were to be refused, ${summary.refused} were`,
  );
  for (const outcome of settlements) {
    const planned = wanted.settled.filter((each) => each === outcome).length;
    must(
      summary.exceptions[outcome] === planned,
      `${planned} to be ${outcome}, ${summary.exceptions[outcome]} are`,
    );
  }
  const refundSlips = paper.filter(({ slip }) => slip === 'refund-slip').length;
  must(
    refundSlips === facts.refunds.length,
    `${refundSlips} of ${facts.refunds.length} refund slips are on paper`,
  );
  const creditable = facts.recharges.filter(({ credit }) => credit !== 'rejected');
  const inJournal = new Map(
    [...creditable, ...facts.settlements].map((each) => [each.uid, each.amountPaise]),
  );
  const credited = new Set(ledger.map(({ uid }) => uid));
  must(credited.size === ledger.length, 'the head end credited a uid twice');
  must(
    ledger.every(({ uid, amountPaise }) => inJournal.get(uid) === amountPaise),
    'the head end credited something that the journal does not hold',
  );
  must(
    credited.size === inJournal.size,
    `${credited.size} of ${inJournal.size} recharges and settlements are credited`,
  );
  return faults;
}

/** The first paper's word, read from the document that was frozen for it. */
function firstPaperSays(documentText: string): 'confirmed' | 'pending' {
  const document: unknown = JSON.parse(documentText);
  const blocks =
    typeof document === 'object' &&
    document !== null &&
    'blocks' in document &&
    Array.isArray(document.blocks)
      ? (document.blocks as readonly unknown[])
      : [];
  const settled = blocks.some(
    (block) =>
      typeof block === 'object' &&
      block !== null &&
      'type' in block &&
      block.type === 'notice' &&
      'tone' in block &&
      block.tone === 'settled',
  );
  return settled ? 'confirmed' : 'pending';
}
