import type { SafeStorage } from 'electron';
import type { ToService } from '../contract/channels.ts';

export type SecretStore = 'os' | 'file';
export type SecretOutcome = Pick<Extract<ToService, { type: 'secret' }>, 'text' | 'refused'>;

/** What of Electron's safeStorage is used; `getSelectedStorageBackend` exists on Linux only. */
export type KeyStore = Pick<SafeStorage, 'isEncryptionAvailable' | 'encryptString' | 'decryptString'> &
  Partial<Pick<SafeStorage, 'getSelectedStorageBackend'>>;

const wrappedByOs = 'os:';
const wrappedByNobody = 'file:';

/**
 * Hands the device key to the operating system's key store (DPAPI, keyring) as text that only this
 * machine's user can open again. Without a key store it refuses, unless the configuration says in so
 * many words that the key may lie in a file; a key is never written in clear silently.
 */
export function wrapSecret(text: string, store: SecretStore, keys: KeyStore): SecretOutcome {
  if (store === 'file') return { text: `${wrappedByNobody}${text}`, refused: null };
  if (!hasKeyStore(keys)) return { text: null, refused: 'KEY_STORE_MISSING' };
  return { text: `${wrappedByOs}${keys.encryptString(text).toString('base64')}`, refused: null };
}

/**
 * `KEY_STORE_MISSING` may pass (the keyring is locked or gone): the key is not lost. `UNREADABLE` is
 * final: the text is damaged or was wrapped by another machine or user.
 */
export function unwrapSecret(text: string, store: SecretStore, keys: KeyStore): SecretOutcome {
  if (text.startsWith(wrappedByNobody) && store === 'file') {
    return { text: text.slice(wrappedByNobody.length), refused: null };
  }
  if (!text.startsWith(wrappedByOs)) return { text: null, refused: 'UNREADABLE' };
  if (!hasKeyStore(keys)) return { text: null, refused: 'KEY_STORE_MISSING' };
  try {
    const wrapped = Buffer.from(text.slice(wrappedByOs.length), 'base64');
    return { text: keys.decryptString(wrapped), refused: null };
  } catch {
    return { text: null, refused: 'UNREADABLE' };
  }
}

/**
 * On Linux without a keyring Electron still says yes and uses `basic_text`: a password that stands in
 * its source. That is no encryption.
 */
function hasKeyStore(keys: KeyStore): boolean {
  return keys.isEncryptionAvailable() && keys.getSelectedStorageBackend?.() !== 'basic_text';
}
