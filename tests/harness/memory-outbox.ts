import { createHash } from 'node:crypto';
import type { SignedAcknowledgement, SignedAnswer } from '../../counter/journal/answer.ts';
import { canonicalJson, type Json } from '../../counter/journal/canonical.ts';
import { entryHash, hashBeforeFirst } from '../../counter/journal/chain.ts';
import type { EntryKind, StoredEntry } from '../../counter/journal/entry.ts';
import { uuidv7 } from '../../counter/ids.ts';
import type { Outbox } from '../../headend/outbox.ts';
import { sha256Hex, signerOf, type DeviceKeyPair } from '../../headend/signatures.ts';

/** A journal in memory for tests of the upload: real bodies, chain and signatures, no disk. */
export interface MemoryJournal {
  readonly entries: readonly StoredEntry[];
  readonly outbox: Outbox;
  readonly acknowledgements: readonly SignedAcknowledgement[];
  readonly answers: readonly SignedAnswer[];
  readonly offeredThrough: number;
  /** Appends a recharge; `change` replaces fields of its body, also with what no counter would write. */
  recharge(consumer: string, amountPaise: number, change?: Readonly<Record<string, Json>>): StoredEntry;
  append(kind: string, fields?: Readonly<Record<string, Json>>): StoredEntry;
}

export function createMemoryJournal(counter: string, key: DeviceKeyPair, epoch = 1): MemoryJournal {
  const entries: StoredEntry[] = [];
  const acknowledgements: SignedAcknowledgement[] = [];
  const answers: SignedAnswer[] = [];
  /** By entry, latest turn last. */
  const turns = new Map<number, SignedAnswer[]>();
  const sign = signerOf(key);
  let resultsCursor: string | null = null;
  let offeredThrough = 0;
  let perpetualTotalPaise = 0;

  function append(kind: string, fields: Readonly<Record<string, Json>> = {}): StoredEntry {
    const seq = entries.length + 1;
    const at = 1_795_000_000_000 + seq * 41_000;
    const common = {
      v: 1,
      counter,
      epoch,
      seq,
      uid: uuidv7(at, pseudoRandom(`${counter} ${epoch} ${seq}`)),
      kind,
      at,
      bootId: '6f1b0c52-8f0e-7c44-9d11-0123456789ab',
      monotonicMs: 86_000 + seq * 41_000,
      businessDate: '2026-11-23',
      day: '019aaf00-1000-7abc-8def-0123456789ab',
      shift: '019aaf00-2000-7abc-8def-0123456789ab',
      operator: 'sunita',
      ledger: [],
      perpetualTotalPaise,
      ref: null,
      ...fields,
    };
    const body = canonicalJson(common);
    const prevHash = entries.at(-1)?.hash ?? hashBeforeFirst;
    const hash = entryHash(sha256Hex, { counter, epoch, seq, prevHash, body });
    const entry: StoredEntry = {
      counter,
      epoch,
      seq,
      uid: String(common.uid),
      kind: kind as EntryKind,
      body,
      prevHash,
      hash,
      signature: sign(hash),
    };
    entries.push(entry);
    return entry;
  }

  function recharge(
    consumer: string,
    amountPaise: number,
    change: Readonly<Record<string, Json>> = {},
  ): StoredEntry {
    if (Number.isSafeInteger(amountPaise)) perpetualTotalPaise += amountPaise;
    return append('recharge', {
      receiptNumber: `PTC-${counter}-2627-${String(entries.length + 1).padStart(6, '0')}`,
      consumer,
      consumerName: `सीता देवी ${consumer.slice(-3)}`,
      meter: consumer.slice(0, 8),
      meterKind: 'managed',
      amountPaise,
      heads: [{ head: 'recharge', amountPaise }],
      ledger: [
        { account: 'cash-drawer', amountPaise },
        { account: 'recharge-dues', amountPaise: -amountPaise },
      ],
      tenderedPaise: amountPaise,
      changePaise: 0,
      approvals: [],
      outage: null,
      ...change,
    });
  }

  const outbox: Outbox = {
    position: () => ({
      counter,
      epoch,
      lastSeq: entries.length,
      ackedSeq: acknowledgements.at(-1)?.acknowledgement.ackedSeq ?? 0,
      serverEpoch: acknowledgements.at(-1)?.acknowledgement.serverEpoch ?? null,
      resultsCursor,
    }),
    read(from, maxEntries, maxBytes) {
      const read: StoredEntry[] = [];
      let bytes = 0;
      for (const entry of entries.slice(from - 1, from - 1 + maxEntries)) {
        bytes += Buffer.byteLength(entry.body);
        if (read.length > 0 && bytes > maxBytes) break;
        read.push(entry);
      }
      return read;
    },
    answersBetween(from, to) {
      const found: SignedAnswer[] = [];
      for (let seq = from; seq <= to; seq += 1) found.push(...(turns.get(seq) ?? []));
      return found;
    },
    hashAt: (seq) => (seq === 0 ? hashBeforeFirst : (entries[seq - 1]?.hash ?? null)),
    markOffered: (through) => {
      offeredThrough = Math.max(offeredThrough, through);
    },
    storeAcknowledgement: (acknowledgement) => void acknowledgements.push(acknowledgement),
    storeAnswers: async (more, cursor) => {
      for (const one of more) {
        const known = turns.get(one.answer.seq) ?? [];
        if (known.some(({ answer }) => answer.turn === one.answer.turn)) continue;
        turns.set(
          one.answer.seq,
          [...known, one].toSorted((left, right) => left.answer.turn - right.answer.turn),
        );
        answers.push(one);
      }
      if (cursor !== null) resultsCursor = cursor;
    },
  };

  return {
    entries,
    outbox,
    acknowledgements,
    answers,
    get offeredThrough() {
      return offeredThrough;
    },
    recharge,
    append,
  };
}

/** Bytes that look random and are the same on every run. */
function pseudoRandom(seed: string): (length: number) => Uint8Array {
  return (length) => createHash('sha256').update(seed).digest().subarray(0, length);
}
