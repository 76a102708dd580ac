/**
 * `npm run documents` writes the generated documents; with `--check` it only compares those of the
 * current folder with what the program makes, and exits 1 where they differ.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryFolder } from '../repository.ts';
import { compareDocuments, generatedDocuments } from './documents.ts';

const documents = generatedDocuments();
if (process.argv.includes('--check')) {
  const { filesRead, faults } = compareDocuments(process.cwd(), documents);
  for (const fault of faults) console.log(fault);
  console.log(`Compared on ${filesRead} files.`);
  process.exitCode = faults.length === 0 ? 0 : 1;
} else {
  for (const { path, text } of documents) writeFileSync(join(repositoryFolder, path), text);
  console.log(documents.map(({ path }) => path).join('\n'));
}
