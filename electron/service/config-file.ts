import { readFileSync, statSync } from 'node:fs';
import { limits } from '../../counter/limits.ts';
import { err, ok, type Result } from '../../counter/result.ts';
import { configSchema, type Config } from '../contract/config-schemas.ts';

/** Why a configuration is not taken. `key` is the path within the file; null where the whole file is at fault. */
export interface ConfigFault {
  readonly file: string;
  readonly key: string | null;
  readonly problem: 'unreadable' | 'not-json' | 'too-large' | 'unknown-key' | 'wrong-value';
}

type Layer = Readonly<Record<string, unknown>>;

/**
 * Defaults ← machine policy ← the counter's own file ← what the command line says. Each file is judged
 * alone first, so that a misspelt key is told with the name of its file.
 */
export function loadConfig(sources: {
  readonly policyFile: string | null;
  readonly file: string | null;
  readonly overrides: Layer;
}): Result<Config, ConfigFault> {
  let merged: Layer = {};
  for (const file of [sources.policyFile, sources.file]) {
    if (file === null) continue;
    const layer = readLayer(file);
    if (!layer.ok) return layer;
    merged = overlaid(merged, layer.value);
    const fault = faultOf({ dataFolder: '.', ...merged, ...sources.overrides }, file);
    if (fault !== null) return err(fault);
  }
  merged = overlaid(merged, sources.overrides);
  const parsed = configSchema.safeParse(merged);
  if (parsed.success) return ok(parsed.data);
  return err(faultOf(merged, sources.file ?? '') ?? unreadable(sources.file ?? ''));
}

/** One clear sentence in both languages, with the key and the file. */
export function configSentence(fault: ConfigFault): string {
  const key = fault.key ?? '';
  switch (fault.problem) {
    case 'unknown-key':
      return `${fault.file}: "${key}" जैसी कोई सेटिंग नहीं है, इसलिए कुछ शुरू नहीं हुआ। / There is no setting "${key}", so nothing was started.`;
    case 'wrong-value':
      return `${fault.file}: "${key}" का मान सही नहीं है, इसलिए कुछ शुरू नहीं हुआ। / The value of "${key}" is not allowed, so nothing was started.`;
    case 'not-json':
      return `${fault.file}: यह फ़ाइल JSON नहीं है। / This file is not JSON.`;
    case 'too-large':
      return `${fault.file}: यह फ़ाइल बहुत बड़ी है। / This file is too large.`;
    case 'unreadable':
      return `${fault.file}: यह फ़ाइल पढ़ी नहीं जा सकती। / This file cannot be read.`;
  }
}

function readLayer(file: string): Result<Layer, ConfigFault> {
  let text: string;
  try {
    if (statSync(file).size > limits.configFileBytesMax)
      return err({ file, key: null, problem: 'too-large' });
    text = readFileSync(file, 'utf8').replace(/^\ufeff/u, '');
  } catch {
    return err(unreadable(file));
  }
  try {
    const value: unknown = JSON.parse(text);
    return isLayer(value) ? ok(value) : err({ file, key: null, problem: 'not-json' });
  } catch {
    return err({ file, key: null, problem: 'not-json' });
  }
}

function faultOf(value: Layer, file: string): ConfigFault | null {
  const parsed = configSchema.safeParse(value);
  if (parsed.success) return null;
  const [issue] = parsed.error.issues;
  const path = (issue?.path ?? []).map(String);
  if (issue?.code === 'unrecognized_keys') {
    return { file, key: [...path, issue.keys[0] ?? ''].join('.'), problem: 'unknown-key' };
  }
  return { file, key: path.join('.'), problem: 'wrong-value' };
}

/** Groups are laid over each other key by key; everything else is replaced whole. */
function overlaid(below: Layer, above: Layer): Layer {
  const merged: Record<string, unknown> = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const under = merged[key];
    const isGroup = isLayer(under) && isLayer(value) && !('kind' in value);
    merged[key] = isGroup ? overlaid(under, value) : value;
  }
  return merged;
}

function isLayer(value: unknown): value is Layer {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unreadable(file: string): ConfigFault {
  return { file, key: null, problem: 'unreadable' };
}
