/** JSON that others wrote, as something still to be checked; undefined where it is no JSON or no UTF-8. */
export function readJson(input: string | Uint8Array): unknown {
  try {
    const text = typeof input === 'string' ? input : new TextDecoder('utf-8', { fatal: true }).decode(input);
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** The same where only an object is of use; anything else is an empty one. */
export function readJsonObject(input: string | Uint8Array): Readonly<Record<string, unknown>> {
  const value = readJson(input);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
