import type { Session } from 'electron';
import { appScheme, isAppUrl } from './app-address.ts';
import { contentSecurityPolicy, fixedHeaders } from './content-policy.ts';
import type { PageFile, PageFiles } from './page-files.ts';

/**
 * Standard and secure, so that 'self' and modules work; nothing is allowed past the content policy, and
 * the page can neither fetch from it nor install a service worker.
 */
export const appSchemePrivileges = Object.freeze({
  scheme: appScheme,
  privileges: Object.freeze({
    standard: true,
    secure: true,
    bypassCSP: false,
    allowServiceWorkers: false,
    supportFetchAPI: false,
    corsEnabled: false,
    stream: false,
  }),
});

export interface PageRequest {
  readonly method: string;
  readonly url: string;
}

export interface PageResponse {
  readonly status: 200 | 404 | 405;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer> | null;
}

/**
 * Answers one request from the files read at the start. The path is looked up as it stands, never
 * decoded and never joined to a folder.
 */
export function answerPageRequest(request: PageRequest, files: PageFiles, nonce: string): PageResponse {
  if (request.method !== 'GET') return empty(405, nonce);
  if (!isAppUrl(request.url)) return empty(404, nonce);
  const path = new URL(request.url).pathname;
  const file = files.get(path === '/' ? '/index.html' : path);
  if (file === undefined) return empty(404, nonce);
  return { status: 200, headers: headers(file.type, nonce), body: bodyOf(file, nonce) };
}

/** `newNonce` gives a fresh unguessable text for every response. */
export function serveApp(session: Session, files: PageFiles, newNonce: () => string): void {
  session.protocol.handle(appScheme, (request) => {
    const answer = answerPageRequest(request, files, newNonce());
    return new Response(answer.body, { status: answer.status, headers: answer.headers });
  });
}

function headers(type: string, nonce: string): Record<string, string> {
  return {
    ...fixedHeaders,
    'Content-Type': type,
    'Content-Security-Policy': contentSecurityPolicy(nonce),
  };
}

function empty(status: 404 | 405, nonce: string): PageResponse {
  return { status, headers: headers('text/plain; charset=utf-8', nonce), body: null };
}

/** HTML tells the page its nonce in a meta element, where React Aria looks for it. */
function bodyOf(file: PageFile, nonce: string): Uint8Array<ArrayBuffer> {
  if (!file.type.startsWith('text/html')) return new Uint8Array(file.bytes);
  const html = new TextDecoder().decode(file.bytes);
  const told = html.replace('<head>', `<head><meta name="csp-nonce" content="${nonce}">`);
  return new TextEncoder().encode(told);
}
