/**
 * `npm run release-schema`: locks every migration by the hash of its text, and keeps a small journal of
 * the newest schema that tests open for ever. Refuses to change what is released.
 */
import { migrations } from '../../db/migrations/index.ts';
import { repositoryFolder } from '../repository.ts';
import { mustRun } from '../run-command.ts';
import { lockAll, lockFaults, readLock, writeLock } from './schema-lock.ts';

const journalsFolder = 'tests/fixtures/journals';

const lock = readLock(repositoryFolder);
const faults = lockFaults(lock, migrations);
if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exit(1);
}
const next = lockAll(lock, migrations);
const fresh = [...next.keys()].filter((number) => !lock.has(number));
if (fresh.length === 0) {
  console.log(`${lock.size} migrations are released; there is none to release.`);
} else {
  await mustRun('node', ['tests/harness/make-released-journal.ts', journalsFolder], { output: 'keep' });
  writeLock(repositoryFolder, next);
  console.log(`Released: ${fresh.join(', ')}. Commit db/migrations/released.json and ${journalsFolder}/.`);
}
