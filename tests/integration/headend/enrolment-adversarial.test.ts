import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startReferenceHeadEnd, type ReferenceHeadEnd } from '../../../headend/reference/start.ts';
import { generateSigningKey } from '../../../headend/signatures.ts';
import { admin, enrolTestCounter, testCode } from '../../harness/reference-counter.ts';

/** What a stranger can do to POST /v1/enrolments and to the calls that need an enrolment. */
let headEnd: ReferenceHeadEnd;
/** A second code for the same counter: an officer hands it out when the counter has lost its key. */
const freshCode = { ...testCode, code: '471-220-999' };

beforeEach(async () => {
  headEnd = await startReferenceHeadEnd({ codes: [testCode, freshCode] });
});
afterEach(() => headEnd.stop());

const request = (change: object = {}) => ({
  v: 1,
  code: testCode.code,
  alg: 'ed25519',
  publicKey: generateSigningKey().publicKey,
  ...change,
});

async function post(
  body: string,
  type = 'application/json',
): Promise<{ status: number; json: Record<string, unknown> }> {
  const reply = await fetch(`${headEnd.url}/v1/enrolments`, {
    method: 'POST',
    headers: { 'content-type': type },
    body,
  });
  return { status: reply.status, json: (await reply.json()) as Record<string, unknown> };
}
const enrol = (body: object) => post(JSON.stringify(body));

describe('enrolment', () => {
  it('answers the same key again with the same identity: the first answer may have been lost', async () => {
    const body = request();
    const first = await enrol(body);
    expect(first.status).toBe(200);
    expect(first.json).toMatchObject({ counter: 'C02', office: 'PTC', headEndPublicKey: headEnd.publicKey });
    expect((await enrol(body)).json).toEqual(first.json);
  });

  it('a lost answer over the wire: the work is done, the second try gets the same', async () => {
    const body = request();
    await headEnd.setFault('lost-answer');
    await expect(enrol(body)).rejects.toThrow('fetch failed');
    await headEnd.setFault('none');
    expect((await enrol(body)).status).toBe(200);
  });

  it('refuses a second key for a used code, and twenty at once let one in', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => enrol(request())));
    expect(all.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const { status, json } of all.filter((reply) => reply.status !== 200)) {
      expect([status, json['type']]).toEqual([409, 'code-used']);
    }
  });

  it('takes a new key by a fresh code alone; the old key and its token are worth nothing then', async () => {
    const old = request();
    const first = await enrol(old);
    const state = (token: unknown) =>
      fetch(`${headEnd.url}/v1/counters/C02/state`, {
        headers: { authorization: `Bearer ${String(token)}` },
      });
    expect((await state(first.json['accessToken'])).status).toBe(200);
    const fresh = request({ code: freshCode.code });
    const second = await enrol(fresh);
    expect(second).toMatchObject({ status: 200, json: { counter: 'C02', epoch: 1 } });
    expect((await enrol(fresh)).json).toEqual(second.json);
    expect((await state(second.json['accessToken'])).status).toBe(200);
    expect((await state(first.json['accessToken'])).status).toBe(401);
    // Its used code brings the old key not back, nor does the used fresh one let in a third.
    expect(await enrol(old)).toMatchObject({ status: 409, json: { type: 'code-used' } });
    expect(await enrol(request({ code: freshCode.code }))).toMatchObject({ status: 409 });
  });

  it('refuses an unknown code without saying which exist', async () => {
    expect(await enrol(request({ code: '999-999-999' }))).toMatchObject({
      status: 403,
      json: { type: 'unknown-code' },
    });
  });

  it('refuses what is not an enrolment, and the code is still free afterwards', async () => {
    const bad = [
      request({ code: "' or 1=1 --" }),
      request({ code: '' }),
      request({ code: 'A'.repeat(41) }),
      request({ publicKey: 'short' }),
      request({ publicKey: 'A'.repeat(44) }),
      request({ alg: 'none' }),
      request({ v: 2 }),
      request({ counter: 'C99' }),
      [],
      {},
    ];
    for (const body of bad)
      expect(await enrol(body)).toMatchObject({ status: 422, json: { type: 'malformed' } });
    expect((await post('{')).status).toBe(422);
    expect((await post('')).status).toBe(422);
    expect((await post('a=1', 'application/x-www-form-urlencoded')).status).toBe(415);
    expect((await enrol(request())).status).toBe(200);
  });

  it('refuses a body beyond the limit', async () => {
    expect((await enrol(request({ padding: 'x'.repeat(300_000) }))).status).toBe(413);
  });
});

describe('calls of a counter', () => {
  it('need its own token', async () => {
    const counter = await enrolTestCounter(headEnd);
    const paths = ['/v1/counters/C02/state', '/v1/counters/C02/results', '/v1/directory'];
    const tokens = [undefined, 'Bearer', 'Bearer wrong', `Basic ${counter.enrolment.accessToken}`];
    for (const path of paths) {
      for (const authorization of tokens) {
        const headers = { 'x-counter': 'C02', ...(authorization === undefined ? {} : { authorization }) };
        expect((await fetch(`${headEnd.url}${path}`, { headers })).status).toBe(401);
      }
    }
    const authorization = `Bearer ${counter.enrolment.accessToken}`;
    expect((await fetch(`${headEnd.url}${paths[0]}`, { headers: { authorization } })).status).toBe(200);
    expect((await fetch(`${headEnd.url}/v1/counters/C99/state`, { headers: { authorization } })).status).toBe(
      404,
    );
    await counter.client.close();
  });

  it('a restored head end still knows the tokens it gave', async () => {
    const counter = await enrolTestCounter(headEnd);
    await admin(headEnd, '/admin/backup', {});
    await admin(headEnd, '/admin/restore', {});
    expect((await counter.client.state()).kind).toBe('answered');
    await counter.client.close();
  });
});

describe('the admin surface', () => {
  it('is closed without its token and is not on the counters’ port', async () => {
    for (const path of ['/admin', '/admin/ledger.csv', '/admin/faults']) {
      expect((await fetch(`${headEnd.adminUrl}${path}`)).status).toBe(401);
      expect((await fetch(`${headEnd.adminUrl}${path}?token=wrong`)).status).toBe(401);
      const headers = { authorization: `Bearer ${headEnd.adminToken}` };
      expect((await fetch(`${headEnd.url}${path}`, { headers })).status).toBe(404);
    }
    const linked = await fetch(`${headEnd.adminUrl}/admin?token=${headEnd.adminToken}`, {
      redirect: 'manual',
    });
    expect(linked.status).toBe(303);
    expect(linked.headers.get('location')).toBe('/admin');
  });

  it('refuses unknown faults and settlements in plain words', async () => {
    expect((await admin(headEnd, '/admin/faults', { kind: 'explode' })).status).toBe(422);
    expect((await admin(headEnd, '/admin/restore', {})).status).toBe(409);
    const settlement = { counter: 'C99', epoch: 1, seq: 1, outcome: 'applied' };
    expect((await admin(headEnd, '/admin/settlements', settlement)).status).toBe(404);
  });
});
