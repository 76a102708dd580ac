/** Opens a damaged journal, which mends it: `node recorded-mending.ts JSON`. */
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { assert } from '../../../counter/result.ts';
import { openOrMend } from '../../../db/care/open-or-mend.ts';
import { closeJournal } from '../../../db/journal.ts';
import { optionsAfterCut } from './judge.ts';
import { acknowledge, type Promised } from './promise.ts';

export interface MendingPlan {
  readonly root: string;
  readonly secret: string;
  /** What was promised before the damage. */
  readonly promises: readonly Promised[];
}

const plan = JSON.parse(process.argv[2] ?? '{}') as MendingPlan;
const promises = openSync(join(plan.root, 'acknowledged'), 'a');
for (const promised of plan.promises) acknowledge(promises, promised);
const mended = await openOrMend(optionsAfterCut(plan.root, plan.secret));
assert(mended.ok, `the journal is mended: ${JSON.stringify(mended)}`);
await closeJournal(mended.value);
