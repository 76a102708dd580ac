import { describe, expect, it } from 'vitest';
import { answerPageRequest, appSchemePrivileges, serveApp } from '../../../electron/main/app-protocol.ts';
import { contentSecurityPolicy } from '../../../electron/main/content-policy.ts';
import { textFile } from '../../../electron/main/page-files.ts';
import { FakeSession } from '../../harness/fake-electron.ts';

const html = '<!doctype html><html><head><title>x</title></head><body></body></html>';
const files = new Map([
  ['/index.html', textFile('.html', html)],
  ['/assets/index-Ab1.js', textFile('.js', 'export {};')],
]);
const get = (url: string, method = 'GET') => answerPageRequest({ method, url }, files, 'NONCE');

/** Every one of these must find nothing, whatever a URL parser makes of it. */
const traversals = [
  '../package.json',
  '../../../../etc/passwd',
  'assets/../../main/main.js',
  'assets/../../../etc/passwd',
  '%2e%2e/package.json',
  '%2e%2e%2fpackage.json',
  '..%2f..%2fetc%2fpasswd',
  '%252e%252e%252fpackage.json',
  'assets%2findex-Ab1.js',
  'assets%5cindex-Ab1.js',
  'assets\\index-Ab1.js',
  '..\\..\\windows\\win.ini',
  '//etc/passwd',
  '/assets//index-Ab1.js',
  'assets/index-Ab1.js/',
  'assets/index-Ab1.js%00.html',
  'index.html%00',
  'index\u0000.html',
  'Index.html',
  'INDEX.HTML',
  'assets/INDEX-ab1.JS',
  'index.html.',
  'index.html%20',
  'index.html::$DATA',
  'C:/windows/win.ini',
  'C:%5cwindows%5cwin.ini',
  'index.htm',
  'assets/',
  'assets',
  'assets/index-Ab1.js.map',
  '~root/',
  'constructor',
  '__proto__',
];

describe('pages served from memory', () => {
  it('serves a file by its exact path, whatever the query', () => {
    const answer = get('app://counter/assets/index-Ab1.js?x=1');
    expect(answer.status).toBe(200);
    expect(answer.headers['Content-Type']).toBe('text/javascript; charset=utf-8');
    expect(new TextDecoder().decode(answer.body ?? undefined)).toBe('export {};');
  });

  it.each(traversals)('finds nothing at %j', (path) => {
    expect(get(`app://counter/${path}`)).toMatchObject({ status: 404, body: null });
  });

  it.each(['app://counter.evil/index.html', 'app://user@counter/index.html', 'app://COUNTER/index.html'])(
    'serves no other host: %s',
    (url) => {
      expect(get(url).status).toBe(404);
    },
  );

  it.each(['POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'get'])('refuses the method %s', (method) => {
    expect(get('app://counter/index.html', method)).toMatchObject({ status: 405, body: null });
  });

  it('puts policy, nosniff and no-store on every answer, also on a refusal', () => {
    for (const answer of [get('app://counter/'), get('app://counter/no'), get('app://counter/', 'PUT')]) {
      expect(answer.headers).toMatchObject({
        'Content-Security-Policy': contentSecurityPolicy('NONCE'),
        'X-Content-Type-Options': 'nosniff',
        'Cache-Control': 'no-store',
      });
    }
  });

  it('tells HTML its nonce, and nothing else', () => {
    const page = new TextDecoder().decode(get('app://counter/').body ?? undefined);
    expect(page).toContain('<head><meta name="csp-nonce" content="NONCE"><title>');
  });

  it('uses a fresh nonce for every response', async () => {
    const session = new FakeSession();
    let count = 0;
    serveApp(session as never, files, () => `N${(count += 1)}`);
    expect(session.protocol.handle).toHaveBeenCalledWith('app', expect.any(Function));
    const handle = session.protocol.handle.mock.calls[0]?.[1] as (request: unknown) => Response;
    const request = { method: 'GET', url: 'app://counter/' };
    expect(await handle(request).text()).toContain('content="N1"');
    expect(handle(request).headers.get('Content-Security-Policy')).toContain("'nonce-N2'");
  });

  it('registers a scheme that is standard and secure and has no further privilege', () => {
    const granted = Object.entries(appSchemePrivileges.privileges).filter(([, value]) => value);
    expect(granted.map(([name]) => name)).toEqual(['standard', 'secure']);
  });
});

describe('the content policy', () => {
  it('allows our own files and nothing else', () => {
    expect(contentSecurityPolicy('abc')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-abc'; img-src 'self'; " +
        "font-src 'self'; connect-src 'none'; base-uri 'none'; form-action 'none'; " +
        "frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; " +
        "trusted-types 'none'",
    );
  });
});
