import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { assertNever } from '../../counter/result.ts';
import { generateRecoveryKey, type RecoveryKey } from '../../db/recovery-key.ts';
import { writeRecoveryKey } from '../service/recovery-key-file.ts';
import { recoveryKeyOfWords, recoveryWordCount, wordsOf } from '../service/recovery-words.ts';
import { readOptions } from './options.ts';

const usage = 'usage: counter recovery-key --out FILE [--from-words FILE] [--json]\n';

/**
 * `counter -- recovery-key`: makes the division's key once, or its file again from the words. The
 * words go to the printer of an office PC that is no counter, then into the safe.
 */
export async function makeRecoveryKey(args: readonly string[]): Promise<number> {
  const options = readOptions(args, ['out', 'from-words'], ['json']);
  if (!options.ok || options.value.out === undefined) {
    process.stderr.write(options.ok ? usage : `counter recovery-key: ${options.error}\n${usage}`);
    return 2;
  }
  const wordsFile = options.value['from-words'];
  const key = wordsFile === undefined ? generateRecoveryKey() : await keyFromWords(resolve(wordsFile));
  if (typeof key === 'number') return key;
  const path = resolve(options.value.out);
  const written = await writeRecoveryKey(path, key);
  if (written.ok) {
    process.stdout.write(options.value.flags.has('json') ? `${asJson(path, key)}\n` : asPage(path, key));
    return 0;
  }
  switch (written.error) {
    case 'exists':
      process.stderr.write(`counter recovery-key: ${path} is there already and stays as it is\n`);
      return 2;
    case 'not-writable':
      process.stderr.write(`counter recovery-key: ${path} cannot be written\n`);
      return 3;
    default:
      return assertNever(written.error);
  }
}

async function keyFromWords(path: string): Promise<RecoveryKey | number> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) {
    process.stderr.write(`counter recovery-key: ${path} cannot be read\n`);
    return 3;
  }
  const key = recoveryKeyOfWords(text);
  if (key !== null) return key;
  process.stderr.write(
    `counter recovery-key: ${path} does not hold the ${recoveryWordCount} words: one is missing, not in the list, or the last does not fit the others\n`,
  );
  return 1;
}

function asJson(path: string, key: RecoveryKey): string {
  return JSON.stringify({ file: path, publicKey: key.publicKey, words: wordsOf(key) });
}

/** To be printed, read back aloud and put into the safe. */
function asPage(path: string, key: RecoveryKey): string {
  const numbered = wordsOf(key).map((word, index) => `${String(index + 1).padStart(2)}. ${word.padEnd(9)}`);
  const lines = Array.from({ length: recoveryWordCount / 4 }, (_, row) =>
    `  ${numbered.slice(row * 4, row * 4 + 4).join(' ')}`.trimEnd(),
  );
  return [
    'रिकवरी कुंजी · Recovery key of the division',
    '',
    ...lines,
    '',
    'ये शब्द और फ़ाइल अधिकारी के पास रहें, किसी काउंटर पर नहीं।',
    'Words and file stay with the officer, never on a counter.',
    `file        ${path}`,
    `public half ${key.publicKey}`,
    'The public half goes into recoveryPublicKey of each counter and to the head end.',
    '',
  ].join('\n');
}
