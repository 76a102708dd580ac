import { assert } from '../../counter/result.ts';

/**
 * Uid and hash of every entry that a proof has passed, 48 bytes each: what answers and further copies
 * are compared with, without keeping ten lakh entries.
 */
export interface EntryMarks {
  put(seq: number, uid: string, hash: string): void;
  /** Null for an entry that was not passed. */
  hashAt(seq: number): string | null;
  uidAt(seq: number): string | null;
}

const uidBytes = 16;
const hashBytes = 32;
const markBytes = uidBytes + hashBytes;
const firstMarks = 1_024;

/** `firstSeq` is the number of the first entry; the others follow without a gap. */
export function entryMarks(firstSeq: number): EntryMarks {
  let marks = Buffer.alloc(firstMarks * markBytes);
  let count = 0;

  const at = (seq: number): number | null => {
    const index = seq - firstSeq;
    return index >= 0 && index < count ? index * markBytes : null;
  };
  return {
    put: (seq, uid, hash) => {
      assert(seq === firstSeq + count, 'marks leave no gap');
      if (marks.length < (count + 1) * markBytes) {
        const larger = Buffer.alloc(marks.length * 2);
        marks.copy(larger);
        marks = larger;
      }
      marks.write(uid.replaceAll('-', ''), count * markBytes, uidBytes, 'hex');
      marks.write(hash, count * markBytes + uidBytes, hashBytes, 'hex');
      count += 1;
    },
    hashAt: (seq) => {
      const start = at(seq);
      return start === null ? null : marks.toString('hex', start + uidBytes, start + markBytes);
    },
    uidAt: (seq) => {
      const start = at(seq);
      if (start === null) return null;
      const hex = marks.toString('hex', start, start + uidBytes);
      return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join(
        '-',
      );
    },
  };
}
