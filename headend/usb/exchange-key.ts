import { exchangeKeyHash, type Sha256Hex } from '../../counter/journal/chain.ts';
import { readJson } from '../read-json.ts';
import type { SignedText } from '../schemas.ts';
import type { VerifyHashLater } from '../signatures.ts';
import { exchangeKeySchema } from './usb-schemas.ts';

/** The public key to which sticks are closed; null where this counter's head end does not vouch for it. */
export async function checkExchangeKey(
  ports: { readonly sha256: Sha256Hex; readonly verify: VerifyHashLater },
  identity: { readonly serverId: string; readonly headEndPublicKey: string },
  { text, signature }: SignedText,
): Promise<string | null> {
  const hash = exchangeKeyHash(ports.sha256, text);
  if (!(await ports.verify(hash, signature, identity.headEndPublicKey))) return null;
  const parsed = exchangeKeySchema.safeParse(readJson(text));
  return parsed.success && parsed.data.serverId === identity.serverId ? parsed.data.publicKey : null;
}
