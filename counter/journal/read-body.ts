import { type Entry, entryKinds } from './entry.ts';
import type { EntryCommon } from './every-entry.ts';

/** Reads a body that this program wrote. Null for text that is no entry of a version it knows. */
export function readBody(body: string): Entry | null {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return null;
  }
  return isEntry(value) ? value : null;
}

/**
 * The hash chain proves that a body is what the journal wrote, field by field; here only the version
 * and the common fields are looked at, so that text from elsewhere is never taken for an entry.
 */
function isEntry(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null) return false;
  // Read in place: a copy of the fields would cost a proof a tenth of its time.
  const fields: Partial<Record<keyof EntryCommon | 'kind', unknown>> = value;
  return (
    fields.v === 1 &&
    knownKinds.has(fields.kind) &&
    typeof fields.counter === 'string' &&
    typeof fields.uid === 'string' &&
    typeof fields.operator === 'string' &&
    typeof fields.bootId === 'string' &&
    Number.isSafeInteger(fields.epoch) &&
    Number.isSafeInteger(fields.seq) &&
    Number.isSafeInteger(fields.at) &&
    Number.isSafeInteger(fields.monotonicMs) &&
    Number.isSafeInteger(fields.perpetualTotalPaise) &&
    Array.isArray(fields.ledger)
  );
}

const knownKinds: ReadonlySet<unknown> = new Set(entryKinds);
