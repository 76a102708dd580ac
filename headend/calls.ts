import {
  acknowledgementSchema,
  answerSchema,
  batchHeaderSchema,
  batchResponseSchema,
  counterStateSchema,
  enrolmentRequestSchema,
  enrolmentSchema,
  healthSchema,
  heldAnswersReplySchema,
  heldAnswersRequestSchema,
  noticeListSchema,
  noticesReplySchema,
  problemSchema,
  recoveryRequestSchema,
  resultsPageSchema,
  signedTextSchema,
  type ProblemType,
} from './schemas.ts';
import { signedStatementSchema, statementSchema } from './statement-schemas.ts';

/** The calls of the protocol as data: what openapi.json is made of, and what both sides are held against. */

/** Every message by the name that it has in the document. */
export const messages = {
  Health: healthSchema,
  EnrolmentRequest: enrolmentRequestSchema,
  Enrolment: enrolmentSchema,
  RecoveryRequest: recoveryRequestSchema,
  CounterState: counterStateSchema,
  BatchHeader: batchHeaderSchema,
  BatchResponse: batchResponseSchema,
  ResultsPage: resultsPageSchema,
  HeldAnswersRequest: heldAnswersRequestSchema,
  HeldAnswersReply: heldAnswersReplySchema,
  SignedStatement: signedStatementSchema,
  NoticesReply: noticesReplySchema,
  /** These four are the `text` of signed texts. */
  Acknowledgement: acknowledgementSchema,
  Answer: answerSchema,
  NoticeList: noticeListSchema,
  Statement: statementSchema,
  SignedText: signedTextSchema,
  Problem: problemSchema,
} as const;
export type Message = keyof typeof messages;

export interface Call {
  readonly id: string;
  readonly method: 'get' | 'post';
  /** `{counter}` stands for the counter's id. */
  readonly path: string;
  readonly summary: string;
  /** `named-token`: the path names no counter, so the header `X-Counter` does. */
  readonly access: 'anybody' | 'token' | 'named-token';
  readonly query: readonly { readonly name: string; readonly charsMax: number; readonly says: string }[];
  readonly request: { readonly kind: 'json'; readonly message: Message } | { readonly kind: 'batch' } | null;
  readonly answer: { readonly kind: 'json'; readonly message: Message } | { readonly kind: 'file' };
  /** What the application refuses, by status. Any call may besides be answered 400, 429, 500 and 503. */
  readonly refusals: Readonly<Record<number, readonly ProblemType[]>>;
}

const byToken = { 401: ['unauthorized'], 404: ['unknown-counter'] } as const;

export const calls: readonly Call[] = [
  {
    id: 'readHealth',
    method: 'get',
    path: '/v1/health',
    summary: 'Whether the application itself is there, which versions it takes, and its time.',
    access: 'anybody',
    query: [],
    request: null,
    answer: { kind: 'json', message: 'Health' },
    refusals: {},
  },
  {
    id: 'enrol',
    method: 'post',
    path: '/v1/enrolments',
    summary: 'A one-time code and a public key become a counter. The same again is answered the same.',
    access: 'anybody',
    query: [],
    request: { kind: 'json', message: 'EnrolmentRequest' },
    answer: { kind: 'json', message: 'Enrolment' },
    refusals: { 403: ['unknown-code'], 409: ['code-used'], 413: ['too-large'], 422: ['malformed'] },
  },
  {
    id: 'recover',
    method: 'post',
    path: '/v1/recoveries',
    summary: 'The recovery entry of a restored journal proves the new key and ends the old epoch.',
    access: 'anybody',
    query: [],
    request: { kind: 'json', message: 'RecoveryRequest' },
    answer: { kind: 'json', message: 'Enrolment' },
    refusals: {
      403: ['recovery'],
      404: ['unknown-counter'],
      409: ['fork', 'epoch'],
      413: ['too-large'],
      422: ['malformed', 'chain'],
    },
  },
  {
    id: 'readState',
    method: 'get',
    path: '/v1/counters/{counter}/state',
    summary: 'How far the head end holds this journal, signed, and when and how fast to send.',
    access: 'token',
    query: [],
    request: null,
    answer: { kind: 'json', message: 'CounterState' },
    refusals: { ...byToken, 409: ['fork'] },
  },
  {
    id: 'sendBatch',
    method: 'post',
    path: '/v1/counters/{counter}/batches',
    summary: 'The next entries of the journal, verbatim; a signed answer to each and the new prefix.',
    access: 'token',
    query: [],
    request: { kind: 'batch' },
    answer: { kind: 'json', message: 'BatchResponse' },
    refusals: {
      ...byToken,
      409: ['gap', 'fork', 'epoch'],
      413: ['too-large'],
      422: ['chain', 'signature', 'malformed'],
    },
  },
  {
    id: 'readResults',
    method: 'get',
    path: '/v1/counters/{counter}/results',
    summary: 'Every answer given to this counter, in the order in which they were made.',
    access: 'token',
    query: [{ name: 'after', charsMax: 80, says: 'A cursor as an earlier page or batch named it.' }],
    request: null,
    answer: { kind: 'json', message: 'ResultsPage' },
    refusals: byToken,
  },
  {
    id: 'giveBackAnswers',
    method: 'post',
    path: '/v1/counters/{counter}/answers',
    summary: 'Later answers that the counter holds, for a head end that was restored from a backup.',
    access: 'token',
    query: [],
    request: { kind: 'json', message: 'HeldAnswersRequest' },
    answer: { kind: 'json', message: 'HeldAnswersReply' },
    refusals: { ...byToken, 409: ['gap'], 413: ['too-large'], 422: ['malformed'] },
  },
  {
    id: 'readStatement',
    method: 'get',
    path: '/v1/counters/{counter}/statement',
    summary: 'What the head end has in its own books of this counter, day by day, signed.',
    access: 'token',
    query: [
      { name: 'from', charsMax: 10, says: 'First business date, YYYY-MM-DD.' },
      { name: 'to', charsMax: 10, says: 'Last business date, at most 91 days later.' },
    ],
    request: null,
    answer: { kind: 'json', message: 'SignedStatement' },
    refusals: { ...byToken, 422: ['malformed'] },
  },
  {
    id: 'readNotices',
    method: 'get',
    path: '/v1/notices',
    summary: 'Declared outages, the disconnection calendar and messages: one signed list for all counters.',
    access: 'named-token',
    query: [],
    request: null,
    answer: { kind: 'json', message: 'NoticesReply' },
    refusals: byToken,
  },
  {
    id: 'readDirectory',
    method: 'get',
    path: '/v1/directory',
    summary: 'The consumer directory as a gzip file that is itself signed; its ETag is its SHA-256.',
    access: 'named-token',
    query: [],
    request: null,
    answer: { kind: 'file' },
    refusals: { 401: ['unauthorized'], 404: ['unknown-counter', 'not-found'] },
  },
];
