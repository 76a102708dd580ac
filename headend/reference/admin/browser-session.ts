import { createHmac } from 'node:crypto';
import { equalInConstantTime } from '../server.ts';

/**
 * A person's browser beside the programs that bear the admin token. The link that was printed is exchanged
 * for a cookie once, so that the token stands in no address bar; each form carries a word that no page of
 * another site can know. Both end with the process.
 */
export interface BrowserSession {
  /** For `Set-Cookie`. */
  readonly setCookie: string;
  /** The hidden field of each form. */
  readonly formToken: string;
  isOf(cookieHeader: string | undefined): boolean;
  holds(formToken: string | undefined): boolean;
}

const cookieName = 'head_end_admin';

/** `secret`: random bytes of this process. */
export function createBrowserSession(secret: Uint8Array): BrowserSession {
  const derived = (purpose: string) => createHmac('sha256', secret).update(purpose).digest('base64url');
  const cookie = derived('cookie');
  const formToken = derived('form');
  return {
    setCookie: `${cookieName}=${cookie}; Path=/admin; HttpOnly; SameSite=Strict`,
    formToken,
    isOf: (header) =>
      (header ?? '').split(';').some((pair) => {
        const [name, value = ''] = pair.trim().split('=');
        return name === cookieName && equalInConstantTime(value, cookie);
      }),
    holds: (given) => given !== undefined && equalInConstantTime(given, formToken),
  };
}
