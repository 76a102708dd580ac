import { copyFile, open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { err, ok, type Result } from '../../counter/result.ts';
import { enrolmentSchema, type Enrolment } from '../../headend/schemas.ts';
import type { Log } from './log.ts';
import type { SecretPort } from './secret-port.ts';

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

export interface DeviceKeyStore {
  /** Null when there is none yet. */
  load(): Promise<Result<DeviceSecrets | null, 'unreadable'>>;
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
}): DeviceKeyStore {
  const path = join(options.folder, fileName);

  const closed = async (secrets: DeviceSecrets): Promise<KeptText | null> => {
    const text = JSON.stringify(secrets);
    if (options.store === 'file') return { v: 1, store: 'file', text };
    const answer = await options.secrets.ask('wrap', text);
    return answer.kind === 'text' ? { v: 1, store: 'os', text: answer.text } : null;
  };

  return {
    load: async () => {
      const raw = await readFile(path, 'utf8').catch((error: unknown) => {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
        throw error;
      });
      if (raw === null) return ok(null);
      const file = fileSchema.safeParse(parsed(raw));
      if (!file.success) return err('unreadable');
      let { text } = file.data;
      if (file.data.store === 'os') {
        const answer = await options.secrets.ask('unwrap', text);
        if (answer.kind === 'refused') return err('unreadable');
        text = answer.text;
      }
      const secrets = secretsSchema.safeParse(parsed(text));
      return secrets.success ? ok(secrets.data) : err('unreadable');
    },
    save: async (secrets) => {
      const kept = await closed(secrets);
      if (kept === null) return err('no-key-store');
      await writeWhole(path, JSON.stringify(kept));
      return ok(undefined);
    },
    replace: async (secrets) => {
      await copyFile(path, `${path}.lost`).catch(() => undefined);
      const kept = await closed(secrets);
      if (kept === null) options.log.note('no key store: the new device key is kept in a file', {});
      await writeWhole(path, JSON.stringify(kept ?? { v: 1, store: 'file', text: JSON.stringify(secrets) }));
    },
  };
}

async function writeWhole(path: string, content: string): Promise<void> {
  const fresh = `${path}.new`;
  const file = await open(fresh, 'w', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(fresh, path);
  await syncFolder(dirname(path));
}

/** A rename is durable once its folder is; Windows has no such call and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
