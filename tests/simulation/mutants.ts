import type { Acknowledgement, SignedAcknowledgement } from '../../counter/journal/answer.ts';
import { canonicalJson } from '../../counter/journal/canonical.ts';
import { hashBeforeFirst } from '../../counter/journal/chain.ts';
import { readBody } from '../../counter/journal/read-body.ts';
import type { HeadEndClient } from '../../headend/client.ts';
import type { Outbox } from '../../headend/outbox.ts';
import type { CreditRow, Store, StoreTransaction } from '../../headend/reference/store.ts';
import type { BatchHeader } from '../../headend/schemas.ts';
import { answered } from '../../headend/verdict.ts';
import { bentStore } from './bent-store.ts';
import { keepsLaterDecisions, refundsAnything, settledTwice } from './money-mutants.ts';
import { soundWiring, type Wiring } from './world/wiring.ts';

/** A house with one mistake in it. The seed's story is one in which the mistake shows. */
export interface Mutant {
  readonly name: string;
  /** What somebody might have programmed. */
  readonly mistake: string;
  readonly seed: number;
  readonly wiring: Wiring;
}

function mutant(name: string, mistake: string, seed: number, bent: Partial<Wiring>): Mutant {
  return { name, mistake, seed, wiring: { ...soundWiring, ...bent } };
}

/** A simulator that misses one of these is blind. Seeds were found by `npm run simulate -- --find NAME`. */
export const mutants: readonly Mutant[] = [
  mutant('print-before-commit', 'The slip goes out while the sale is being recorded.', 1, {
    paper: 'before-commit',
  }),
  mutant('cash-when-asked', 'The drawer is taken to be right whatever became of the sale.', 8, {
    cash: 'when-asked',
  }),
  mutant('ack-on-timeout', 'A batch that nobody answered counts as acknowledged.', 3, {
    client: ackOnTimeout,
  }),
  mutant('no-server-dedupe', 'The head end credits what it has once more.', 1, withoutDedupe()),
  mutant('no-rewind-after-restore', 'What was acknowledged once is never sent again.', 84, {
    client: withoutRewind,
  }),
  mutant('answers-not-given-back', 'A restored head end decides anew what it had decided.', 84, {
    arriving: (batch) => ({ ...batch, answers: [] }),
  }),
  mutant('reprint-as-original', 'A further copy looks like the first.', 1, {
    copyDocument: (_, original) => original,
  }),
  mutant('new-uid-after-unknown', 'A sale of unknown outcome is tried again as a new one.', 26, {
    retry: 'new-uid',
  }),
  mutant('uid-from-clock', 'The id of a sale is the second in which it was made.', 1, {
    newUid: (_, nowMs) =>
      `00000000-0000-7000-8000-${Math.floor(nowMs / 60_000)
        .toString(16)
        .padStart(12, '0')}`,
  }),
  mutant('sent-in-order-of-clock', 'Entries go up in the order of their times.', 27, {
    outbox: inOrderOfClock,
  }),
  mutant('two-print-owners', 'Two printer processes take the same slip, and the journal lets them.', 3, {
    printOwners: 2,
    slips: (record) => ({ ...record, step: (slip, ...rest) => record.step(slip, ...rest) ?? slip }),
  }),
  mutant('print-before-second-copy', 'Nobody waits for the second copy.', 1, {
    journal: (journal) => ({
      ...journal,
      append: async (draft, slip) => {
        const writing = journal.append(draft, slip);
        const entry = journal.entryByUid(draft.uid);
        const body = entry === null ? null : readBody(entry.body);
        return entry === null || body === null ? writing : { kind: 'recorded', entry, body, copies: 'two' };
      },
    }),
  }),
  mutant('send-again-after-crash', 'A slip that was being sent goes to the printer again.', 1, {
    slips: (record) => ({
      ...record,
      openSlips: () =>
        record
          .openSlips()
          .map((slip) =>
            slip.state === 'uncertain' || slip.state === 'sending' || slip.state === 'awaiting'
              ? { ...slip, state: 'queued' }
              : slip,
          ),
      slip: (id) => {
        const slip = record.slip(id);
        return slip?.state === 'uncertain' || slip?.state === 'sending' ? { ...slip, state: 'queued' } : slip;
      },
      step: (slip, ...rest) => record.step(slip, ...rest) ?? slip,
    }),
  }),
  mutant('fork-overlooked', "Neither side compares the other's hash with its own.", 122, {
    ...withoutForkCheck(),
    client: overlookingForks,
  }),
  mutant('unsent-dropped-at-close', 'A closed day has nothing to send any more.', 1, {
    client: droppedAtClose,
  }),
  mutant('totals-from-memory', 'A close writes down what the program counted since its start.', 2, {
    totals: (fold, memory) => ({ ...fold, recharges: memory.recharges, takingsPaise: memory.takingsPaise }),
  }),
  mutant('answer-forgotten', 'An answer is shown and not stored.', 1, {
    outbox: (outbox) => ({ ...outbox, storeAnswers: async (_, cursor) => outbox.storeAnswers([], cursor) }),
  }),
  mutant('refund-of-a-credited-row', 'The desk pays back what was credited meanwhile.', 10, refundsAnything),
  mutant(
    'credits-a-settled-refusal-twice',
    'Nobody asks whether a refusal was settled before.',
    4,
    settledTwice(),
  ),
  mutant(
    'later-decision-kept',
    'A restored head end does not get its later decisions back.',
    1124,
    keepsLaterDecisions,
  ),
];

/** The house of a mutant; the sound one for null. */
export function wiringNamed(name: string | null): Wiring {
  if (name === null) return soundWiring;
  const found = mutants.find((each) => each.name === name);
  if (found === undefined) throw new Error(`there is no mutant ${name}`);
  return found.wiring;
}

function ackOnTimeout(client: HeadEndClient, outbox: Outbox): HeadEndClient {
  return {
    ...client,
    sendBatch: async (batch, entries) => {
      const verdict = await client.sendBatch(batch, entries);
      const last = entries.at(-1);
      if (verdict.kind !== 'not-answering' || last === undefined) return verdict;
      const { counter, epoch, serverEpoch, resultsCursor } = outbox.position();
      const acknowledgement: Acknowledgement = {
        v: 1,
        serverId: 'he-patna',
        serverEpoch: serverEpoch ?? 'e-0',
        counter,
        epoch,
        ackedSeq: last.seq,
        headHash: last.hash,
        at: 0,
      };
      const cursor = resultsCursor ?? '';
      const signed = { acknowledgement, text: canonicalJson({ ...acknowledgement }), signature: '' };
      return answered({
        acknowledgement: signed,
        answers: [],
        arrivals: [],
        cursorBefore: cursor,
        cursorAfter: cursor,
      });
    },
  };
}

function withoutRewind(client: HeadEndClient, outbox: Outbox): HeadEndClient {
  return believing(client, outbox, (ackedSeq) => Math.max(ackedSeq, outbox.position().ackedSeq));
}

function inOrderOfClock(outbox: Outbox): Outbox {
  return {
    ...outbox,
    read: (from, ...rest) =>
      outbox
        .read(from, ...rest)
        .toSorted((left, right) => (readBody(left.body)?.at ?? 0) - (readBody(right.body)?.at ?? 0)),
  };
}

function droppedAtClose(client: HeadEndClient, outbox: Outbox): HeadEndClient {
  return believing(client, outbox, (ackedSeq) => {
    const { lastSeq } = outbox.position();
    const unsent = ackedSeq < lastSeq ? outbox.read(ackedSeq + 1, 500, 1_000_000) : [];
    return unsent.findLast(({ kind }) => kind === 'day closed')?.seq ?? ackedSeq;
  });
}

function overlookingForks(client: HeadEndClient, outbox: Outbox): HeadEndClient {
  const bent = believing(client, outbox, (ackedSeq) => Math.min(ackedSeq, outbox.position().lastSeq));
  return {
    ...bent,
    sendBatch: async (batch, entries) => {
      const verdict = await client.sendBatch(batch, entries);
      if (verdict.kind !== 'answered') return verdict;
      const { ackedSeq } = verdict.value.acknowledgement.acknowledgement;
      return answered({ ...verdict.value, acknowledgement: bendTo(verdict.value, outbox, ackedSeq) });
    },
  };
}

/** Reads another number out of the state than the head end wrote into it. */
function believing(
  client: HeadEndClient,
  outbox: Outbox,
  acked: (ackedSeq: number) => number,
): HeadEndClient {
  return {
    ...client,
    state: async () => {
      const verdict = await client.state();
      if (verdict.kind !== 'answered') return verdict;
      const ackedSeq = acked(verdict.value.acknowledgement.acknowledgement.ackedSeq);
      return answered({ ...verdict.value, acknowledgement: bendTo(verdict.value, outbox, ackedSeq) });
    },
  };
}

function bendTo(
  reading: { readonly acknowledgement: SignedAcknowledgement },
  outbox: Outbox,
  ackedSeq: number,
): SignedAcknowledgement {
  const { acknowledgement } = reading.acknowledgement;
  const headHash = outbox.hashAt(ackedSeq) ?? acknowledgement.headHash;
  return { ...reading.acknowledgement, acknowledgement: { ...acknowledgement, ackedSeq, headHash } };
}

/** Takes a batch that it has already for a new one, and credits it once more. */
function withoutDedupe(): Partial<Wiring> {
  let header: BatchHeader | null = null;
  const forget = (tx: StoreTransaction, again: CreditRow[]): StoreTransaction => ({
    ...tx,
    lockCounter: async (counter) => {
      const row = await tx.lockCounter(counter);
      if (row === null || header === null || header.from > row.ackedSeq) return row;
      return { ...row, ackedSeq: header.from - 1, headHash: header.prevHash };
    },
    uidsSeen: async () => new Map(),
    insertEntries: async (rows) => {
      for (const row of rows) {
        if ((await tx.entry(row.counter, row.epoch, row.seq, '')) === null) await tx.insertEntries([row]);
      }
    },
    insertAnswers: async (rows) => {
      for (const row of rows) {
        const known = await tx.latestAnswers(row.counter, row.epoch, row.seq, row.seq);
        if (known.size === 0) await tx.insertAnswers([row]);
      }
    },
    insertCredits: async (rows) => {
      const known = new Set((await tx.credits()).map(({ uid }) => uid));
      again.push(...rows.filter(({ uid }) => known.has(uid)));
      await tx.insertCredits(rows.filter(({ uid }) => !known.has(uid)));
    },
  });
  return {
    arriving: (batch) => {
      ({ header } = batch);
      return batch;
    },
    store: (store) => {
      const again: CreditRow[] = [];
      const backup = async (): ReturnType<Store['backup']> => {
        const whole = await store.backup();
        return { ...whole, credits: [...whole.credits, ...again] };
      };
      return { ...bentStore(store, (tx) => forget(tx, again)), backup };
    },
  };
}

function withoutForkCheck(): Partial<Wiring> {
  let header: BatchHeader | null = null;
  return {
    arriving: (batch) => {
      ({ header } = batch);
      return batch;
    },
    store: (store) =>
      bentStore(store, (tx) => ({
        ...tx,
        entryHashes: async (_, __, from) => new Map([[from, header?.prevHash ?? hashBeforeFirst]]),
      })),
  };
}
