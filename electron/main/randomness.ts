import { randomBytes } from 'node:crypto';

/** 128 bits that no page can guess. */
export function newNonce(): string {
  return randomBytes(16).toString('base64url');
}

/** Short enough to be read out on the telephone, `M-7F3A09C2`; it names one line of the log. */
export function newIncidentId(): string {
  return `M-${randomBytes(4).toString('hex').toUpperCase()}`;
}
