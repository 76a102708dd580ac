import { assert } from '../counter/result.ts';

/**
 * Amounts of a token are small floats: two bits of exponent for units, five for currency, and a
 * mantissa of fourteen. Encoding rounds up, in the customer's favour; what is printed must be the
 * decoded value. All arithmetic is on whole numbers.
 */
const mantissaMax = 16_383n;
const stepStart = 16_384n;

/** Largest number of tenths of a unit that sixteen bits can hold. */
export const tenthsMax = 18_201_624;

/** Tenths of a unit (or watts) as the sixteen bits of a token. */
export function encodeTenths(tenths: number): number {
  assert(Number.isSafeInteger(tenths) && tenths >= 0 && tenths <= tenthsMax, `tenths of a unit: ${tenths}`);
  const { exponent, mantissa } = floatUp(BigInt(tenths), 3);
  return (exponent << 14) + mantissa;
}

export function decodeTenths(value: number): number {
  assert(Number.isInteger(value) && value >= 0 && value <= 0xffff, `sixteen bits: ${value}`);
  return Number(unfloat(value >>> 14, value & 0x3fff));
}

/** Currency in units of 0.00001 as twenty bits: sign, five of exponent, fourteen of mantissa. */
export function encodeCurrency(units: bigint): number {
  const negative = units < 0n;
  const { exponent, mantissa } = negative ? floatNear(-units) : floatUp(units, 31);
  return ((negative ? 1 : 0) << 19) | ((exponent << 14) + mantissa);
}

export function decodeCurrency(bits: number): bigint {
  const magnitude = unfloat((bits >>> 14) & 0x1f, bits & 0x3fff);
  return bits >>> 19 === 1 ? -magnitude : magnitude;
}

/** Smallest float that is not below the value. A mantissa that overflows carries into the exponent. */
function floatUp(value: bigint, exponentMax: number): { exponent: number; mantissa: number } {
  for (let exponent = 0; exponent <= exponentMax; exponent += 1) {
    const step = 10n ** BigInt(exponent);
    const above = value - base(exponent);
    const mantissa = above <= 0n ? 0n : (above + step - 1n) / step;
    if (mantissa <= mantissaMax) return { exponent, mantissa: Number(mantissa) };
  }
  throw new RangeError('the amount is too large for a token');
}

/** Largest float that is not above the magnitude, so that a debit never takes more than was asked. */
function floatNear(magnitude: bigint): { exponent: number; mantissa: number } {
  const up = floatUp(magnitude, 31);
  if (unfloat(up.exponent, up.mantissa) === magnitude) return up;
  return up.mantissa > 0
    ? { exponent: up.exponent, mantissa: up.mantissa - 1 }
    : { exponent: up.exponent - 1, mantissa: Number(mantissaMax) };
}

function unfloat(exponent: number, mantissa: number): bigint {
  return base(exponent) + BigInt(mantissa) * 10n ** BigInt(exponent);
}

/** What all smaller exponents cover together: 0, 16384, 16384 + 163840, … */
function base(exponent: number): bigint {
  let sum = 0n;
  for (let each = 0; each < exponent; each += 1) sum += stepStart * 10n ** BigInt(each);
  return sum;
}
