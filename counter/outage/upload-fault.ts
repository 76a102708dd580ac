/** Why the last sending did not get through, as screens and papers may know it. */
export type UploadFaultWords =
  | { readonly kind: 'not-answering'; readonly reason: SilenceReason }
  | { readonly kind: 'refused'; readonly problem: RefusalReason }
  | { readonly kind: 'journals-differ' };

/** Why an exchange does not count as an answer of the head end. */
export const silenceReasons = [
  'refused',
  'unreachable',
  'untrusted',
  'wrong-pin',
  'expired',
  'client-certificate',
  'certificate-files',
  'tls',
  'timeout',
  'broken-off',
  'too-long',
  'other-version',
  '5xx',
  'busy',
  'redirect',
  'html',
  'empty',
  'unparsable',
  'wrong-signature',
  'wrong-server',
  'wrong-answer',
  'not-accepting',
  'local-failure',
] as const;
export type SilenceReason = (typeof silenceReasons)[number];

/** What the head end itself refused. */
export const refusalReasons = [
  'gap',
  'fork',
  'epoch',
  'chain',
  'signature',
  'malformed',
  'too-large',
  'unauthorized',
  'unknown-counter',
  'unknown-code',
  'code-used',
  'recovery',
  'version',
  'not-found',
  'busy',
] as const;
export type RefusalReason = (typeof refusalReasons)[number];
