import type { StoredEntry } from '../counter/journal/entry.ts';
import { limits } from '../counter/limits.ts';
import { defaultDeadlines, type ClientDeadlines } from './deadlines.ts';
import { judgeReply } from './judge-reply.ts';
import { versionHeaders } from './protocol-version.ts';
import { enrolmentSchema, type Enrolment, type EnrolmentRequest, type RecoveryRequest } from './schemas.ts';
import type { HttpTransport } from './transport.ts';
import type { Verdict } from './verdict.ts';

/** Before a counter has an identity there is this one call; it may be repeated with the same code and key. */
export async function enrolCounter(
  transport: HttpTransport,
  request: EnrolmentRequest,
  deadlines: ClientDeadlines = defaultDeadlines,
): Promise<Verdict<Enrolment>> {
  return postForEnrolment(transport, '/v1/enrolments', request, deadlines);
}

/** How a restored counter gets its token: by the recovery entry alone; it may be repeated. */
export async function recoverCounter(
  transport: HttpTransport,
  recovery: StoredEntry,
  deadlines: ClientDeadlines = defaultDeadlines,
): Promise<Verdict<Enrolment>> {
  const { body, prevHash, hash, signature } = recovery;
  const request: RecoveryRequest = { v: 1, entry: { body, prevHash, hash, signature } };
  return postForEnrolment(transport, '/v1/recoveries', request, deadlines);
}

async function postForEnrolment(
  transport: HttpTransport,
  path: string,
  request: EnrolmentRequest | RecoveryRequest,
  deadlines: ClientDeadlines,
): Promise<Verdict<Enrolment>> {
  const reply = await transport.send({
    method: 'POST',
    path,
    headers: { ...versionHeaders, 'content-type': 'application/json', accept: 'application/json' },
    body: new TextEncoder().encode(JSON.stringify(request)),
    timeoutMs: deadlines.enrolmentMs,
    maxResponseBytes: limits.responseBytesMax,
  });
  return judgeReply(reply, enrolmentSchema);
}
