/**
 * Public half of the division's recovery key: an X25519 key that the mirror's data keys are closed to,
 * and an Ed25519 key that signs recoveries. Each is 32 raw bytes in base64url.
 */
export interface RecoveryPublicKey {
  readonly closes: string;
  readonly signs: string;
}

/** `<x25519>.<ed25519>`: the one text that configuration, enrolment and head end know it by. */
export const recoveryPublicKeyPattern = /^([A-Za-z0-9_-]{43})\.([A-Za-z0-9_-]{43})$/u;

/** Null for text that is no recovery key. */
export function readRecoveryPublicKey(text: string): RecoveryPublicKey | null {
  const match = recoveryPublicKeyPattern.exec(text);
  if (match?.[1] === undefined || match[2] === undefined) return null;
  return { closes: match[1], signs: match[2] };
}

export function recoveryPublicKeyText({ closes, signs }: RecoveryPublicKey): string {
  return `${closes}.${signs}`;
}
