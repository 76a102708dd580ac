import { open, readFile } from 'node:fs/promises';
import { z } from 'zod';
import { recoveryPublicKeyPattern } from '../../counter/recovery-key.ts';
import { err, ok, type Result } from '../../counter/result.ts';
import { type RecoveryKey, recoveryKeyOf } from '../../db/recovery-key.ts';

const fileSchema = z.strictObject({
  v: z.literal(1),
  what: z.literal('division-counter recovery key: keep it with the officer, never on a counter'),
  publicKey: z.string().regex(recoveryPublicKeyPattern),
  seed: z.string().regex(/^[A-Za-z0-9_-]{43}$/u),
});
type KeptKey = z.infer<typeof fileSchema>;

/** `exists`: a key is never written over, for nobody could open the old mirrors any more. */
export type WriteFault = 'exists' | 'not-writable';
export type ReadFault = 'missing' | 'unreadable';

/** On disk, for this user alone, when it resolves with ok. */
export async function writeRecoveryKey(path: string, key: RecoveryKey): Promise<Result<void, WriteFault>> {
  const kept: KeptKey = {
    v: 1,
    what: 'division-counter recovery key: keep it with the officer, never on a counter',
    publicKey: key.publicKey,
    seed: key.seed,
  };
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(`${JSON.stringify(kept, null, 2)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    return ok(undefined);
  } catch (error) {
    return err(codeOf(error) === 'EEXIST' ? 'exists' : 'not-writable');
  }
}

/** The public half in the file must be the seed's own: a file put together by hand is not taken. */
export async function readRecoveryKey(path: string): Promise<Result<RecoveryKey, ReadFault>> {
  try {
    const file = fileSchema.safeParse(JSON.parse(await readFile(path, 'utf8')));
    if (!file.success) return err('unreadable');
    const key = recoveryKeyOf(file.data.seed);
    return key.publicKey === file.data.publicKey ? ok(key) : err('unreadable');
  } catch (error) {
    return err(codeOf(error) === 'ENOENT' ? 'missing' : 'unreadable');
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : '';
}
