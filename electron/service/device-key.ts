import { constants } from 'node:fs';
import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { limits } from '../../counter/limits.ts';
import { err, ok, type Result } from '../../counter/result.ts';
import { enrolmentSchema, type Enrolment } from '../../headend/schemas.ts';
import type { Log } from './log.ts';
import type { SecretPort } from './secret-port.ts';
import { writeWhole } from './write-whole.ts';

const fileName = 'device-key.json';

/** What this counter must keep to itself. */
export interface DeviceSecrets {
  /** Seed of the Ed25519 key, base64url. */
  readonly deviceSecret: string;
  /** As the head end answered, with the bearer token; null until it did. */
  readonly enrolment: Enrolment | null;
}

const secretsSchema = z.strictObject({
  deviceSecret: z.string().regex(/^[A-Za-z0-9_-]{43}$/u),
  enrolment: enrolmentSchema.nullable(),
}) satisfies z.ZodType<DeviceSecrets>;

const fileSchema = z.strictObject({ v: z.literal(1), store: z.enum(['os', 'file']), text: z.string() });
type KeptText = z.infer<typeof fileSchema>;

/**
 * `refused`: the file is there and the key store would not open it, which may pass. `unreadable`: the
 * file is damaged or was closed on another machine, for good.
 */
export type KeyFault = 'refused' | 'unreadable';

export interface DeviceKeyStore {
  /**
   * Null when there is none yet. A keyring that is locked for a moment is asked again, so it takes some
   * seconds until the key counts as refused.
   */
  load(): Promise<Result<DeviceSecrets | null, KeyFault>>;
  /** On disk when it resolves with ok; the old file stands until the new one is whole. */
  save(secrets: DeviceSecrets): Promise<Result<void, 'no-key-store'>>;
  /**
   * For a key that was lost: the counter must sell on, so without a key store the new key is kept in a
   * file, on record. What was there is kept beside it: a keyring that comes back can still open it.
   */
  replace(secrets: DeviceSecrets): Promise<void>;
}

/**
 * Keeps the secrets in `device-key.json` of the data folder: closed by the operating system's key
 * store, or, only where the configuration says so, readable by this user alone.
 */
export function deviceKeyStore(options: {
  readonly folder: string;
  readonly store: 'os' | 'file';
  readonly secrets: SecretPort;
  readonly log: Log;
  /** Resolves after so many milliseconds. */
  readonly wait: (delayMs: number) => Promise<unknown>;
}): DeviceKeyStore {
  const path = join(options.folder, fileName);

  const closed = async (secrets: DeviceSecrets): Promise<KeptText | null> => {
    const text = JSON.stringify(secrets);
    if (options.store === 'file') return { v: 1, store: 'file', text };
    const answer = await options.secrets.ask('wrap', text);
    return answer.kind === 'text' ? { v: 1, store: 'os', text: answer.text } : null;
  };

  /** Where a lost key already made a file of it, on record, the next word to keep goes there too. */
  const keptInFile = async (secrets: DeviceSecrets): Promise<KeptText | null> => {
    const file = fileSchema.safeParse(parsed((await readFile(path, 'utf8').catch(noneIfMissing)) ?? ''));
    const isInFile = file.success && file.data.store === 'file';
    return isInFile ? { v: 1, store: 'file', text: JSON.stringify(secrets) } : null;
  };

  /** What the key store closed, open again; it is asked more than once where it only refuses. */
  const opened = async (text: string): Promise<Result<string, KeyFault>> => {
    for (let tries = 1; ; tries += 1) {
      const answer = await options.secrets.ask('unwrap', text);
      if (answer.kind === 'text') return ok(answer.text);
      if (answer.why === 'UNREADABLE') return err('unreadable');
      options.log.note('the key store refuses the device key', { tries });
      if (tries === limits.keyStoreTriesMax) return err('refused');
      await options.wait(limits.keyStoreWaitMs);
    }
  };

  return {
    load: async () => {
      const raw = await readFile(path, 'utf8').catch(noneIfMissing);
      if (raw === null) return ok(null);
      const file = fileSchema.safeParse(parsed(raw));
      if (!file.success) return err('unreadable');
      const text = file.data.store === 'os' ? await opened(file.data.text) : ok(file.data.text);
      if (!text.ok) return text;
      const secrets = secretsSchema.safeParse(parsed(text.value));
      return secrets.success ? ok(secrets.data) : err('unreadable');
    },
    save: async (secrets) => {
      const kept = (await closed(secrets)) ?? (await keptInFile(secrets));
      if (kept === null) return err('no-key-store');
      await writeWhole(path, JSON.stringify(kept));
      return ok(undefined);
    },
    replace: async (secrets) => {
      await keepLost(path);
      const kept = await closed(secrets);
      if (kept === null) options.log.note('no key store: the new device key is kept in a file', {});
      await writeWhole(path, JSON.stringify(kept ?? { v: 1, store: 'file', text: JSON.stringify(secrets) }));
    },
  };
}

/**
 * Keeps the old file beside it as `….lost`, then `….lost-2`. None is ever written over, for a keyring
 * that comes back can still open it, and with it what only that key opens.
 */
async function keepLost(path: string): Promise<void> {
  for (let part = 1; ; part += 1) {
    try {
      const kept = part === 1 ? `${path}.lost` : `${path}.lost-${part}`;
      await copyFile(path, kept, constants.COPYFILE_EXCL);
      return;
    } catch (error) {
      if (isCode(error, 'ENOENT')) return;
      if (!isCode(error, 'EEXIST')) throw error;
    }
  }
}

function noneIfMissing(error: unknown): null {
  if (isCode(error, 'ENOENT')) return null;
  throw error;
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
