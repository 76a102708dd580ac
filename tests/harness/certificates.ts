import 'reflect-metadata';
import { X509Certificate } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
  type X509Certificate as Issued,
} from '@peculiar/x509';
import { pinOf } from '../../headend/tls.ts';

/** A certificate with its key as PEM, and as files where a folder was given. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
  /** PEM, in the folder of its authority. */
  readonly certFile: string;
  readonly keyFile: string;
  /** As the settings name it. */
  readonly pinSha256: string;
}

/** Vouches for servers and clients; no two of them trust each other. */
export interface Authority {
  readonly cert: string;
  readonly caFile: string;
  issue(
    name: string,
    change?: { readonly host?: string; readonly validFrom?: Date; readonly validTo?: Date },
  ): Promise<Identity>;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const dayMs = 86_400_000;

/** Files lie in `folder`, which is made. */
export async function makeAuthority(folder: string, name: string): Promise<Authority> {
  mkdirSync(folder, { recursive: true });
  const keys = await newKeys();
  const ca = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    notBefore: new Date(Date.now() - 10 * dayMs),
    notAfter: new Date(Date.now() + 10 * dayMs),
    signingAlgorithm: algorithm,
    keys,
    extensions: [new BasicConstraintsExtension(true, 1, true)],
  });
  const caFile = join(folder, `${name}.pem`);
  writeFileSync(caFile, ca.toString('pem'));
  return {
    cert: ca.toString('pem'),
    caFile,
    issue: async (subject, change = {}) => {
      const own = await newKeys();
      const issued = await X509CertificateGenerator.create({
        subject: `CN=${subject}`,
        issuer: ca.subject,
        notBefore: change.validFrom ?? new Date(Date.now() - dayMs),
        notAfter: change.validTo ?? new Date(Date.now() + dayMs),
        signingAlgorithm: algorithm,
        publicKey: own.publicKey,
        signingKey: keys.privateKey,
        extensions: [
          new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
          new SubjectAlternativeNameExtension([{ type: 'ip', value: change.host ?? '127.0.0.1' }]),
        ],
      });
      return identityOf(join(folder, `${name}-${subject}`), issued, own.privateKey);
    },
  };
}

async function newKeys(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

async function identityOf(path: string, issued: Issued, privateKey: CryptoKey): Promise<Identity> {
  const cert = issued.toString('pem');
  const key = PemConverter.encode(await crypto.subtle.exportKey('pkcs8', privateKey), 'PRIVATE KEY');
  const [certFile, keyFile] = [`${path}.pem`, `${path}.key`];
  writeFileSync(certFile, cert);
  writeFileSync(keyFile, key, { mode: 0o600 });
  return { cert, key, certFile, keyFile, pinSha256: pinOf(new X509Certificate(cert)) };
}
