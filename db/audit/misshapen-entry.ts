import { misfit } from '../../counter/journal/body-shape.ts';
import { bodyShape } from '../../counter/journal/body-shapes.ts';
import type { ProofFault } from '../../counter/journal/proof.ts';
import { readBody } from '../../counter/journal/read-body.ts';
import type { ReadableDb } from '../connection.ts';
import { entriesFrom } from '../entries.ts';

const pageEntries = 1_000;
const pageBytes = 16_777_216;

/**
 * The first entry whose fields are none that the program writes. A quick proof believes shapes that the
 * signatures vouch for; a text that was written anew without the key can stop it before it gets there.
 */
export function misshapenEntry(db: ReadableDb): ProofFault | null {
  for (let next = 1; ;) {
    const page = entriesFrom(db, next, pageEntries, pageBytes);
    for (const { body, kind, seq } of page) {
      const entry = readBody(body);
      const field = entry === null ? 'its text' : misfit(bodyShape(entry.kind), entry);
      if (field !== null)
        return { code: 'body-misshapen', seq, where: 'table entry', detail: `${kind}: ${field}` };
    }
    const last = page.at(-1);
    if (last === undefined) return null;
    next = last.seq + 1;
  }
}
