import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startReferenceHeadEnd, type ReferenceHeadEnd } from '../../../headend/reference/start.ts';
import { headEndLedger } from '../../harness/head-end-ledger.ts';
import {
  enrolTestCounter,
  packBatch,
  testCode,
  type ReferenceCounter,
} from '../../harness/reference-counter.ts';

/** The pages as any browser gets them: a cookie, forms, no script. How they look is for e2e. */
let headEnd: ReferenceHeadEnd;
let counter: ReferenceCounter;
let cookie: string;

beforeEach(async () => {
  headEnd = await startReferenceHeadEnd({
    codes: [testCode],
    knownConsumer: (consumer) =>
      consumer.startsWith('1') ? { meter: '12345678', meterKind: 'managed' } : null,
  });
  counter = await enrolTestCounter(headEnd);
  const linked = await open(`/admin?token=${headEnd.adminToken}`, '');
  cookie = linked.headers.get('set-cookie')?.split(';')[0] ?? '';
});

afterEach(async () => {
  await counter.client.close();
  await headEnd.stop();
});

const open = (path: string, withCookie = cookie) =>
  fetch(`${headEnd.adminUrl}${path}`, {
    redirect: 'manual',
    headers: { accept: 'text/html', cookie: withCookie },
  });
const page = async (path = '/admin') => (await open(path)).text();
const formTokenOf = (text: string) => /name="formToken" value="([^"]+)"/u.exec(text)?.[1] ?? '';

async function submit(path: string, fields: Record<string, string>, formToken?: string, withCookie = cookie) {
  const token = formToken ?? formTokenOf(await page());
  return fetch(`${headEnd.adminUrl}/admin/do/${path}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { accept: 'text/html', cookie: withCookie },
    body: new URLSearchParams({ ...fields, formToken: token }),
  });
}

async function sell(consumer: string, change: Record<string, string> = {}) {
  counter.journal.recharge(consumer, 500_00, change);
  const { entries } = counter.journal;
  const verdict = await counter.client.sendBatch(await packBatch(counter.key, entries), entries);
  expect(verdict.kind).toBe('answered');
}

describe('the admin page', () => {
  it('shows arrivals, totals, counters and what waits', async () => {
    await sell('100000001');
    await sell('900000001');
    const text = await page();
    for (const part of ['100000001', '900000001', '₹500.00', 'unknown-consumer', '● taking entries', 'PTC']) {
      expect(text).toContain(part);
    }
    expect(text).toContain('/admin/decide?counter=C02&amp;epoch=1&amp;seq=2&amp;found=');
    expect(text).not.toMatch(/<script|javascript:|\son\w+=|style=/iu);
  });

  it('switches a fault by its button, says so, and ends it again', async () => {
    const done = await submit('fault', { kind: 'busy', times: '5', retryAfterS: '3' });
    expect(done.status).toBe(303);
    expect(done.headers.get('location')).toBe('/admin?done=fault');
    expect(await page('/admin?done=fault')).toContain('The fault is switched.');
    expect(await page()).toContain('▲ Fault: busy, 5 more times');
    expect(await counter.client.health()).toMatchObject({ reason: 'busy', retryAfterMs: 3_000 });
    await submit('fault', { kind: 'none', times: '', retryAfterS: '1' });
    expect((await counter.client.health()).kind).toBe('answered');
  });

  it('says what health says, keeps a backup and goes back to it', async () => {
    await submit('health', { state: 'maintenance' });
    expect(await counter.client.health()).toMatchObject({ value: { state: 'maintenance' } });
    expect(await page()).toContain('health says <strong>maintenance</strong>');
    expect(await (await submit('restore', {})).text()).toContain('There is no backup to go back to.');
    await submit('backup', {});
    await sell('100000001');
    await submit('restore', {});
    expect(await page()).toContain('Nothing has arrived yet.');
  });

  it('decides about a waiting entry: credited to another consumer, once', async () => {
    await sell('900000001');
    expect(await page('/admin/decide?counter=C02&epoch=1&seq=1')).toContain('Decide about ₹500.00');
    const place = { counter: 'C02', epoch: '1', seq: '1', found: '' };
    const decided = await submit('settle', { ...place, outcome: 'applied', consumer: ' 100000009 ' });
    expect(decided.headers.get('location')).toBe('/admin?done=settle');
    expect((await headEndLedger(headEnd)).map(({ consumer }) => consumer)).toEqual(['100000009']);
    expect(await page()).toContain('Nothing waits.');
    expect(await page('/admin/decide?counter=C02&epoch=1&seq=1')).toContain('nothing to decide');
    const again = await submit('settle', { ...place, outcome: 'rejected', consumer: '100000009' });
    expect(again.status).toBe(422);
    expect(await again.text()).toContain('Only a pending recharge can be settled.');
    expect(await headEndLedger(headEnd)).toHaveLength(1);
  });

  it('offers an enrolment code that works', async () => {
    const { code: _, counter: __, ...names } = testCode;
    await submit('code', { ...names, code: 'PTC-C03-1111', counter: 'C03' });
    const other = await enrolTestCounter(headEnd, 'PTC-C03-1111');
    expect(other.enrolment.counter).toBe('C03');
    await other.client.close();
    expect(await (await submit('code', { ...names, code: 'short', counter: 'C03' })).text()).toContain(
      'Not done',
    );
  });

  it('loads itself anew only where it was asked to, and never a page with something to fill in', async () => {
    expect(await page()).not.toContain('http-equiv');
    expect(await page('/admin?refresh=on')).toMatch(/<meta http-equiv="refresh" content="5"/u);
    expect(await page('/admin/offer-code?refresh=on')).not.toContain('http-equiv');
  });
});

describe('the admin page in hostile hands', () => {
  it('lets nobody in without the link, and the cookie opens no call of programs', async () => {
    for (const path of ['/admin', '/admin/decide?counter=C02&epoch=1&seq=1', '/admin/ledger.csv']) {
      expect((await open(path, '')).status).toBe(401);
      expect((await open(path, 'head_end_admin=AAAA')).status).toBe(401);
    }
    for (const path of [
      '/admin/faults',
      '/admin/backup',
      '/admin/restore',
      '/admin/codes',
      '/admin/settlements',
    ]) {
      const reply = await fetch(`${headEnd.adminUrl}${path}`, {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/json' },
        body: '{"kind":"down"}',
      });
      expect(reply.status).toBe(401);
    }
  });

  it('takes no form of another site: without the word, with a wrong one, or without the cookie', async () => {
    const fault = { kind: 'down', times: '', retryAfterS: '1' };
    const token = formTokenOf(await page());
    expect(token).toMatch(/^[\w-]{43}$/u);
    expect((await submit('fault', fault, '')).status).toBe(403);
    expect((await submit('fault', fault, `${token.slice(0, -1)}!`)).status).toBe(403);
    expect((await submit('fault', fault, token, '')).status).toBe(401);
    expect((await counter.client.health()).kind).toBe('answered');
  });

  it('keeps the token out of the page, and the cookie from scripts and other sites', async () => {
    const linked = await open(`/admin?token=${headEnd.adminToken}`, '');
    expect(linked.headers.get('set-cookie')).toMatch(/; HttpOnly; SameSite=Strict$/u);
    expect(linked.headers.get('set-cookie')).not.toContain(headEnd.adminToken);
    expect(await page()).not.toContain(headEnd.adminToken);
    const policy = (await open('/admin')).headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("form-action 'self'");
    expect(policy).not.toContain('unsafe');
  });

  it('shows what a counter sent as text, whatever it looks like', async () => {
    await sell('<img src=x onerror=alert(1)>"\'&');
    const text = await page();
    expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;');
    expect(text).not.toContain('<img');
    expect(await page('/admin/decide?counter=C02&epoch=1&seq=1')).not.toContain('<img');
  });

  it('answers a form that makes no sense with a sentence, and changes nothing', async () => {
    for (const [path, fields] of [
      ['fault', { kind: 'explode', times: '', retryAfterS: '1' }],
      ['fault', { kind: 'slow', times: 'many', retryAfterS: '1' }],
      ['health', { state: 'fine' }],
      ['settle', { counter: 'C02', epoch: '1', seq: '99', outcome: 'applied', consumer: '1' }],
      ['settle', { counter: 'C02', epoch: 'x', seq: '1', outcome: 'applied', consumer: '1' }],
      ['code', {}],
    ] as const) {
      const reply = await submit(path, fields);
      expect(reply.status).toBe(422);
      expect(await reply.text()).toContain('Not done');
    }
    expect(await page()).toContain('● Answering as usual');
    expect((await open('/admin/decide?counter=C02&epoch=1&seq=99')).status).toBe(404);
  });
});
