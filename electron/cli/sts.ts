import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { decodeTenths } from '../../tokens/amount.ts';
import { checkVectors } from '../../tokens/check-vectors.ts';
import { misty1Key } from '../../tokens/misty1.ts';
import { creditFields, decodeToken, groupToken } from '../../tokens/token.ts';
import { tokenIdTime } from '../../tokens/token-time.ts';
import { vectorFile, type VectorFile } from '../../tokens/vector-file.ts';

/** `npm run sts -- check FILE` and `npm run sts -- decode --key HEX TOKEN`. Exit 1 on a fault, 2 on wrong usage, 3 on an unreadable file. */
const usage = 'sts check FILE | sts decode --key DECODER_KEY_HEX TOKEN';

function main(): number {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { key: { type: 'string' } },
  });
  const [verb, ...rest] = positionals;
  if (verb === 'check' && rest[0] !== undefined) return check(rest[0]);
  if (verb === 'decode' && values.key !== undefined) return decode(rest.join(''), values.key);
  console.error(usage);
  return 2;
}

function check(file: string): number {
  let vectors: VectorFile;
  try {
    vectors = vectorFile(readFileSync(file, 'utf8'));
  } catch (error) {
    console.error(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    return 3;
  }
  const checked = checkVectors(vectors);
  const failed = checked.filter(({ fault }) => fault !== null);
  for (const { name, fault } of failed) console.log(`${name}: ${fault}`);
  console.log(`${checked.length - failed.length} passed, ${failed.length} failed`);
  return failed.length > 0 || checked.length === 0 ? 1 : 0;
}

function decode(token: string, keyHex: string): number {
  if (!/^[0-9a-f]{32}$/iu.test(keyHex)) {
    console.error('a decoder key is 32 hex digits');
    return 2;
  }
  const decoded = decodeToken(token, misty1Key(Buffer.from(keyHex, 'hex')));
  if (!decoded.ok) {
    console.log(`${groupToken(token)}: ${decoded.error}`);
    return 1;
  }
  const credit = creditFields(decoded.value);
  console.log(`token      ${groupToken(token)}`);
  console.log(`class      ${decoded.value.tokenClass}, subclass ${decoded.value.subClass}`);
  console.log(
    `identifier ${credit.tokenId}, ${new Date(tokenIdTime(credit.tokenId, 2014)).toISOString()} from base date 2014`,
  );
  if (decoded.value.tokenClass === 0 && credit.subClass < 4) {
    const tenths = decodeTenths(credit.value);
    console.log(`amount     ${Math.trunc(tenths / 10)}.${tenths % 10} units`);
  }
  return 0;
}

process.exitCode = main();
