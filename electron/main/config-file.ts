import { readFileSync, statSync } from 'node:fs';
import { limits } from '../../counter/limits.ts';
import { err, ok, type Result } from '../../counter/result.ts';
import { configSchema, type Config } from '../contract/config-schemas.ts';

export type ConfigProblem = 'unreadable' | 'too-large' | 'not-json' | 'unknown-key' | 'wrong-value';

/** `key` is the path of the key, `headEnd.url`, or null where the file as a whole is at fault. */
export interface ConfigFault {
  readonly file: string;
  readonly key: string | null;
  readonly problem: ConfigProblem;
  /** For the person who mends the file; technical and English. */
  readonly detail: string;
}

/** Reads and checks the configuration. Never writes, never falls back to defaults silently. */
export function readConfiguration(file: string): Result<Config, ConfigFault> {
  try {
    if (statSync(file).size > limits.configFileBytesMax) {
      const detail = `more than ${limits.configFileBytesMax} bytes`;
      return err({ file, key: null, problem: 'too-large', detail });
    }
    return parseConfiguration(file, readFileSync(file, 'utf8'));
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return err({ file, key: null, problem: 'unreadable', detail });
  }
}

/** `text` may begin with the byte order mark that Windows editors write. */
export function parseConfiguration(file: string, text: string): Result<Config, ConfigFault> {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/u, ''));
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return err({ file, key: null, problem: 'not-json', detail });
  }
  const parsed = configSchema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  const path = issue?.path.map(String) ?? [];
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const key = [...path, ...(unknown === undefined ? [] : [unknown])].join('.');
  return err({
    file,
    key: key === '' ? null : key,
    problem: unknown === undefined ? 'wrong-value' : 'unknown-key',
    detail: issue?.message ?? 'does not match',
  });
}
