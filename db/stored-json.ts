import { DamagedRow } from './fault.ts';

/** Reads JSON that this room wrote and that was compared with its meaning then. Throws `DamagedRow` for anything else. */
export function storedJson<Meaning>(text: string): Meaning {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only text that was compared with its meaning when it was stored stands in these tables
    return JSON.parse(text) as Meaning;
  } catch {
    throw new DamagedRow('a text that was stored as JSON is none');
  }
}
