import { limits } from '../../counter/limits.ts';
import { assertNever, err, ok, type Result } from '../../counter/result.ts';
import { configSchema, type Config } from './config-schemas.ts';

export type ConfigProblem = 'unreadable' | 'too-large' | 'not-json' | 'unknown-key' | 'wrong-value';

/** `key` is the path of the key, `headEnd.url`, or null where the file as a whole is at fault. */
export interface ConfigFault {
  readonly file: string;
  readonly key: string | null;
  readonly problem: ConfigProblem;
  /** For the person who mends the file; technical and English. */
  readonly detail: string;
}

/** How a file is looked at; both throw where it cannot be read. */
export interface FileAccess {
  sizeBytes(file: string): number;
  text(file: string): string;
}

/** Settings of the command line, laid over the top level of the file. */
export type Overrides = Partial<Pick<Config, 'dataFolder'>>;

/**
 * Reads and checks the one configuration file, or the defaults alone where `file` is null. Nothing is
 * written, and nothing falls back to a default because it was wrong.
 */
export function readConfiguration(
  file: string | null,
  access: FileAccess,
  overrides: Overrides = {},
): Result<Config, ConfigFault> {
  if (file === null) return parseConfiguration('', '{}', overrides);
  try {
    if (access.sizeBytes(file) > limits.configFileBytesMax) {
      const detail = `more than ${limits.configFileBytesMax} bytes`;
      return err({ file, key: null, problem: 'too-large', detail });
    }
    return parseConfiguration(file, access.text(file), overrides);
  } catch (error) {
    return err({ file, key: null, problem: 'unreadable', detail: messageOf(error) });
  }
}

/** `text` may begin with the byte order mark that Windows editors write. */
export function parseConfiguration(
  file: string,
  text: string,
  overrides: Overrides = {},
): Result<Config, ConfigFault> {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/u, ''));
  } catch (error) {
    return err({ file, key: null, problem: 'not-json', detail: messageOf(error) });
  }
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const parsed = configSchema.safeParse(isObject ? Object.assign({}, value, overrides) : value);
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

/** One clear sentence in both languages, with the key and the file. */
export function configSentence({ file, key, problem }: ConfigFault): string {
  const name = key ?? '';
  switch (problem) {
    case 'unknown-key':
      return `${file}: "${name}" जैसी कोई सेटिंग नहीं है, इसलिए कुछ शुरू नहीं हुआ। / There is no setting "${name}", so nothing was started.`;
    case 'wrong-value':
      if (key === null) {
        return `${file}: इस फ़ाइल में सेटिंग का JSON ऑब्जेक्ट नहीं है। / This file holds no JSON object of settings.`;
      }
      return `${file}: "${name}" का मान सही नहीं है, इसलिए कुछ शुरू नहीं हुआ। / The value of "${name}" is not allowed, so nothing was started.`;
    case 'not-json':
      return `${file}: यह फ़ाइल JSON नहीं है। / This file is not JSON.`;
    case 'too-large':
      return `${file}: यह फ़ाइल बहुत बड़ी है। / This file is too large.`;
    case 'unreadable':
      return `${file}: यह फ़ाइल पढ़ी नहीं जा सकती। / This file cannot be read.`;
    default:
      return assertNever(problem);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
