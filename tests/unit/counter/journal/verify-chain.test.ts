import { describe, expect, it } from 'vitest';
import type { StoredEntry } from '../../../../counter/journal/entry.ts';
import { emptyTail, placeEntry, sealEntry, tailAfter } from '../../../../counter/journal/place-entry.ts';
import { chainStart, type SignatureRule, verifyNext } from '../../../../counter/journal/verify-chain.ts';
import { deviceSigner, generateDeviceKey, sha256Hex, verifyHash } from '../../../../db/crypto.ts';
import { enrolment, newUid, recharge } from '../../../harness/journal.ts';

const place = { office: 'PTC', counter: 'C02', epoch: 1 };
const open = { day: newUid(), shift: newUid(), businessDate: '2026-11-23' };
const signer = deviceSigner(generateDeviceKey().secret);
const chain = makeChain();

function makeChain(): StoredEntry[] {
  let tail = emptyTail;
  return [enrolment(signer.publicKey), recharge(open), recharge(open), recharge(open)].map((draft, index) => {
    const now = { wallMs: 1_000_000 + index, monotonicMs: index, bootId: 'boot' };
    const placed = placeEntry(place, tail, now, draft, index);
    if (!placed.ok) throw new Error('placed');
    const sealed = sealEntry(placed.value, tail.hash, { sha256: sha256Hex, sign: signer.sign });
    if (!sealed.ok) throw new Error('sealed');
    tail = tailAfter(sealed.value, placed.value);
    return sealed.value;
  });
}

function verdict(entries: readonly StoredEntry[], rule: SignatureRule = 'every'): string {
  let state = chainStart('C02');
  for (const stored of entries) {
    const next = verifyNext(state, stored, { sha256: sha256Hex, verify: verifyHash }, rule);
    if (!next.ok) return `${next.error.code} ${next.error.seq}`;
    state = next.value.chain;
  }
  return 'whole';
}

const changed = (at: number, more: Partial<StoredEntry>): StoredEntry[] =>
  chain.map((entry, index) => (index === at ? { ...entry, ...more } : entry));

describe('a chain of entries', () => {
  it('is proved from its first entry', () => {
    expect(verdict(chain)).toBe('whole');
    expect(verdict(chain, 'closes')).toBe('whole');
  });

  it('shows each kind of tampering at its entry', () => {
    const third = chain[2];
    if (third === undefined) throw new Error('four entries');
    expect(verdict(changed(2, { body: third.body.replace('50000', '50001') }))).toBe('wrong-hash 3');
    expect(verdict(chain.toSpliced(2, 1))).toBe('gap 4');
    expect(verdict(chain.toSpliced(2, 0, third))).toBe('gap 3');
    expect(verdict(changed(2, { prevHash: '1'.repeat(64) }))).toBe('wrong-previous 3');
    expect(verdict(changed(2, { signature: chain[1]?.signature ?? '' }))).toBe('wrong-signature 3');
    expect(verdict(changed(2, { uid: newUid() }))).toBe('body-differs 3');
    expect(verdict(changed(2, { counter: 'C03' }))).toBe('wrong-counter 3');
    expect(verdict(changed(2, { body: '{}', hash: rehash({ ...third, body: '{}' }) }))).toBe(
      'body-unreadable 3',
    );
  });

  it('is not believed when rewritten with another key', () => {
    const other = deviceSigner(generateDeviceKey().secret);
    expect(verdict(changed(0, { signature: other.sign(chain[0]?.hash ?? '') }), 'closes')).toBe(
      'wrong-signature 1',
    );
  });
});

function rehash(entry: StoredEntry): string {
  const { counter, epoch, seq, prevHash, body } = entry;
  return sha256Hex(['division-counter/entry/1', counter, epoch, seq, prevHash, body].join('\n'));
}
