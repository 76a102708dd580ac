import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { limits } from '../counter/limits.ts';
import type { DirectoryDownload } from './client.ts';
import { judgeStatus, mediaType } from './judge-reply.ts';
import { versionHeaders } from './protocol-version.ts';
import type { HttpTransport } from './transport.ts';
import { answered, notAnswering, type Verdict } from './verdict.ts';

export interface DirectoryRequest {
  readonly target: string;
  readonly knownSha256: string | null;
  readonly silenceMs: number;
  readonly counter: string;
  readonly accessToken: string;
}

/**
 * Streams the directory beside `target`, compares its SHA-256 with the ETag and renames it only if it is
 * whole: an old directory is never replaced by half a new one. Its own signature is checked at import.
 */
export async function downloadDirectory(
  transport: HttpTransport,
  request: DirectoryRequest,
): Promise<Verdict<DirectoryDownload>> {
  const partial = `${request.target}.partial`;
  const file = await open(partial, 'w', 0o600).catch((error: unknown) => String(error));
  if (typeof file === 'string') return notAnswering('local-failure', `directory file: ${file}`);
  const digest = createHash('sha256');
  let bytes = 0;
  let writeFault: string | null = null;
  const headers: Record<string, string> = {
    ...versionHeaders,
    authorization: `Bearer ${request.accessToken}`,
    'x-counter': request.counter,
  };
  if (request.knownSha256 !== null) headers['if-none-match'] = `"${request.knownSha256}"`;
  try {
    const reply = await transport.stream(
      {
        method: 'GET',
        path: '/v1/directory',
        headers,
        body: null,
        timeoutMs: request.silenceMs,
        maxResponseBytes: limits.directoryFileBytesMax,
      },
      async (chunk) => {
        digest.update(chunk);
        bytes += chunk.length;
        await file.appendFile(chunk).catch((error: unknown) => {
          writeFault = error instanceof Error ? error.message : 'cannot be written';
          throw error;
        });
      },
    );
    if (writeFault !== null) return notAnswering('local-failure', `directory file: ${String(writeFault)}`);
    if (reply.kind === 'reply' && reply.status === 304) {
      const asked = request.knownSha256 !== null;
      return asked ? answered({ kind: 'unchanged' }) : notAnswering('wrong-answer', 'no file was named');
    }
    const fault = judgeStatus(reply);
    if (fault !== null) return fault;
    if (reply.kind !== 'reply') return notAnswering('broken-off', 'no reply');
    if (mediaType(reply.headers) !== 'application/gzip') {
      return notAnswering(
        mediaType(reply.headers) === 'text/html' ? 'html' : 'unparsable',
        'not a directory',
      );
    }
    const sha256 = digest.digest('hex');
    if (reply.headers['etag'] !== `"${sha256}"`)
      return notAnswering('unparsable', 'directory differs from its ETag');
    await file.sync();
    await rename(partial, request.target);
    return answered({ kind: 'downloaded', bytes, sha256 });
  } finally {
    await file.close();
    await rm(partial, { force: true });
  }
}
