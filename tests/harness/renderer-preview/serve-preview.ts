import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.ttf': 'font/ttf',
};
const nonce = 'preview';
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' 'nonce-${nonce}'`,
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

export interface PreviewServer {
  readonly url: string;
  readonly close: () => void;
}

/** Serves the built page on this machine alone, under the same strict policy as the app's own protocol. */
export async function servePreview(folder: string): Promise<PreviewServer> {
  const server = createServer((request, response) => {
    if (request.url === '/favicon.ico') return void response.writeHead(204).end();
    const path = normalize(new URL(request.url ?? '/', 'http://127.0.0.1').pathname);
    const file = path === '/' ? '/index.html' : path;
    readFile(join(folder, file)).then(
      (body) => {
        const head = {
          'Content-Type': types[extname(file)] ?? 'text/plain',
          'Content-Security-Policy': policy,
        };
        response.writeHead(200, head);
        const told = `<head><meta name="csp-nonce" content="${nonce}">`;
        response.end(file.endsWith('.html') ? body.toString().replace('<head>', told) : body);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the preview has no port');
  return { url: `http://127.0.0.1:${address.port}/`, close: () => server.close() };
}
