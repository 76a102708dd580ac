import type { z } from 'zod';
import { limits } from '../counter/limits.ts';
import { speaksOtherVersion } from './protocol-version.ts';
import { problemSchema } from './schemas.ts';
import type { HttpReply } from './transport.ts';
import { answered, notAnswering, type NotAnswering, type Refused, type Verdict } from './verdict.ts';
import { readJson } from './read-json.ts';

/**
 * Judges a reply by what it says. A proxy's page, a captive portal and half an answer all look like
 * HTTP; only JSON of the expected shape from the application is an answer, only a problem document is
 * a refusal.
 */
export function judgeReply<Value>(reply: HttpReply, schema: z.ZodType<Value>): Verdict<Value> {
  const fault = judgeStatus(reply);
  if (fault !== null) return fault;
  if (reply.kind === 'failed') return notAnswering(reply.reason, reply.detail);
  const { body, headers } = reply;
  if (body.length === 0) return notAnswering('empty', 'an empty body');
  if (mediaType(headers) === 'text/html') return notAnswering('html', 'a page instead of an answer');
  if (mediaType(headers) !== 'application/json') {
    return notAnswering('unparsable', `media type ${mediaType(headers)}`);
  }
  const json = readJson(body);
  if (json === undefined) return notAnswering('unparsable', 'not JSON');
  if (speaksOtherVersion(json)) return otherVersion;
  const parsed = schema.safeParse(json);
  if (parsed.success) return answered(parsed.data);
  const [issue] = parsed.error.issues;
  return notAnswering('unparsable', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}

const otherVersion = notAnswering(
  'other-version',
  'takes no version of the protocol that this program speaks',
);

/** Null where the status is 200 and the body remains to be judged. */
export function judgeStatus(reply: HttpReply): NotAnswering | Refused | null {
  if (reply.kind === 'failed') return notAnswering(reply.reason, reply.detail);
  const { status, headers } = reply;
  const isProblem = mediaType(headers) === 'application/problem+json';
  const detail = `status ${status}`;
  if (status === 200) return null;
  if (status < 300) return notAnswering('empty', detail);
  if (status < 400) return notAnswering('redirect', detail);
  if (status === 429 || status === 503) {
    const retryAfterMs = readRetryAfter(headers);
    return notAnswering(isProblem || retryAfterMs !== null ? 'busy' : '5xx', detail, retryAfterMs);
  }
  if (status >= 500) return notAnswering('5xx', detail, readRetryAfter(headers));
  if (status === 408) return notAnswering('timeout', detail);
  const said = isProblem ? readJson(reply.body) : undefined;
  if (speaksOtherVersion(said)) return otherVersion;
  const problem = isProblem ? problemSchema.safeParse(said) : undefined;
  if (problem?.success === true) return { kind: 'refused', problem: problem.data };
  // A proxy too may have a bound on sizes; it says so without a problem document.
  if (status === 413) return { kind: 'refused', problem: { type: 'too-large', title: 'Too large', status } };
  return notAnswering(mediaType(headers) === 'text/html' ? 'html' : 'unparsable', detail);
}

/** Seconds or a date (RFC 9110). A date is read against the reply's own, so that no clock is needed. */
export function readRetryAfter(headers: Readonly<Record<string, string>>): number | null {
  const text = headers['retry-after'];
  if (text === undefined) return null;
  const bounded = (ms: number) => Math.min(Math.max(ms, 0), limits.retryAfterMsMax);
  if (/^\d{1,9}$/u.test(text)) return bounded(Number(text) * 1_000);
  const until = Date.parse(text);
  const sent = Date.parse(headers['date'] ?? '');
  return Number.isNaN(until) || Number.isNaN(sent) ? null : bounded(until - sent);
}

export function mediaType(headers: Readonly<Record<string, string>>): string {
  return (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}
