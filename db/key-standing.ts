import type { Journal } from './journal.ts';
import { keysNamedIn, lastKeyNaming } from './tail.ts';

/**
 * How this device's key stands in the journal. Unless it is the one `named` last, only a `key lost`
 * entry is taken; a `replaced` one stood there before.
 */
export function keyStanding({ inner }: Journal): 'named' | 'never-named' | 'replaced' {
  const { publicKey } = inner.options.signer;
  if (inner.publicKey === publicKey) return 'named';
  return keysNamedIn(inner.db).includes(publicKey) ? 'replaced' : 'never-named';
}

/** Whether the key that holds now was named because an older one was lost. */
export function keyWasLost({ inner }: Journal): boolean {
  return lastKeyNaming(inner.db)?.kind === 'key lost';
}
