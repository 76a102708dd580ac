import { createHeadEndClient, type HeadEndClient } from '../../headend/client.ts';
import { defaultDeadlines } from '../../headend/deadlines.ts';
import { enrolCounter } from '../../headend/enrolment-calls.ts';
import { nodeGzip } from '../../headend/compression.ts';
import { createHttpTransport } from '../../headend/http-transport.ts';
import type { OfferedCode } from '../../headend/reference/enrol.ts';
import type { ReferenceHeadEnd } from '../../headend/reference/start.ts';
import { encodeBatch } from '../../headend/batch.ts';
import type { StoredEntry } from '../../counter/journal/entry.ts';
import type { SignedAnswer } from '../../counter/journal/answer.ts';
import type { Enrolment } from '../../headend/schemas.ts';
import {
  generateSigningKey,
  keyIdOf,
  sha256Hex,
  verifyHashLater,
  type DeviceKeyPair,
} from '../../headend/signatures.ts';
import { createMemoryJournal, type MemoryJournal } from './memory-outbox.ts';

/** One enrolled counter with a journal in memory, over real HTTP. */
export interface ReferenceCounter {
  readonly key: DeviceKeyPair;
  readonly enrolment: Enrolment;
  readonly client: HeadEndClient;
  readonly journal: MemoryJournal;
}

export const testCode: OfferedCode = {
  code: '471-220-318',
  counter: 'C02',
  office: 'PTC',
  officeNameHi: 'पटना सिटी प्रमंडल',
  officeNameEn: 'Patna City Division',
  companyHi: 'विद्युत कंपनी',
  companyEn: 'Power Company',
};

export async function enrolTestCounter(
  headEnd: Pick<ReferenceHeadEnd, 'url'>,
  code = testCode.code,
  deadlines = defaultDeadlines,
): Promise<ReferenceCounter> {
  const key = generateSigningKey();
  const transport = createHttpTransport({ baseUrl: headEnd.url });
  const verdict = await enrolCounter(transport, { v: 1, code, alg: 'ed25519', publicKey: key.publicKey });
  if (verdict.kind !== 'answered') throw new Error(`enrolment: ${JSON.stringify(verdict)}`);
  const enrolment = verdict.value;
  const client = createHeadEndClient({
    transport,
    deadlines,
    identity: enrolment,
    sha256: sha256Hex,
    verify: verifyHashLater,
  });
  return { key, enrolment, client, journal: createMemoryJournal(enrolment.counter, key) };
}

export function packBatch(
  key: DeviceKeyPair,
  entries: readonly StoredEntry[],
  answers: readonly SignedAnswer[] = [],
): Promise<Uint8Array> {
  const frame = { batch: '019aaf00-3000-7abc-8def-0123456789ab', keyId: keyIdOf(key.publicKey), sw: 'test' };
  return encodeBatch(nodeGzip, frame, entries, answers);
}

export async function admin(headEnd: ReferenceHeadEnd, path: string, body?: unknown): Promise<Response> {
  return fetch(`${headEnd.adminUrl}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${headEnd.adminToken}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}
