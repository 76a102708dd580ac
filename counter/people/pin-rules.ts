import { limits } from '../limits.ts';
import { latinDigits } from '../money.ts';

export type PinFault = 'too-short' | 'too-long' | 'not-digits' | 'weak';

/** The digits of a PIN as typed on any keyboard: Devanagari digits are the same digits. */
export function normalPin(typed: string): string {
  return latinDigits(typed.trim());
}

/** Why a new PIN is not taken; null when it is. */
export function pinFault(typed: string): PinFault | null {
  const pin = normalPin(typed);
  if (!/^\d*$/u.test(pin)) return 'not-digits';
  if (pin.length < limits.pinDigitsMin) return 'too-short';
  if (pin.length > limits.pinDigitsMax) return 'too-long';
  return isWeak(pin) ? 'weak' : null;
}

/** Runs, one repeated block and the pattern down the middle of a keypad are what is tried first. */
function isWeak(pin: string): boolean {
  const steps = new Set(Array.from(pin.slice(1), (digit, index) => Number(digit) - Number(pin[index])));
  const sameStep = steps.size === 1 && [0, 1, -1].some((step) => steps.has(step));
  const half = pin.slice(0, pin.length / 2);
  const repeated = pin.length % 2 === 0 && half.length > 0 && half + half === pin;
  return sameStep || repeated || '2580'.startsWith(pin) || '0852'.startsWith(pin);
}

/** Wrong tries of one person since the last right one. */
export interface PinTries {
  readonly wrong: number;
  readonly lockedUntilMs: number;
}

export const noTries: PinTries = { wrong: 0, lockedUntilMs: 0 };

/** How long this person still has to wait; 0 when a try is allowed. Times are monotonic. */
export function waitMs(tries: PinTries, nowMs: number): number {
  return Math.max(0, tries.lockedUntilMs - nowMs);
}

/** From the fifth wrong try on the wait doubles with each one, up to its bound. */
export function afterWrongPin(tries: PinTries, nowMs: number): PinTries {
  const wrong = Math.min(tries.wrong + 1, 1_000);
  const delayMs = delayAfter(wrong);
  return { wrong, lockedUntilMs: delayMs === 0 ? 0 : nowMs + delayMs };
}

/**
 * The tries of before a restart. What is left of the wait goes on; where the clock says nonsense the
 * whole wait begins anew, so that ending the program never shortens it.
 */
export function triesAfterRestart(
  before: { readonly wrong: number; readonly atMs: number },
  now: { readonly wallMs: number; readonly monotonicMs: number },
): PinTries {
  const delayMs = delayAfter(before.wrong);
  const passedMs = now.wallMs - before.atMs;
  const leftMs = passedMs < 0 ? delayMs : Math.max(0, delayMs - passedMs);
  return { wrong: before.wrong, lockedUntilMs: leftMs === 0 ? 0 : now.monotonicMs + leftMs };
}

function delayAfter(wrong: number): number {
  if (wrong < limits.pinTriesMax) return 0;
  const doublings = Math.min(wrong - limits.pinTriesMax, 20);
  return Math.min(limits.pinLockMsFirst * 2 ** doublings, limits.pinLockMsMax);
}
