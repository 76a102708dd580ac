import { assert } from './result.ts';

/** Gives `length` random bytes. Handed in, so that a simulation can repeat itself. */
export type Random = (length: number) => Uint8Array;

/** Time-ordered UUID (RFC 9562, version 7): the id that is born with an intent and never changes. */
export function uuidv7(wallMs: number, random: Random): string {
  assert(Number.isSafeInteger(wallMs) && wallMs >= 0, `time of an id: ${wallMs}`);
  const bytes = random(10);
  assert(bytes.length === 10, 'an id needs ten random bytes');
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  const time = wallMs.toString(16).padStart(12, '0');
  const variant = ((Number.parseInt(hex.slice(3, 4), 16) & 0x3) | 0x8).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex.slice(0, 3)}-${variant}${hex.slice(4, 7)}-${hex.slice(7, 19)}`;
}

export const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u;

/** `PTC-C02-2627-000123`: office, counter, financial year, gapless count. */
export function receiptNumber(office: string, counter: string, year: string, count: number): string {
  return `${office}-${counter}-${year}-${String(count).padStart(6, '0')}`;
}
