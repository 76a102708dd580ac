import { limits } from '../limits.ts';
import { denominationsPaise } from '../money.ts';
import { assertNever } from '../result.ts';

/** What one field of a body may hold: data, so that the same words check, document and publish it. */
export type Shape =
  | { readonly is: 'text'; readonly charsMax: number; readonly charsMin?: number }
  | { readonly is: 'pattern'; readonly pattern: string; readonly says: string }
  | { readonly is: 'one-of'; readonly values: readonly (string | number)[] }
  | { readonly is: 'whole'; readonly min: number; readonly max: number; readonly unit: Unit }
  | { readonly is: 'pieces' }
  | { readonly is: 'nullable'; readonly of: Shape }
  /** May be left out; never null. */
  | { readonly is: 'optional'; readonly of: Shape }
  | { readonly is: 'list'; readonly of: Shape; readonly max: number }
  | { readonly is: 'record'; readonly fields: Readonly<Record<string, Shape>> };

export type Unit = 'count' | 'paise' | 'milliseconds' | 'wall milliseconds';

/** Where a value first differs from its shape, as a dotted path; null where it fits. */
export function misfit(shape: Shape, value: unknown, path = ''): string | null {
  switch (shape.is) {
    case 'text':
      return fits(typeof value === 'string' && isOfLength(value, shape), path);
    case 'pattern':
      return fits(typeof value === 'string' && patternOf(shape.pattern).test(value), path);
    case 'one-of':
      return fits(
        shape.values.some((known) => known === value),
        path,
      );
    case 'whole':
      return fits(isWhole(value, shape.min, shape.max), path);
    case 'pieces':
      return fits(isCountOfPieces(value), path);
    case 'nullable':
      return value === null ? null : misfit(shape.of, value, path);
    case 'optional':
      return value === undefined ? null : misfit(shape.of, value, path);
    case 'list':
      return misfitInList(shape, value, path);
    case 'record':
      return misfitInRecord(shape.fields, value, path);
    default:
      return assertNever(shape);
  }
}

function fits(right: boolean, path: string): string | null {
  return right ? null : path;
}

function isOfLength(
  text: string,
  { charsMin = 0, charsMax }: { charsMin?: number; charsMax: number },
): boolean {
  return text.length >= charsMin && text.length <= charsMax;
}

function isWhole(value: unknown, min: number, max: number): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max;
}

function isCountOfPieces(value: unknown): boolean {
  const known: readonly string[] = denominationsPaise.map(String);
  return (
    isRecord(value) &&
    Object.entries(value).every(
      ([denomination, pieces]) =>
        known.includes(denomination) && isWhole(pieces, 1, limits.denominationCountMax),
    )
  );
}

function misfitInList(shape: Extract<Shape, { is: 'list' }>, value: unknown, path: string): string | null {
  if (!Array.isArray(value) || value.length > shape.max) return path;
  for (const [index, item] of (value as readonly unknown[]).entries()) {
    const wrong = misfit(shape.of, item, `${path}[${index}]`);
    if (wrong !== null) return wrong;
  }
  return null;
}

function misfitInRecord(
  fields: Readonly<Record<string, Shape>>,
  value: unknown,
  path: string,
): string | null {
  if (!isRecord(value)) return path;
  const at = (name: string) => (path === '' ? name : `${path}.${name}`);
  for (const name of Object.keys(value)) if (!Object.hasOwn(fields, name)) return at(name);
  for (const [name, shape] of Object.entries(fields)) {
    const wrong = misfit(shape, value[name], at(name));
    if (wrong !== null) return wrong;
  }
  return null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const patterns = new Map<string, RegExp>();

function patternOf(source: string): RegExp {
  const known = patterns.get(source);
  if (known !== undefined) return known;
  const made = new RegExp(source, 'u');
  patterns.set(source, made);
  return made;
}
