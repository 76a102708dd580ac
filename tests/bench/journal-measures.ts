import type { Measure } from './bench-row.ts';
import { monthMeasures } from './month-measures.ts';
import { saleMeasures } from './sale-measures.ts';
import { scaleMeasures } from './scale-measures.ts';

/** Everything that is promised of the journal: a sale, a month of them, and years. */
export async function journalMeasures(): Promise<Measure[]> {
  return [...(await saleMeasures()), ...(await monthMeasures()), ...(await scaleMeasures())];
}
