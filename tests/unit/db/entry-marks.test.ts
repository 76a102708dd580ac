import { describe, expect, it } from 'vitest';
import { entryMarks } from '../../../db/audit/entry-marks.ts';
import { sha256Hex } from '../../../db/crypto.ts';
import { newUid } from '../../harness/journal.ts';

describe('marks of proved entries', () => {
  it('give back uid and hash of each, and nothing outside', () => {
    const marks = entryMarks(101);
    const put = Array.from({ length: 3_000 }, (_, n) => ({
      seq: 101 + n,
      uid: newUid(),
      hash: sha256Hex(String(n)),
    }));
    for (const { seq, uid, hash } of put) marks.put(seq, uid, hash);
    expect(put.map(({ seq }) => [marks.uidAt(seq), marks.hashAt(seq)])).toEqual(
      put.map(({ uid, hash }) => [uid, hash]),
    );
    expect([marks.uidAt(100), marks.hashAt(3_101), marks.hashAt(0)]).toEqual([null, null, null]);
  });

  it('leave no gap', () => {
    const marks = entryMarks(1);
    expect(() => marks.put(2, newUid(), sha256Hex(''))).toThrow(/gap/u);
  });
});
