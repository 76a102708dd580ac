import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { checkServerIdentity, type ConnectionOptions, type PeerCertificate } from 'node:tls';
import { err, ok, type Result } from '../counter/result.ts';
import type { TlsFailure } from './transport.ts';

/** What the settings say about the head end's certificate and about the counter's own. */
export interface TlsFiles {
  /** Authorities that may vouch for the head end, in place of those of this program; PEM. */
  readonly caFile: string | null;
  /** The counter's certificate and its key, both or neither; PEM. */
  readonly certFile: string | null;
  readonly keyFile: string | null;
  /** SHA-256 of the head end's public key (SubjectPublicKeyInfo, DER), base64. */
  readonly pinSha256: string | null;
}

export interface TlsMaterial {
  readonly ca: string | null;
  readonly cert: string | null;
  readonly key: string | null;
  readonly pinSha256: string | null;
}

/** Reads what the settings name. The error is for technicians, in English. */
export function readTlsMaterial(files: TlsFiles): Result<TlsMaterial, string> {
  if ((files.certFile === null) !== (files.keyFile === null)) {
    return err('certFile and keyFile go together');
  }
  try {
    const ca = textOf(files.caFile);
    const cert = textOf(files.certFile);
    const key = textOf(files.keyFile);
    // Read once here, so that a damaged file is told as such and not as a head end that does not answer.
    for (const pem of [ca, cert]) if (pem !== null) new X509Certificate(pem);
    if (key !== null) createPrivateKey(key);
    return ok({ ca, cert, key, pinSha256: files.pinSha256 });
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
}

function textOf(file: string | null): string | null {
  return file === null ? null : readFileSync(file, 'utf8');
}

/** The pin stands beside the chain, not in its place: both must hold before a byte goes out. */
export function connectOptions({ ca, cert, key, pinSha256 }: TlsMaterial) {
  return {
    minVersion: 'TLSv1.2',
    ...(ca === null ? {} : { ca }),
    ...(cert === null ? {} : { cert }),
    ...(key === null ? {} : { key }),
    checkServerIdentity: (host: string, peer: PeerCertificate): Error | undefined => {
      const fault = checkServerIdentity(host, peer);
      if (fault !== undefined || pinSha256 === null) return fault;
      return pinOf(new X509Certificate(peer.raw)) === pinSha256 ? undefined : new PinError();
    },
  } satisfies ConnectionOptions;
}

/** Node takes any error here for "not this computer"; the code tells ours from its own. */
class PinError extends Error {
  readonly code = 'HEAD_END_PIN_DIFFERS';

  constructor() {
    super('the public key of the head end is not the one that the settings name');
  }
}

/** What `pinSha256` must be for this certificate. */
export function pinOf(certificate: X509Certificate): string {
  const publicKey = certificate.publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(publicKey).digest('base64');
}

const untrusted: readonly string[] = [
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'CERT_REJECTED',
  'CERT_REVOKED',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
];

/** Null where the code of an error of Node has nothing to do with certificates. */
export function tlsFailureOf(code: string): TlsFailure | null {
  if (code === 'HEAD_END_PIN_DIFFERS') return 'wrong-pin';
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') return 'expired';
  if (untrusted.includes(code)) return 'untrusted';
  // The other side's alert about what this counter showed, or did not show.
  if (
    /ALERT_(?:CERTIFICATE_REQUIRED|BAD_CERTIFICATE|CERTIFICATE_\w+|UNKNOWN_CA|HANDSHAKE_FAILURE)$/u.test(code)
  )
    return 'client-certificate';
  return /^(?:ERR_TLS|ERR_SSL|CERT_|EPROTO)/u.test(code) ? 'tls' : null;
}
