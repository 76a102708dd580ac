import { createHttpTransport } from '../../headend/http-transport.ts';
import { readTlsMaterial } from '../../headend/tls.ts';
import type { HttpReply, HttpTransport } from '../../headend/transport.ts';
import type { Config } from '../contract/config-schemas.ts';
import type { Log } from './log.ts';

/**
 * A transport to the configured head end; null where none is configured. Certificate files that cannot be
 * read stop the sending, never the counter: they are looked at anew with each transport.
 */
export function headEndTransport({ headEnd }: Config, log: Log): HttpTransport | null {
  if (headEnd.url === null) return null;
  const baseUrl = headEnd.url.replace(/\/+$/u, '');
  if (headEnd.tls === null) return createHttpTransport({ baseUrl });
  const tls = readTlsMaterial(headEnd.tls);
  if (tls.ok) return createHttpTransport({ baseUrl, tls: tls.value });
  log.note('the certificate files of the settings cannot be used', { detail: tls.error });
  return deadTransport(tls.error);
}

function deadTransport(detail: string): HttpTransport {
  const failed: HttpReply = { kind: 'failed', reason: 'certificate-files', detail };
  return { send: async () => failed, stream: async () => failed, close: async () => {} };
}
