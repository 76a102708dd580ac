import { canonicalJson } from '../../counter/journal/canonical.ts';
import { exchangeKeyHash } from '../../counter/journal/chain.ts';
import type { SignedText } from '../schemas.ts';
import type { CorePorts } from './core.ts';

/** The key to which sticks are closed, with the head end's word for it. */
export function signedExchangeKey(ports: CorePorts): SignedText | null {
  if (ports.exchange === null) return null;
  const { publicKey } = ports.exchange;
  const text = canonicalJson({ v: 1, serverId: ports.serverId, alg: 'x25519', publicKey });
  return { text, signature: ports.sign(exchangeKeyHash(ports.sha256, text)) };
}
