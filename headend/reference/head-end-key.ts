import { createHmac } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { generateSigningKey, type DeviceKeyPair } from '../signatures.ts';

const keySchema = z.object({ publicKey: z.string().length(43), privateKey: z.string().length(43) });

/**
 * The head end's signing key in `folder`, made on the first call. It is no part of the database: a
 * restored backup must still know its own signatures.
 */
export async function loadHeadEndKey(folder: string): Promise<DeviceKeyPair> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'head-end-key.json');
  const fresh = generateSigningKey();
  try {
    await writeFile(path, JSON.stringify(fresh), { mode: 0o600, flag: 'wx' });
    return fresh;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    return keySchema.parse(JSON.parse(await readFile(path, 'utf8')));
  }
}

/** Access tokens of counters are digests of their names with this. */
export function keyedDigestOf(key: DeviceKeyPair): (text: string) => string {
  const secret = createHmac('sha256', Buffer.from(key.privateKey, 'base64url')).update('access').digest();
  return (text) => createHmac('sha256', secret).update(text).digest('base64url');
}
