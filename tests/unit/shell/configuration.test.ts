import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { limits } from '../../../counter/limits.ts';
import { readArguments } from '../../../electron/main/arguments.ts';
import { parseConfiguration, type ConfigFault } from '../../../electron/contract/configuration.ts';
import { childEnvironment, machineConfigFile, nativeBinding } from '../../../electron/main/environment.ts';
import { faultHtml, withFaultPage } from '../../../electron/main/fault-page.ts';
import { profileFolder } from '../../../electron/main/profile-folder.ts';

function faultOf(text: string): ConfigFault {
  const parsed = parseConfiguration('/etc/counter.json', text);
  if (parsed.ok) throw new Error('this text must not pass');
  return parsed.error;
}

describe('the configuration', () => {
  it('is filled up with defaults, with or without a byte order mark', () => {
    const parsed = parseConfiguration('f', '\ufeff{"dataFolder":"/data"}');
    expect(parsed).toMatchObject({ ok: true, value: { dataFolder: '/data', language: 'hi' } });
  });

  it.each([
    ['', null, 'not-json'],
    ['{"dataFolder":"/data",}', null, 'not-json'],
    ['[]', null, 'wrong-value'],
    ['null', null, 'wrong-value'],
    ['{}', 'dataFolder', 'wrong-value'],
    ['{"dataFolder":""}', 'dataFolder', 'wrong-value'],
    ['{"dataFolder":"/data","langauge":"hi"}', 'langauge', 'unknown-key'],
    ['{"dataFolder":"/data","headEnd":{"uri":"https://x"}}', 'headEnd.uri', 'unknown-key'],
    ['{"dataFolder":"/data","headEnd":{"url":"http://head-end.example"}}', 'headEnd.url', 'wrong-value'],
    [
      '{"dataFolder":"/data","guards":{"cashPerReceiptPaise":1.5}}',
      'guards.cashPerReceiptPaise',
      'wrong-value',
    ],
  ])('refuses %s and names the key', (text, key, problem) => {
    expect(faultOf(text)).toMatchObject({ file: '/etc/counter.json', key, problem });
  });
});

describe('the page of a start that failed', () => {
  it('names file and key in both languages', () => {
    const html = faultHtml(faultOf('{"dataFolder":"/data","langauge":"hi"}'));
    expect(html).toContain('अनजान नाम');
    expect(html).toContain('a name that this program does not know');
    expect(html).toContain('/etc/counter.json');
    expect(html).toContain('langauge');
  });

  it('shows what stands in the file as text, never as markup', () => {
    const key = '<img src=x onerror=alert(1)>"\'&';
    const html = faultHtml({ file: key, key, problem: 'unknown-key', detail: key });
    expect(html).not.toContain('<img');
    expect(html).toContain('&#60;img');
  });

  it('is one more page beside the built ones and changes none of them', () => {
    const built = new Map([['/index.html', { type: 'text/html', bytes: new Uint8Array(1) }]]);
    const pages = withFaultPage(built, faultOf('{}'));
    expect([...pages.keys()]).toEqual(['/index.html', '/fault.html', '/fault.css']);
    expect(built.size).toBe(1);
  });
});

describe('arguments', () => {
  it.each([
    [['electron', 'app'], null],
    [['electron', 'app', '--config', '/a b.json'], '/a b.json'],
    [['electron', '--inspect=0', 'app', '--config=/c.json'], '/c.json'],
    [['electron', 'app', '--config'], ''],
  ])('%j name the configuration %j', (argv, config) => {
    expect(readArguments(argv).config).toBe(config);
  });

  it('ask for DevTools only in full', () => {
    expect(readArguments(['--developer']).developer).toBe(true);
    expect(readArguments(['--dev', '--developer=0']).developer).toBe(false);
  });
});

describe('the environment', () => {
  it('names the SQLite binding, or none', () => {
    expect(nativeBinding({ DIVISION_COUNTER_SQLITE_BINDING: '/x.node' }, null)).toBe('/x.node');
    expect(nativeBinding({ DIVISION_COUNTER_SQLITE_BINDING: '' }, null)).toBeNull();
    expect(nativeBinding({}, null)).toBeNull();
  });

  it('names no binary to a packaged program, which takes only what was packed with it', () => {
    const named = { DIVISION_COUNTER_SQLITE_BINDING: '/x.node' };
    expect(nativeBinding(named, { folder: '/app/resources', has: () => false })).toBeNull();
    expect(nativeBinding(named, { folder: '/app/resources', has: () => true })).toBe(
      join('/app/resources', 'better_sqlite3.node'),
    );
  });

  it('reaches the child processes without what changes how Node runs', () => {
    const environment = {
      PATH: '/bin',
      NODE_OPTIONS: '--require /x.js',
      NODE_EXTRA_CA_CERTS: '/x.pem',
      LD_PRELOAD: '/x.so',
      DIVISION_COUNTER_SQLITE_BINDING: '/x.node',
    };
    expect(childEnvironment(environment)).toEqual({
      PATH: '/bin',
      DIVISION_COUNTER_SQLITE_BINDING: '/x.node',
    });
  });

  it('says where the machine keeps its configuration', () => {
    expect(machineConfigFile('linux', {})).toBe('/etc/division-counter/config.json');
    expect(machineConfigFile('win32', { ProgramData: 'D:\\PD' })).toContain('D:\\PD');
  });
});

describe('the profile folder', () => {
  it('is one for each data folder, however that is written', () => {
    const folder = profileFolder('/home/c/.config', '/data/one');
    expect(folder).toMatch(/^\/home\/c\/\.config\/division-counter\/[0-9a-f]{16}$/u);
    expect(profileFolder('/home/c/.config', '/data/./x/../one/')).toBe(folder);
    expect(profileFolder('/home/c/.config', '/data/two')).not.toBe(folder);
  });
});

describe('the settings of an outage', () => {
  const withOutage = (outage: object) =>
    parseConfiguration('f', JSON.stringify({ dataFolder: '/data', outage })).ok;

  it('are ten minutes and no telephone number unless the company says otherwise', () => {
    expect(parseConfiguration('f', '{"dataFolder":"/data"}')).toMatchObject({
      value: { outage: { prefix: 'BR', proposeAfterMs: 600_000, closeAfterMs: 600_000, call: null } },
    });
  });

  it('hold at their limits and not one past them', () => {
    expect(withOutage({ prefix: 'B'.repeat(limits.outagePrefixCharsMax) })).toBe(true);
    expect(withOutage({ prefix: 'B'.repeat(limits.outagePrefixCharsMax + 1) })).toBe(false);
    for (const prefix of ['', 'br', '1B', 'B-R']) expect(withOutage({ prefix })).toBe(false);
    expect(withOutage({ proposeAfterMs: limits.outageWaitMsMax, closeAfterMs: limits.outageWaitMsMax })).toBe(
      true,
    );
    expect(withOutage({ proposeAfterMs: limits.outageWaitMsMax + 1 })).toBe(false);
    expect(withOutage({ closeAfterMs: limits.outageWaitMsMax + 1 })).toBe(false);
    expect(withOutage({ closeAfterMs: -1 })).toBe(false);
  });
});
