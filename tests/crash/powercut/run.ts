/**
 * `npm run powercut`: real power cuts of a real kernel while the real journal sells. One line a cut,
 * `out/powercut/summary.json`, exit code 0 only if nothing that was promised is lost (and, with
 * `--contrast`, if a journal that does not flush does lose).
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryFolder } from '../../../build/repository.ts';
import { removeTestFolders } from '../../harness/test-folders.ts';
import { hasTool } from '../../harness/tools.ts';
import { brokenCuts, type Cut, cutPower } from './cut-power.ts';
import { type CutOptions, readCutOptions } from './cut-options.ts';

const say = ({ cut, soldForMs, promised, lost, beyond, verdict }: Cut): void => {
  const found = verdict ?? 'both copies whole';
  console.log(
    `cut ${String(cut).padStart(3)} after ${soldForMs ?? 0} ms: ${promised} promised, ${lost} lost, ${beyond} more on disk, ${found}`,
  );
};

let options: CutOptions;
try {
  options = readCutOptions(process.argv.slice(2));
} catch (fault) {
  console.error(fault instanceof Error ? fault.message : String(fault));
  process.exit(2);
}
if (!hasTool('linux.uml') || !hasTool('mkfs.ext4')) {
  console.error('As root, type:\n  apt-get install -y --no-install-recommends user-mode-linux e2fsprogs');
  process.exit(2);
}
const { cuts, seed, contrast } = options;
const common = { seed, say };
const done = await cutPower({ ...common, cuts, plant: 'none' });
const violations = brokenCuts(done).length;
let contrastCuts: Cut[] = [];
if (contrast) {
  console.log('A journal whose log is not flushed, which is the default of SQLite in this mode:');
  contrastCuts = await cutPower({ ...common, cuts: 1, plant: 'no-flush' });
}
removeTestFolders();

const lost = done.reduce((sum, cut) => sum + cut.lost, 0);
const promised = done.at(-1)?.promised ?? 0;
const summary = { seed, cuts: done.length, promised, lost, violations, each: done, contrast: contrastCuts };
const folder = join(repositoryFolder, 'out', 'powercut');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
console.log(`${done.length} power cuts, ${promised} promised, ${lost} lost, ${violations} violations`);
const isProved = violations === 0 && (!contrast || contrastCuts.some((cut) => cut.lost > 0));
process.exitCode = isProved ? 0 : 1;
