import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { limits } from '../../counter/limits.ts';
import { readJson } from '../../headend/read-json.ts';
import { type SignedText, signedTextSchema } from '../../headend/schemas.ts';
import { sha256Hex, verifyHashLater } from '../../headend/signatures.ts';
import { checkExchangeKey } from '../../headend/usb/exchange-key.ts';
import { writeWhole } from './write-whole.ts';

const fileName = 'head-end-exchange-key.json';

interface HeadEndIdentity {
  readonly serverId: string;
  readonly headEndPublicKey: string;
}

/**
 * The key to which sticks are closed, kept as the head end signed it: it comes while the wire works, and is
 * needed when it does not. Null where none was heard, or the file says something that was not signed.
 */
export async function keptExchangeKey(folder: string, identity: HeadEndIdentity): Promise<string | null> {
  const signed = readKept(join(folder, fileName));
  return signed === null
    ? null
    : checkExchangeKey({ sha256: sha256Hex, verify: verifyHashLater }, identity, signed);
}

/** Writes only what is new and vouched for. */
export async function keepExchangeKey(
  folder: string,
  identity: HeadEndIdentity,
  signed: SignedText,
): Promise<void> {
  const path = join(folder, fileName);
  if (readKept(path)?.text === signed.text) return;
  const key = await checkExchangeKey({ sha256: sha256Hex, verify: verifyHashLater }, identity, signed);
  if (key !== null) await writeWhole(path, JSON.stringify(signed));
}

function readKept(path: string): SignedText | null {
  try {
    if (statSync(path).size > limits.responseBytesMax) return null;
    const parsed = signedTextSchema.safeParse(readJson(readFileSync(path)));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
