import { readFileSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCounter, sale } from '../../harness/counter-day.ts';
import { makeAuthority, type Authority, type Identity } from '../../harness/certificates.ts';
import { headEndLedger } from '../../harness/head-end-ledger.ts';
import { startJsonLinesCounter, type JsonLinesCounter } from '../../harness/json-lines-counter.ts';
import { enrolmentCode, openOffice, type Office } from '../../harness/office.ts';
import { startPlainFront, type PlainFront } from '../../harness/plain-front.ts';
import { admin } from '../../harness/reference-counter.ts';
import { startTlsFront, type TlsFront } from '../../harness/tls-front.ts';

/** What the counter is told beside its answers, through the whole service: versions, notices, certificates. */
const headEndConfig = (url: string, more: object = {}) => ({
  headEnd: {
    url,
    healthIntervalMs: 200,
    requestTimeoutMs: 2_000,
    spreadWindowMs: 0,
    noticesIntervalMs: 200,
    ...more,
  },
});

/** As a head end of the next generation: it has no other word for this counter. */
function laterOnly(request: IncomingMessage, response: ServerResponse): void {
  const isHealth = request.url === '/v1/health';
  const body = { v: 2, type: 'version', title: 'Update', status: 400, acceptVersions: [2, 3], mood: 'new' };
  const type = isHealth ? 'application/json' : 'application/problem+json';
  response.writeHead(isHealth ? 200 : 400, { 'content-type': type }).end(JSON.stringify(body));
}

describe('a counter in an office', () => {
  let office: Office;
  let front: PlainFront;
  let counter: JsonLinesCounter;
  const consumer = (index: number): string => office.consumers[index]?.consumer ?? '';
  const start = () => startJsonLinesCounter({ data: office.dataFolder, config: office.configFile });

  beforeAll(async () => {
    office = await openOffice();
    front = await startPlainFront(office.headEnd.url);
    office.writeConfig(headEndConfig(front.url));
    counter = await start();
  }, 60_000);
  afterAll(async () => {
    await counter.end();
    await front.stop();
    await office.close();
  });

  it('cannot be enrolled by a head end of later versions only, and says why', async () => {
    front.instead = laterOnly;
    const refused = await counter.call('setup.enrol', { code: enrolmentCode });
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'HEAD_END_OTHER_VERSION', retry: 'after-fix' },
    });
    front.instead = null;
    await openCounter(counter);
    await counter.until('the head end', ({ headEnd }) => headEnd.link === 'answering');
  });

  it('sells on while the head end takes later versions only, sends it nothing, and loses no row', async () => {
    await counter.ask('recharge.record', sale(consumer(0)));
    await counter.until('the answer', ({ lastRecharge }) => lastRecharge?.credit === 'confirmed');
    front.instead = laterOnly;
    await counter.until('the sentence', ({ headEnd }) => headEnd.fault === 'HEAD_END_OTHER_VERSION');
    const from = front.asked.length;
    for (let sold = 1; sold <= 5; sold += 1) await counter.ask('recharge.record', sale(consumer(sold)));
    const away = await counter.until('five unsent', ({ unsent }) => unsent.count === 5);
    expect(away.headEnd).toMatchObject({ link: 'not-answering', lastError: 'other-version' });
    expect(away.selling).toEqual({ state: 'open', reason: null });
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(front.asked.slice(from).filter((asked) => asked !== 'GET /v1/health')).toEqual([]);
    expect(front.asked.length - from).toBeGreaterThan(2);
    front.instead = null;
    const back = await counter.until(
      'all sent',
      ({ unsent, headEnd }) => unsent.count === 0 && headEnd.link === 'answering',
    );
    expect(back.headEnd.fault).toBeUndefined();
    expect(await headEndLedger(office.headEnd)).toHaveLength(6);
  });

  it('shows what the head office made known, also while the head end is away and after a restart', async () => {
    const now = Date.now();
    const put = (notices: readonly object[]) => admin(office.headEnd, '/admin/notices', { notices });
    const text = { hi: 'कल सर्वर बंद रहेगा।', en: 'The server is off tomorrow.' };
    const outage = { id: 'n-1', kind: 'outage', from: now - 1_000, until: now + 3_600_000, text };
    const later = { id: 'n-2', kind: 'holiday', from: now + 60_000, until: now + 120_000, text };
    expect((await put([later, outage])).status).toBe(200);
    const told = await counter.until('the notices', ({ notices }) => notices.length === 2);
    // The first to begin is first, and a kind of a later version is a message.
    expect(told.notices).toEqual([outage, { ...later, kind: 'message' }]);

    front.instead = (_, response) => void response.destroy();
    await counter.until('away', ({ headEnd }) => headEnd.link === 'not-answering');
    await counter.end();
    counter = await start();
    const restarted = await counter.until('a state', ({ setup }) => setup === 'ready');
    expect(restarted.notices.map(({ id }) => id)).toEqual(['n-1', 'n-2']);

    front.instead = null;
    await put([]);
    await counter.until('withdrawn', ({ notices }) => notices.length === 0);
  });

  it('believes no list that was written into its folder, and takes the true one', async () => {
    const file = join(office.dataFolder, 'notices.json');
    const now = Date.now();
    const text = { hi: 'पैसा मत लो', en: 'Take no money' };
    const put = (from: number) =>
      admin(office.headEnd, '/admin/notices', {
        notices: [{ id: 'n-3', kind: 'message', from, until: now + 3_600_000, text }],
      });
    expect((await put(1)).status).toBe(422);
    expect((await put(now)).status).toBe(200);
    await counter.until('the notice', ({ notices }) => notices.length === 1);
    await expect.poll(() => readFileSync(file, 'utf8')).toContain('n-3');
    await counter.end();
    const whole = readFileSync(file, 'utf8');
    front.instead = (_, response) => void response.destroy();
    for (const spoiled of [whole.replace('Take no', 'Take all'), whole.slice(0, 90), 'x'.repeat(5_000_000)]) {
      expect(spoiled).not.toBe(whole);
      writeFileSync(file, spoiled);
      counter = await start();
      const state = await counter.until('a state', ({ setup }) => setup === 'ready');
      expect(state.notices).toEqual([]);
      expect(state.selling.state).toBe('open');
      await counter.end();
    }
    front.instead = null;
    counter = await start();
    await counter.until('the true one', ({ notices }) => notices[0]?.text.en === 'Take no money');
  }, 60_000);
});

describe('a counter with a certificate of its own', () => {
  let office: Office;
  let company: Authority;
  let server: Identity;
  let own: Identity;
  let front: TlsFront;
  let counter: JsonLinesCounter;
  const startWith = async (tls: object): Promise<void> => {
    office.writeConfig(headEndConfig(front.url, { tls }));
    counter = await startJsonLinesCounter({ data: office.dataFolder, config: office.configFile });
  };

  beforeAll(async () => {
    office = await openOffice();
    company = await makeAuthority(join(office.folder, 'certificates'), 'company');
    server = await company.issue('head-end');
    own = await company.issue('C02');
    front = await startTlsFront(office.headEnd.url, {
      cert: server.cert,
      key: server.key,
      ca: company.cert,
      requestCert: true,
      rejectUnauthorized: true,
    });
  }, 60_000);
  afterAll(async () => {
    await counter.end();
    await front.stop();
    await office.close();
  });

  it('is enrolled and sells over it; with another pin or without it it sells on and says so', async () => {
    const { certFile, keyFile } = own;
    const right = { caFile: company.caFile, certFile, keyFile, pinSha256: server.pinSha256 };
    await startWith(right);
    await openCounter(counter);
    await counter.ask('recharge.record', sale(office.consumers[0]?.consumer ?? ''));
    await counter.until('the answer', ({ lastRecharge }) => lastRecharge?.credit === 'confirmed');
    const wrong = [
      ['HEAD_END_UNTRUSTED', { ...right, pinSha256: own.pinSha256 }],
      ['HEAD_END_UNTRUSTED', { ...right, caFile: null }],
      ['HEAD_END_WANTS_CERTIFICATE', { caFile: company.caFile }],
      ['HEAD_END_CERTIFICATE_FILES', { ...right, keyFile: join(office.folder, 'nowhere.key') }],
    ] as const;
    for (const [index, [code, tls]] of wrong.entries()) {
      await counter.end();
      const before = front.asked.length;
      await startWith(tls);
      await counter.until(code, ({ headEnd }) => headEnd.fault === code);
      await counter.ask('session.signIn', { person: 'asha', pin: '7391' });
      await counter.ask('recharge.record', sale(office.consumers[index + 1]?.consumer ?? ''));
      await counter.until('unsent', ({ unsent }) => unsent.count === index + 1);
      expect(front.asked.length).toBe(before);
    }
    await counter.end();
    await startWith(right);
    await counter.until('all sent', ({ unsent }) => unsent.count === 0);
    expect(await headEndLedger(office.headEnd)).toHaveLength(5);
  }, 90_000);
});
