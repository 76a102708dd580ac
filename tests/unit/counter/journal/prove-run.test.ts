import { describe, expect, it } from 'vitest';
import { canonicalJson, type Json } from '../../../../counter/journal/canonical.ts';
import { entryHash, recoveryHash } from '../../../../counter/journal/chain.ts';
import type { Entry, EntryDraft, StoredEntry } from '../../../../counter/journal/entry.ts';
import { emptyTail, placeEntry } from '../../../../counter/journal/place-entry.ts';
import { finishRun, proveNext, startRun } from '../../../../counter/journal/prove-run.ts';
import { chainStart } from '../../../../counter/journal/verify-chain.ts';
import { deviceSigner, generateDeviceKey, sha256Hex, verifyHash } from '../../../../db/crypto.ts';
import { generateRecoveryKey } from '../../../../db/recovery-key.ts';
import { enrolment, newUid, nobody, recharge } from '../../../harness/journal.ts';

const signer = deviceSigner(generateDeviceKey().secret);
const recoveryKey = generateRecoveryKey();
const tools = { sha256: sha256Hex, verify: verifyHash };
const day = newUid();
const shift = newUid();
const open = { day, shift, businessDate: '2026-11-23' };
type Change = (entry: Entry) => object;

/** A chain that the counter's own key signed, entry by entry; one of them says something wrong. */
function chainOf(drafts: readonly EntryDraft[], at = 0, change: Change = (entry) => entry): StoredEntry[] {
  let tail = emptyTail;
  let receipts = 0;
  return drafts.map((draft, index) => {
    const now = { wallMs: 1_000_000 + index, monotonicMs: index, bootId: 'boot' };
    const placed = placeEntry({ counter: 'C02', office: 'PTC' }, tail, now, draft, receipts);
    if (!placed.ok) throw new Error(placed.error.detail);
    if (draft.kind === 'recovery') receipts = 0;
    if (draft.kind === 'recharge') receipts += 1;
    const entry = index + 1 === at ? change(placed.value) : placed.value;
    const { counter, epoch, seq, uid, kind } = placed.value;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- entries hold nothing but JSON
    const body = canonicalJson(entry as Json);
    const hash = entryHash(sha256Hex, { counter, epoch, seq, prevHash: tail.hash, body });
    const { at: wallMs, bootId, monotonicMs, perpetualTotalPaise } = placed.value;
    const stored = {
      counter,
      epoch,
      seq,
      uid,
      kind,
      body,
      prevHash: tail.hash,
      hash,
      signature: signer.sign(hash),
    };
    tail = { epoch, seq, hash, at: wallMs, bootId, monotonicMs, perpetualTotalPaise };
    return stored;
  });
}

function verdict(entries: readonly StoredEntry[], from = 0): string {
  const before = entries[from - 1];
  const chain = { ...chainStart('C02'), recoveryKey: recoveryKey.publicKey };
  const middle = before && {
    ...chain,
    epoch: before.epoch,
    seq: from,
    hash: before.hash,
    publicKey: signer.publicKey,
  };
  const perpetualTotalPaise = before === undefined ? 0 : totalOf(before);
  const run = startRun({ chain: middle ?? chain, office: 'PTC', perpetualTotalPaise, headEndPublicKey: '' });
  for (const stored of entries.slice(from)) {
    const proved = proveNext(run, stored, tools, 'every');
    if (!proved.ok) return `${proved.error.code} ${proved.error.seq}`;
  }
  const end = finishRun(run, tools);
  return end.ok ? `whole ${run.takingsPaise}` : `${end.error.code} ${end.error.seq}`;
}

function totalOf({ body }: StoredEntry): number {
  return (JSON.parse(body) as Entry).perpetualTotalPaise;
}

const first = { ...enrolment(signer.publicKey), recoveryKey: recoveryKey.publicKey };
const dayOpened = {
  ...nobody,
  ...open,
  shift: null,
  kind: 'day opened',
  uid: day,
  operator: 'asha',
  session: 1,
} as const;
const drafts: readonly EntryDraft[] = [first, dayOpened, recharge(open), recharge(open), recharge(open)];

describe('a run of entries that the counter itself signed', () => {
  it('is whole from its beginning and from its middle', () => {
    expect(verdict(chainOf(drafts))).toBe('whole 150000');
    expect(verdict(chainOf(drafts), 3)).toBe('whole 100000');
  });

  it.each<[string, Change, string]>([
    [
      'a total that is not the sum',
      (entry) => ({ ...entry, perpetualTotalPaise: entry.perpetualTotalPaise + 1 }),
      'total-differs 4',
    ],
    [
      'a receipt number left out',
      (entry) => ({ ...entry, receiptNumber: 'PTC-C02-2627-000003' }),
      'receipt-number-differs 4',
    ],
    [
      'a receipt number twice',
      (entry) => ({ ...entry, receiptNumber: 'PTC-C02-2627-000001' }),
      'receipt-number-differs 4',
    ],
    [
      'a receipt number of another office',
      (entry) => ({ ...entry, receiptNumber: 'GYA-C02-2627-000002' }),
      'receipt-number-differs 4',
    ],
    [
      'a ledger that is not zero',
      (entry) => ({ ...entry, ledger: entry.ledger.slice(0, 1) }),
      'ledger-not-zero 4',
    ],
    ['a field that is no field', (entry) => ({ ...entry, note: 'x' }), 'body-misshapen 4'],
    ['a ledger of nothing', (entry) => ({ ...entry, ledger: [null] }), 'body-misshapen 4'],
    ['another version', (entry) => ({ ...entry, v: 2 }), 'body-unreadable 4'],
  ])('is at fault for %s', (_what, change, fault) => {
    expect(verdict(chainOf(drafts, 4, change))).toBe(fault);
    expect(verdict(chainOf(drafts, 4, change), 2)).toBe(fault);
  });

  it('takes the first receipt number of a run from the middle as given, and none after it', () => {
    const given: Change = (entry) => ({ ...entry, receiptNumber: 'PTC-C02-2627-000007' });
    const entries = chainOf(drafts, 4, given);
    expect(verdict(entries, 3)).toBe('receipt-number-differs 5');
    expect(verdict(entries)).toBe('receipt-number-differs 4');
  });

  it('is not believed when a second enrolment names another key', () => {
    const again = { ...first, uid: newUid() };
    expect(verdict(chainOf([...drafts, again]))).toBe('enrolled-twice 6');
  });

  it('goes on in a new epoch by the division’s signature alone, with receipt numbers from one', () => {
    const entries = chainOf(drafts);
    const last = entries.at(-1);
    if (last === undefined) throw new Error('five entries');
    const old = {
      counter: 'C02',
      oldEpoch: 1,
      oldSeq: last.seq,
      oldHash: last.hash,
      publicKey: signer.publicKey,
    };
    const recovery = (signature: string): EntryDraft => {
      const { oldEpoch, oldSeq, oldHash, publicKey } = old;
      const said = {
        oldEpoch,
        oldSeq,
        oldHash,
        publicKey,
        recoverySignature: signature,
        source: 'mirror',
      } as const;
      return { ...nobody, kind: 'recovery', uid: newUid(), ...said };
    };
    const signed = recovery(recoveryKey.sign(recoveryHash(sha256Hex, old)));
    expect(verdict(chainOf([...drafts, signed, recharge(open)]))).toBe('whole 200000');
    expect(verdict(chainOf([...drafts, recovery(signer.sign(recoveryHash(sha256Hex, old)))]))).toBe(
      'wrong-recovery 6',
    );
    const skipped: Change = (entry) => ({ ...entry, receiptNumber: 'PTC-C02b-2627-000002' });
    expect(verdict(chainOf([...drafts, signed, recharge(open)], 7, skipped), 5)).toBe(
      'receipt-number-differs 7',
    );
  });

  it('is not whole when its last entry alone is forged', () => {
    const entries = chainOf(drafts);
    const forged = entries.map((stored, index) =>
      index === 4 ? { ...stored, signature: entries[3]?.signature ?? '' } : stored,
    );
    const run = startRun({
      chain: chainStart('C02'),
      office: null,
      perpetualTotalPaise: 0,
      headEndPublicKey: '',
    });
    for (const stored of forged) expect(proveNext(run, stored, tools, 'closes').ok).toBe(true);
    expect(finishRun(run, tools)).toMatchObject({ ok: false, error: { code: 'wrong-signature', seq: 5 } });
  });
});
