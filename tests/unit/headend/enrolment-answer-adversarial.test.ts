import { describe, expect, it } from 'vitest';
import type { Json } from '../../../counter/journal/canonical.ts';
import { enrolCounter, recoverCounter } from '../../../headend/enrolment-calls.ts';
import type { HttpReply, HttpTransport } from '../../../headend/transport.ts';
import { jsonReply } from '../../harness/core-over-calls.ts';
import { noAnswers, poisoned } from '../../harness/hostile-replies.ts';
import { createMemoryJournal } from '../../harness/memory-outbox.ts';
import { readOpenApi } from '../../harness/openapi-reader.ts';
import { generateSigningKey } from '../../../headend/signatures.ts';

/** What may come back to the two calls that a counter makes before it knows any key of the head end. */
const bilingual = { hi: 'पटना सिटी', en: 'Patna City' };
const sound: Json = {
  v: 1,
  serverId: 'he-1',
  counter: 'C02',
  epoch: 1,
  office: 'PTC',
  officeName: bilingual,
  company: bilingual,
  limits: { batchEntriesMax: 500, batchBytesMax: 262_144 },
  headEndPublicKey: 'k'.repeat(43),
  recoveryKey: `${'k'.repeat(43)}.${'k'.repeat(43)}`,
  accessToken: 'A'.repeat(43),
};
const key = generateSigningKey();
const sale = createMemoryJournal('C02', key).recharge('100000001', 500_00);
const saying = (reply: HttpReply): HttpTransport => ({
  send: async () => reply,
  stream: async () => reply,
  close: async () => {},
});
const openApi = readOpenApi();

describe.each([
  [
    'enrolment',
    (reply: HttpReply) =>
      enrolCounter(saying(reply), { v: 1, code: 'C-123456', alg: 'ed25519', publicKey: key.publicKey }),
  ],
  ['recovery', (reply: HttpReply) => recoverCounter(saying(reply), sale)],
])('the answer to an %s', (_, ask) => {
  it('is no page, no half and no twice', async () => {
    expect((await ask(jsonReply(sound))).kind).toBe('answered');
    for (const [what, reply] of noAnswers(sound)) {
      expect({ what, kind: (await ask(reply)).kind }).toEqual({ what, kind: 'not-answering' });
    }
  });

  it('poisoned in any field is what openapi.json says it is, no more and no less', async () => {
    const all = poisoned(sound);
    expect(all.length).toBeGreaterThan(150);
    for (const [what, value] of all) {
      const answered = (await ask(jsonReply(value))).kind === 'answered';
      expect({ what, answered }).toEqual({ what, answered: openApi.misfitOf('Enrolment', value) === null });
    }
  });

  it('a refusal is told with its type, and only a problem document is one', async () => {
    const problem = { type: 'unknown-code', title: 'no', status: 403 };
    expect(await ask(jsonReply(problem, 403, 'application/problem+json'))).toMatchObject({
      kind: 'refused',
      problem,
    });
    expect((await ask(jsonReply(problem, 403))).kind).toBe('not-answering');
    expect((await ask(jsonReply(problem, 200))).kind).toBe('not-answering');
  });

  it('a head end of a later version is told as such', async () => {
    const later = { type: 'version', title: '', status: 400, acceptVersions: [2] };
    expect(await ask(jsonReply(later, 400, 'application/problem+json'))).toMatchObject({
      reason: 'other-version',
    });
    expect(await ask(jsonReply({ v: 2, acceptVersions: [2] }))).toMatchObject({ reason: 'other-version' });
  });
});
