export type PayloadVerdict = 'fits' | 'too-large' | 'not-plain';

/**
 * Weighs what a page sent before anything else looks at it. Only plain data passes: text, finite
 * numbers, yes and no, null, arrays and plain objects, nested at most `depthMax` deep. The size is that
 * of its JSON text in bytes.
 */
export function weighPayload(value: unknown, bytesMax: number, depthMax: number): PayloadVerdict {
  const budget = { bytesLeft: bytesMax };
  const verdict = walk(value, depthMax, budget);
  if (verdict !== 'fits') return verdict;
  const bytes = new TextEncoder().encode(JSON.stringify(value)).length;
  return bytes <= bytesMax ? 'fits' : 'too-large';
}

/**
 * Takes from the budget the least that each part can need, and stops when it is spent: a huge or
 * endlessly shared structure is never written out as text.
 */
function walk(value: unknown, depthLeft: number, budget: { bytesLeft: number }): PayloadVerdict {
  switch (typeof value) {
    case 'string':
      return spend(budget, value.length + 2);
    case 'number':
      return Number.isFinite(value) ? spend(budget, 1) : 'not-plain';
    case 'boolean':
      return spend(budget, 4);
    case 'object':
      break;
    case 'bigint':
    case 'function':
    case 'symbol':
    case 'undefined':
      return 'not-plain';
  }
  if (value === null) return spend(budget, 4);
  if (depthLeft === 0) return 'not-plain';
  return Array.isArray(value) ? walkArray(value, depthLeft, budget) : walkObject(value, depthLeft, budget);
}

function walkArray(
  items: readonly unknown[],
  depthLeft: number,
  budget: { bytesLeft: number },
): PayloadVerdict {
  if (items.length > budget.bytesLeft || spend(budget, 2) !== 'fits') return 'too-large';
  for (const item of items) {
    const verdict = walk(item, depthLeft - 1, budget);
    if (verdict !== 'fits') return verdict;
  }
  return 'fits';
}

function walkObject(value: object, depthLeft: number, budget: { bytesLeft: number }): PayloadVerdict {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return 'not-plain';
  if (spend(budget, 2) !== 'fits') return 'too-large';
  for (const [key, item] of Object.entries(value)) {
    if (spend(budget, key.length + 3) !== 'fits') return 'too-large';
    const verdict = walk(item, depthLeft - 1, budget);
    if (verdict !== 'fits') return verdict;
  }
  return 'fits';
}

function spend(budget: { bytesLeft: number }, bytes: number): 'fits' | 'too-large' {
  budget.bytesLeft -= bytes;
  return budget.bytesLeft >= 0 ? 'fits' : 'too-large';
}
