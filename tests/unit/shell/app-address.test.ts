import { describe, expect, it } from 'vitest';
import { isAppUrl, pageAddress } from '../../../electron/main/app-address.ts';
import { isRequestAllowed } from '../../../electron/main/request-block.ts';

const lookalikes = [
  '',
  'app:',
  'app:counter',
  'app:/counter/',
  'app://',
  'app:///index.html',
  'app://counter.evil/',
  'app://counter.evil/?app://counter/',
  'app://evil/app://counter/',
  'app://counter@evil/',
  'app://user@counter/',
  'app://user:word@counter/',
  'app://counter:80/',
  'app://xcounter/',
  'app://COUNTER/',
  'app://counter%2eevil/',
  'apps://counter/',
  'xapp://counter/',
  'http://x/?app://counter',
  'http://counter/',
  'https://counter/index.html',
  'https://app:counter@evil/',
  'data:text/html,app://counter/',
  'blob:app://counter/0b7f5d3c',
  'file:///etc/passwd',
  'file://counter/index.html',
  'javascript:location="app://counter/"',
  'about:blank',
  'ws://counter/',
  'devtools://devtools/bundled/inspector.html',
  'view-source:app://counter/',
  'filesystem:app://counter/temporary/x',
];

describe('the one address', () => {
  it.each(['app://counter/', 'app://counter/index.html?language=hi#top', 'APP://counter/x'])(
    'knows %s',
    (url) => {
      expect(isAppUrl(url)).toBe(true);
      expect(isRequestAllowed(url, false)).toBe(true);
    },
  );

  it.each(lookalikes)('refuses %s', (url) => {
    expect(isAppUrl(url)).toBe(false);
    expect(isRequestAllowed(url, false)).toBe(false);
  });

  it('lets DevTools load only for a developer', () => {
    const url = 'devtools://devtools/bundled/inspector.html';
    expect(isRequestAllowed(url, true)).toBe(true);
    expect(isRequestAllowed('https://counter/', true)).toBe(false);
  });

  it('puts language and theme into the address', () => {
    expect(pageAddress('/index.html', { language: 'hi', theme: 'dark' })).toBe(
      'app://counter/index.html?language=hi&theme=dark',
    );
  });
});
