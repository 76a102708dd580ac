/**
 * `npm run faults`: writes `docs/faults.md` from the records of the last `npm test`. Exit code 1 when a
 * planned fault has no record: its test was skipped or never ran.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultPlan } from '../fault-plan.ts';
import { readFaults } from '../../harness/fault-record.ts';
import { repositoryFolder } from '../../../build/repository.ts';
import { runCommand } from '../../../build/run-command.ts';
import { faultsPage } from './faults-page.ts';

const path = join(repositoryFolder, 'docs', 'faults.md');
const written = faultsPage(Object.values(faultPlan), readFaults());
if (written.ok) {
  writeFileSync(path, written.page);
  await runCommand('oxfmt', [path], { output: 'keep' });
  console.log(`docs/faults.md: ${Object.keys(faultPlan).length} faults`);
} else {
  for (const sentence of written.missing) console.error(sentence);
  process.exitCode = 1;
}
