import { assert } from '../result.ts';

/** What a body may hold: no floats, no undefined, no dates. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/**
 * Canonical JSON text (RFC 8785) for values whose numbers are whole: the same value always gives
 * the same characters, so its hash and signature can be made again by anyone. Keys are ordered by
 * UTF-16 code unit. A key whose value is `undefined` is left out, as `JSON.stringify` does.
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') {
    assert(!loneSurrogate.test(value), 'canonical text has no lone surrogates');
    return JSON.stringify(value);
  }
  if (typeof value === 'number') {
    assert(Number.isSafeInteger(value), `canonical numbers are whole and safe, got ${value}`);
    return Object.is(value, -0) ? '0' : String(value);
  }
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  let members = '';
  // Without a comparison of its own, a sort goes by UTF-16 code units.
  for (const key of Object.keys(value).toSorted()) {
    const member = value[key];
    if (member === undefined) continue;
    members += `${members === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(member)}`;
  }
  return `{${members}}`;
}

const loneSurrogate = /\p{Surrogate}/u;

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
