import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { uuidv7 } from '../../counter/ids.ts';
import type { EntryDraft, StoredEntry } from '../../counter/journal/entry.ts';
import { readBody } from '../../counter/journal/read-body.ts';
import { formatRupees } from '../../counter/money.ts';
import { assert } from '../../counter/result.ts';
import { kolkataDate } from '../../counter/time.ts';
import { type AppendOutcome, appendEntry } from '../../db/append.ts';
import { deviceSigner, generateDeviceKey, systemRandom } from '../../db/crypto.ts';
import {
  type CounterEnrolledDraft,
  createJournal,
  type Journal,
  type JournalOptions,
} from '../../db/journal.ts';
import { bornPrintJob } from '../../db/print-jobs.ts';

/** A wall clock that only the test moves. Monotonic time follows unless the wall is made to jump. */
export interface HandClock {
  wall: number;
  monotonic: number;
  wallMs(): number;
  monotonicMs(): number;
  pass(milliseconds: number): void;
  jump(milliseconds: number): void;
}

export function handClock(startMs: number = Date.parse('2026-11-23T05:30:00Z')): HandClock {
  return {
    wall: startMs,
    monotonic: 1_000,
    wallMs() {
      return this.wall;
    },
    monotonicMs() {
      return this.monotonic;
    },
    pass(milliseconds) {
      this.wall += milliseconds;
      this.monotonic += milliseconds;
    },
    jump(milliseconds) {
      this.wall += milliseconds;
    },
  };
}

export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'division-counter-'));
}

export interface Bench {
  readonly options: JournalOptions;
  readonly clock: HandClock;
  readonly secret: string;
}

/** Options for a journal in a fresh folder, with its second copy beside it. */
export function freshOptions(more: Partial<JournalOptions> = {}): Bench {
  const folder = newFolder();
  const clock = handClock();
  const { secret } = generateDeviceKey();
  const options: JournalOptions = {
    folder: join(folder, 'data'),
    mirrorFolder: join(folder, 'mirror'),
    recoveryPublicKey: null,
    clock,
    random: systemRandom,
    signer: deviceSigner(secret),
    bootId: 'boot-1',
    ...more,
  };
  return { options, clock, secret };
}

export function newUid(): string {
  return uuidv7(Date.parse('2026-11-23T05:30:00Z'), systemRandom);
}

/** What a draft carries that no person and no day belongs to. */
export const nobody = {
  v: 1,
  businessDate: null,
  day: null,
  shift: null,
  operator: 'program',
  ledger: [],
  ref: null,
} as const;

export function enrolment(publicKey: string): CounterEnrolledDraft {
  return {
    ...nobody,
    kind: 'counter enrolled',
    uid: newUid(),
    office: 'PTC',
    officeName: { hi: 'पटना सिटी', en: 'Patna City' },
    company: { hi: 'बिजली कंपनी', en: 'Power Company' },
    publicKey,
    headEndPublicKey: 'unused',
    headEndId: 'test',
    recoveryKey: null,
  };
}

export async function enrolled(more: Partial<JournalOptions> = {}): Promise<Bench & { journal: Journal }> {
  const bench = freshOptions(more);
  const created = await createJournal(bench.options, 'C02', enrolment(bench.options.signer.publicKey));
  assert(created.ok, `a new journal opens: ${JSON.stringify(created)}`);
  return { ...bench, journal: created.value };
}

/** Day and shift under which a recharge is sold. */
export interface OpenCounter {
  readonly day: string;
  readonly shift: string;
  readonly businessDate: string;
}

export async function openCounter(journal: Journal, wallMs: number): Promise<OpenCounter> {
  const businessDate = kolkataDate(wallMs);
  const day = newUid();
  const shift = newUid();
  const common = { ...nobody, operator: 'asha', businessDate, day };
  must(await appendEntry(journal, { ...common, kind: 'day opened', uid: day, session: 1 }));
  const ledger = [
    { account: 'cash-drawer', amountPaise: 1_000_00 },
    { account: 'float', amountPaise: -1_000_00 },
  ] as const;
  must(
    await appendEntry(journal, {
      ...common,
      kind: 'shift opened',
      uid: shift,
      shift,
      cashier: 'asha',
      shiftNumber: 1,
      float: { '10000': 10 },
      floatPaise: 1_000_00,
      ledger,
    }),
  );
  return { day, shift, businessDate };
}

export type RechargeDraft = Extract<EntryDraft, { kind: 'recharge' }>;

export function recharge(open: OpenCounter, more: Partial<RechargeDraft> = {}): RechargeDraft {
  const amountPaise = more.amountPaise ?? 500_00;
  return {
    ...nobody,
    ...open,
    operator: 'asha',
    kind: 'recharge',
    uid: newUid(),
    consumer: '102030405',
    consumerName: 'Ram Prasad',
    meter: '1234567890',
    meterKind: 'managed',
    amountPaise,
    heads: [{ head: 'recharge', amountPaise }],
    poolTokens: [],
    tenderedPaise: amountPaise,
    changePaise: 0,
    approvals: [],
    outage: null,
    ledger: [
      { account: 'cash-drawer', amountPaise },
      { account: 'recharge-dues', amountPaise: -amountPaise },
    ],
    ...more,
  };
}

/** A whole sale as the service makes it: entry and print job in one transaction. */
export async function sell(
  journal: Journal,
  open: OpenCounter,
  more: Partial<RechargeDraft> = {},
): Promise<AppendOutcome> {
  const draft = recharge(open, more);
  return appendEntry(journal, draft, (db, stored) => {
    bornPrintJob(db, { id: newUid(), entry: stored.uid, slip: 'receipt', copy: 0, owner: 'sale', bornAt: 1 });
  });
}

export type Recorded = Extract<AppendOutcome, { kind: 'recorded' }>;

export function must(outcome: AppendOutcome): Recorded {
  assert(outcome.kind === 'recorded', `the entry is recorded: ${JSON.stringify(outcome)}`);
  return outcome;
}

/** The text of a slip with what the proof compares with the entry, and nothing else. */
export function slipOf(entry: StoredEntry, copy = 0): string {
  const body = readBody(entry.body);
  assert(body?.kind === 'recharge', 'slips of this kind belong to recharges');
  const { counter, epoch, seq, hash } = entry;
  const { receiptNumber, consumer, amountPaise, at } = body;
  const code = ['R1', counter, epoch, seq, receiptNumber, consumer, amountPaise, at, hash, ''].join('|');
  const mark = copy === 0 ? { kind: 'original' } : { kind: 'duplicate', n: copy, of: receiptNumber };
  return JSON.stringify({ copy: mark, receiptNumber, code, figures: formatRupees(amountPaise) });
}
