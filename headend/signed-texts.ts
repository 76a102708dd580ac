import type { Answer, SignedAcknowledgement, SignedAnswer } from '../counter/journal/answer.ts';
import { acknowledgementHash, answerHash, type Sha256Hex } from '../counter/journal/chain.ts';
import { err, ok, type Result } from '../counter/result.ts';
import { limits } from '../counter/limits.ts';
import type { CounterIdentity } from './client.ts';
import {
  acknowledgementSchema,
  answerSchema,
  noticeListSchema,
  type NoticeList,
  type SignedText,
} from './schemas.ts';
import type { VerifyHashLater } from './signatures.ts';
import { notAnswering, type NotAnswering } from './verdict.ts';
import { readJson } from './read-json.ts';

/** What checking the head end's signed texts needs. */
export interface CheckPorts {
  readonly identity: CounterIdentity;
  readonly sha256: Sha256Hex;
  readonly verify: VerifyHashLater;
}

/** Notices are every counter's. */
export interface NoticePorts extends Omit<CheckPorts, 'identity'> {
  readonly identity: Pick<CounterIdentity, 'serverId' | 'headEndPublicKey'>;
}

/** Checks signature, shape, server and counter of an acknowledgement; nothing unchecked is stored. */
export async function checkAcknowledgement(
  ports: CheckPorts,
  { text, signature }: SignedText,
  serverEpoch: string,
): Promise<Result<SignedAcknowledgement, NotAnswering>> {
  const { identity } = ports;
  const hash = acknowledgementHash(ports.sha256, text);
  if (!(await ports.verify(hash, signature, identity.headEndPublicKey))) {
    return err(notAnswering('wrong-signature', 'acknowledgement'));
  }
  const parsed = acknowledgementSchema.safeParse(readJson(text));
  if (!parsed.success) return err(notAnswering('unparsable', 'acknowledgement'));
  const acknowledgement = parsed.data;
  if (acknowledgement.serverId !== identity.serverId) {
    return err(notAnswering('wrong-server', `acknowledgement of ${acknowledgement.serverId}`));
  }
  const { counter, epoch } = acknowledgement;
  if (
    counter !== identity.counter ||
    epoch !== identity.epoch ||
    acknowledgement.serverEpoch !== serverEpoch
  ) {
    return err(notAnswering('wrong-answer', `acknowledgement for ${counter} epoch ${epoch}`));
  }
  return ok({ acknowledgement, text, signature });
}

/** What an answer is expected to be about. */
export interface ExpectedEntry {
  readonly epoch: number;
  readonly uid: string;
}

/** The same for answers, in their order. `expected` gives the entry where it is at hand; null leaves it open. */
export async function checkAnswers(
  ports: CheckPorts,
  texts: readonly SignedText[],
  expected: ((seq: number) => ExpectedEntry | null) | null,
): Promise<Result<readonly SignedAnswer[], NotAnswering>> {
  const { identity } = ports;
  const verified = await Promise.all(
    texts.map(({ text, signature }) =>
      ports.verify(answerHash(ports.sha256, text), signature, identity.headEndPublicKey),
    ),
  );
  if (verified.includes(false)) return err(notAnswering('wrong-signature', 'answer'));
  const answers: SignedAnswer[] = [];
  for (const { text, signature } of texts) {
    const parsed = answerSchema.safeParse(readJson(text));
    if (!parsed.success) return err(notAnswering('unparsable', 'answer'));
    const answer = parsed.data;
    const known = expected === null || isAbout(answer, expected(answer.seq));
    if (answer.counter !== identity.counter || !known) {
      return err(notAnswering('wrong-answer', `answer about ${answer.counter} entry ${answer.seq}`));
    }
    answers.push({ answer, text, signature });
  }
  return ok(answers);
}

/** A body that the head end could not read has no uid there. */
function isAbout({ epoch, uid }: Answer, entry: ExpectedEntry | null): boolean {
  return entry !== null && epoch === entry.epoch && (uid === '' || uid === entry.uid);
}

/** What the head end signs for its notices. */
export function noticesHash(sha256: Sha256Hex, noticesText: string): string {
  return sha256(`division-counter/notices/1\n${noticesText}`);
}

/** The same list for every counter of this head end; what it says moves no money and stops no sale. */
export async function checkNotices(
  ports: NoticePorts,
  { text, signature }: SignedText,
): Promise<Result<NoticeList, NotAnswering>> {
  const { serverId, headEndPublicKey } = ports.identity;
  if (!(await ports.verify(noticesHash(ports.sha256, text), signature, headEndPublicKey))) {
    return err(notAnswering('wrong-signature', 'notices'));
  }
  const parsed = noticeListSchema.safeParse(readJson(text));
  if (!parsed.success) return err(notAnswering('unparsable', 'notices'));
  const list = parsed.data;
  if (list.serverId !== serverId) return err(notAnswering('wrong-server', `notices of ${list.serverId}`));
  const fits =
    list.notices.every(isSoundSpan) && new Set(list.notices.map(({ id }) => id)).size === list.notices.length;
  return fits ? ok(list) : err(notAnswering('wrong-answer', 'a notice without sense'));
}

/** Ends after it begins, and within a year: a list that says otherwise was not meant. */
export function isSoundSpan({ from, until }: { readonly from: number; readonly until: number }): boolean {
  return until > from && until - from <= limits.noticeDaysMax * 86_400_000;
}
