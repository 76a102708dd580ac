/**
 * `npm run faults`: writes `docs/faults.md` from the records of the last `npm test`. Exit code 1 when a
 * planned fault has no record (its test was skipped or never ran) or a record has no plan.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultPlan } from '../fault-plan.ts';
import { readFaults } from '../../harness/fault-record.ts';
import { repositoryFolder } from '../../../build/repository.ts';
import { runCommand } from '../../../build/run-command.ts';
import { faultsPage } from './faults-page.ts';

const path = join(repositoryFolder, 'docs', 'faults.md');
const { page, notRun, unplanned } = faultsPage(Object.values(faultPlan), readFaults());
writeFileSync(path, page);
await runCommand('oxfmt', [path], { output: 'keep' });
console.log(`docs/faults.md: ${Object.keys(faultPlan).length} faults, ${notRun.length} not run`);
for (const name of notRun) console.error(`not run: ${name}`);
for (const name of unplanned) console.error(`no plan names: ${name}`);
if (notRun.length + unplanned.length > 0) process.exitCode = 1;
