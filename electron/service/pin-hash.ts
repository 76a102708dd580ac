import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { normalPin } from '../../counter/people/pin-rules.ts';

const scryptLater = promisify<string, Buffer, number, { N: number; r: number; p: number }, Buffer>(scrypt);

/** About 50 ms on an office PC: a stolen journal still costs minutes for each four-digit PIN. */
const cost = { N: 16_384, r: 8, p: 1 };
const keyBytes = 32;

/** `scrypt$N$r$p$salt$key`, base64url. */
export async function hashPin(typed: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await scryptLater(normalPin(typed), salt, keyBytes, cost);
  const parts = ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')];
  return parts.join('$');
}

/** False for a wrong PIN and for a stored text that is no hash of this kind. */
export async function pinMatches(typed: string, stored: string): Promise<boolean> {
  const [kind, n = '', r = '', p = '', salt = '', key = ''] = stored.split('$');
  if (kind !== 'scrypt' || Number(n) !== cost.N || Number(r) !== cost.r || Number(p) !== cost.p) return false;
  const expected = Buffer.from(key, 'base64url');
  if (expected.length !== keyBytes) return false;
  const given = await scryptLater(normalPin(typed), Buffer.from(salt, 'base64url'), keyBytes, cost);
  return timingSafeEqual(given, expected);
}
