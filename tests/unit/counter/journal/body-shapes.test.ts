import { describe, expect, it } from 'vitest';
import { misfit } from '../../../../counter/journal/body-shape.ts';
import { bodyShape } from '../../../../counter/journal/body-shapes.ts';
import { type Entry, entryKinds } from '../../../../counter/journal/entry.ts';
import { emptyTail, placeEntry, sealEntry } from '../../../../counter/journal/place-entry.ts';
import { readBody } from '../../../../counter/journal/read-body.ts';
import { limits } from '../../../../counter/limits.ts';
import { sha256Hex } from '../../../../db/crypto.ts';
import { everyDraft } from '../../../harness/every-draft.ts';
import { newUid } from '../../../harness/journal.ts';

const place = { office: 'PTC', counter: 'C02' };
const now = { wallMs: Date.parse('2026-11-23T05:30:00Z'), monotonicMs: 1_000, bootId: 'boot' };
const tools = { sha256: sha256Hex, sign: () => 's'.repeat(86) };
const drafts = everyDraft({ day: newUid(), shift: newUid(), businessDate: '2026-11-23' });

/** Fields that came after the first journals were written. */
const mayBeLeftOut = new Set(['credit']);

function placed(kind: Entry['kind']): Entry {
  const entry = placeEntry(place, emptyTail, now, drafts[kind], 0);
  if (!entry.ok) throw new Error(`${kind}: ${entry.error.detail}`);
  return entry.value;
}

describe('the shape of a body', () => {
  it.each(entryKinds)('of %s fits a sound one, field by field', (kind) => {
    const entry = placed(kind);
    const sealed = sealEntry(entry, emptyTail.hash, tools);
    expect(sealed).toMatchObject({ ok: true });
    if (sealed.ok) expect(readBody(sealed.value.body)).toEqual(entry);
    const shape = bodyShape(kind);
    for (const name of Object.keys(entry)) {
      const { [name as keyof Entry]: _gone, ...rest } = entry;
      const missed = mayBeLeftOut.has(name) ? null : name;
      expect([kind, name, misfit(shape, rest)]).toEqual([kind, name, missed]);
      expect(misfit(shape, { ...entry, [name]: { odd: true } })).toMatch(new RegExp(`^${name}`, 'u'));
    }
    expect(misfit(shape, { ...entry, extra: 1 })).toBe('extra');
  });

  it.each(entryKinds)('of %s is not that of another kind', (kind) => {
    const others = entryKinds.filter((other) => other !== kind);
    expect(others.filter((other) => misfit(bodyShape(other), placed(kind)) === null)).toEqual([]);
  });

  it('holds its bounds at the limit and one past it', () => {
    const refusal = (reason: string) => misfit(bodyShape('override'), { ...placed('override'), reason });
    expect(refusal('x'.repeat(limits.bodyTextCharsMax))).toBeNull();
    expect(refusal('x'.repeat(limits.bodyTextCharsMax + 1))).toBe('reason');
    const changes = (length: number) =>
      misfit(bodyShape('settings changed'), {
        ...placed('settings changed'),
        changes: Array.from({ length }, () => ({ name: 'a', from: '', to: '' })),
      });
    expect(changes(limits.settingChangesMax)).toBeNull();
    expect(changes(limits.settingChangesMax + 1)).toBe('changes');
    const approvals = (length: number) =>
      misfit(bodyShape('recharge'), {
        ...placed('recharge'),
        approvals: Array.from({ length }, () => ({ guard: 'above-cash-cap', approver: 'ravi' })),
      });
    expect(approvals(limits.approvalsMax)).toBeNull();
    expect(approvals(limits.approvalsMax + 1)).toBe('approvals');
    const ledger = (length: number) =>
      misfit(bodyShape('recharge'), {
        ...placed('recharge'),
        ledger: Array.from({ length }, () => ({ account: 'vault', amountPaise: 0 })),
      });
    expect(ledger(limits.ledgerLinesMax)).toBeNull();
    expect(ledger(limits.ledgerLinesMax + 1)).toBe('ledger');
  });

  it('knows no note that is not in use, and no count below one piece', () => {
    const notes = (counted: object) => misfit(bodyShape('count'), { ...placed('count'), counted });
    expect(notes({})).toBeNull();
    expect(notes({ '50000': 1, '100': 3 })).toBeNull();
    for (const bad of [{ '300': 1 }, { '50000': 0 }, { '50000': 1.5 }, { '50000': '1' }, []]) {
      expect(notes(bad)).toBe('counted');
    }
  });
});

describe('the ledger of each kind', () => {
  const withMoney = entryKinds.filter((kind) => drafts[kind].ledger.length > 0);

  it.each(withMoney)('of %s moves just the amount that its body names', (kind) => {
    const draft = drafts[kind];
    const doubled = draft.ledger.map((line) => ({ ...line, amountPaise: line.amountPaise * 2 }));
    expect(placeEntry(place, emptyTail, now, { ...draft, ledger: doubled }, 0)).toMatchObject({
      ok: false,
      error: { code: 'draft-refused' },
    });
  });

  it.each(entryKinds.filter((kind) => !withMoney.includes(kind)))('of %s stays empty', (kind) => {
    const ledger = [
      { account: 'vault', amountPaise: 100 },
      { account: 'bank', amountPaise: -100 },
    ] as const;
    expect(placeEntry(place, emptyTail, now, { ...drafts[kind], ledger }, 0)).toMatchObject({
      ok: false,
      error: { code: 'draft-refused' },
    });
  });
});
