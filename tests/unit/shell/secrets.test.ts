import { describe, expect, it } from 'vitest';
import { unwrapSecret, wrapSecret, type KeyStore } from '../../../electron/main/secrets.ts';

const turned = (text: string): string => Array.from(text).toReversed().join('');

/** A key store that turns the text round; it throws on what it did not make, as the real one does. */
function keyStore(available: boolean, backend?: 'basic_text' | 'gnome_libsecret'): KeyStore {
  return {
    isEncryptionAvailable: () => available,
    encryptString: (text) => Buffer.from(`sealed ${turned(text)}`),
    decryptString: (bytes) => {
      const text = bytes.toString();
      if (!text.startsWith('sealed ')) throw new Error('Error while decrypting the ciphertext');
      return turned(text.slice(7));
    },
    ...(backend === undefined ? {} : { getSelectedStorageBackend: () => backend }),
  };
}

const windows = keyStore(true);
const keyring = keyStore(true, 'gnome_libsecret');
const missing = { text: null, refused: 'KEY_STORE_MISSING' };
const unreadable = { text: null, refused: 'UNREADABLE' };

describe('the device key', () => {
  it.each([windows, keyring])('goes through the key store and comes back', (keys) => {
    const wrapped = wrapSecret('device key', 'os', keys);
    expect(wrapped.refused).toBeNull();
    expect(wrapped.text).toMatch(/^os:/u);
    expect(wrapped.text).not.toContain('device key');
    expect(unwrapSecret(wrapped.text ?? '', 'os', keys)).toEqual({ text: 'device key', refused: null });
  });

  it.each([
    ['no encryption', keyStore(false)],
    ['the password that stands in the source of Chromium', keyStore(true, 'basic_text')],
  ])('is never written where there is %s', (_name, keys) => {
    expect(wrapSecret('device key', 'os', keys)).toEqual(missing);
    expect(unwrapSecret('os:AAAA', 'os', keys)).toEqual(missing);
  });

  it('lies in a file only where the configuration says so', () => {
    const wrapped = wrapSecret('device key', 'file', keyStore(false));
    expect(unwrapSecret(wrapped.text ?? '', 'file', keyStore(false))).toEqual({
      text: 'device key',
      refused: null,
    });
    expect(unwrapSecret(wrapped.text ?? '', 'os', windows)).toEqual(unreadable);
  });

  it('that was in the key store stays readable after the configuration changed to a file', () => {
    const wrapped = wrapSecret('device key', 'os', windows).text ?? '';
    expect(unwrapSecret(wrapped, 'file', windows).text).toBe('device key');
  });

  it.each(['', 'os:', 'os:bm90IHNlYWxlZA==', 'something else'])('is unreadable as %j', (text) => {
    expect(unwrapSecret(text, 'os', windows)).toEqual(unreadable);
  });
});
