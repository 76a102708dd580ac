import { describe, expect, it } from 'vitest';
import { exportColumns, exportRow, type OutageNames } from '../../../../counter/journal/export-row.ts';
import { type EntryDraft, entryKinds, type StoredEntry } from '../../../../counter/journal/entry.ts';
import { emptyTail, placeEntry } from '../../../../counter/journal/place-entry.ts';
import { everyDraft } from '../../../harness/every-draft.ts';
import { newUid } from '../../../harness/journal.ts';

const open = { day: newUid(), shift: newUid(), businessDate: '2026-11-23' };
const now = { wallMs: Date.parse('2026-11-23T06:12:07.045Z'), monotonicMs: 1, bootId: 'boot' };

function rowOf(
  kind: (typeof entryKinds)[number],
  outages: OutageNames = new Map(),
  draft: EntryDraft = everyDraft(open)[kind],
) {
  const placed = placeEntry({ counter: 'C02', office: 'PTC' }, emptyTail, now, draft, 0);
  if (!placed.ok) throw new Error(placed.error.detail);
  const { counter, epoch, seq, uid } = placed.value;
  const chain = { prevHash: 'p', hash: 'h', signature: 's', body: '' };
  const stored: StoredEntry = { counter, epoch, seq, uid, kind, ...chain };
  return exportRow(stored, placed.value, { credit: 'applied', reference: 'HE-1' }, outages);
}

describe('a row of the table', () => {
  it.each(entryKinds)(
    'of %s fills the fixed columns, in their order, with texts and whole numbers',
    (kind) => {
      const row = rowOf(kind);
      expect(Object.keys(row)).toEqual([...exportColumns]);
      for (const value of Object.values(row)) {
        expect(typeof value === 'string' || (Number.isSafeInteger(value) && value >= 0)).toBe(true);
      }
      expect(row).toMatchObject({
        kind,
        takenAt: '2026-11-23T11:42:07.045+05:30',
        credit: 'applied',
        reference: 'HE-1',
      });
    },
  );

  it('says cash in and cash out apart, so that no cell is below zero', () => {
    expect(rowOf('recharge')).toMatchObject({ amountPaise: 500_00, cashInPaise: 500_00, cashOutPaise: 0 });
    expect(rowOf('cancellation')).toMatchObject({
      amountPaise: 500_00,
      cashInPaise: 0,
      cashOutPaise: 500_00,
    });
    expect(rowOf('day opened')).toMatchObject({ amountPaise: '', cashInPaise: 0, cashOutPaise: 0 });
  });

  it('names the outage of a recharge, and of its own opening and close', () => {
    const uid = newUid();
    const draft = { ...everyDraft(open).recharge, outage: uid };
    expect(rowOf('recharge', new Map([[uid, 'BR-2026-11-01']]), draft).outage).toBe('BR-2026-11-01');
    // Opened before the first exported entry: the uid leads to it.
    expect(rowOf('recharge', new Map(), draft).outage).toBe(uid);
    expect(rowOf('recharge').outage).toBe('');
    expect(rowOf('outage opened').outage).not.toBe('');
    expect(rowOf('outage closed').outage).not.toBe('');
  });
});
