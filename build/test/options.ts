/** What `npm test` was asked to run. */
export type TestRun =
  | { readonly kind: 'all' }
  | { readonly kind: 'only'; readonly parts: readonly string[] }
  | { readonly kind: 'long' | 'devices' | 'packaged' };

/** Reads the command line; throws a plain sentence on words it does not know. */
export function readOptions(args: readonly string[], partNames: readonly string[]): TestRun {
  const [first, second, ...rest] = args;
  if (first === undefined) return { kind: 'all' };
  if (first === '--long' && second === undefined) return { kind: 'long' };
  if (first === '--devices' && second === undefined) return { kind: 'devices' };
  if (first === '--packaged' && second === undefined) return { kind: 'packaged' };
  if (first === '--only' && second !== undefined && rest.length === 0) {
    const parts = second.split(',');
    const unknown = parts.filter((part) => !partNames.includes(part));
    if (unknown.length > 0)
      throw new Error(`No part is named ${unknown.join(', ')}. Parts: ${partNames.join(', ')}.`);
    return { kind: 'only', parts };
  }
  throw new Error('Usage: npm test [-- --only PART,PART | --long | --devices | --packaged]');
}
