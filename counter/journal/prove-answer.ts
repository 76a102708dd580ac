import type { Answer, Acknowledgement } from './answer.ts';
import { acknowledgementHash, answerHash } from './chain.ts';
import type { ProofFaultCode } from './proof.ts';
import type { ChainTools } from './verify-chain.ts';

/** The text of an answer or acknowledgement and the head end's signature, as they are kept. */
export interface SignedText {
  readonly text: string;
  readonly signature: string;
}

export interface AnswerFault {
  readonly code: ProofFaultCode;
  readonly seq: number;
  readonly detail: string;
}

/** Uid and hash of an entry that was proved; null for one that was not passed. */
export interface ProvedEntries {
  readonly uidAt: (seq: number) => string | null;
  readonly hashAt: (seq: number) => string | null;
}

const publicKeyChars = 43;

/** Journals of tests and practice name no head end; nothing can be said of its signatures then. */
export function isPublicKey(text: string): boolean {
  return text.length === publicKeyChars;
}

/** An answer belongs to an entry that was proved, and the head end that the journal names signed it. */
export function answerFault(
  signed: SignedText,
  counter: string,
  proved: ProvedEntries,
  headEndPublicKey: string,
  tools: ChainTools,
): AnswerFault | null {
  const answer = readAnswer(signed.text);
  if (answer === null) return { code: 'answer-differs', seq: 0, detail: 'the text is no answer' };
  const { seq } = answer;
  if (answer.counter !== counter || proved.uidAt(seq) !== answer.uid) {
    return { code: 'answer-differs', seq, detail: 'the answer is about another entry' };
  }
  const hash = answerHash(tools.sha256, signed.text);
  if (isPublicKey(headEndPublicKey) && !tools.verify(hash, signed.signature, headEndPublicKey)) {
    return { code: 'answer-signature', seq, detail: `answer ${answer.turn}` };
  }
  return null;
}

/** An acknowledgement names the very hash that the journal has at its end. */
export function acknowledgementFault(
  signed: SignedText,
  counter: string,
  proved: Pick<ProvedEntries, 'hashAt'>,
  headEndPublicKey: string,
  tools: ChainTools,
): AnswerFault | null {
  const said = readAcknowledgement(signed.text);
  if (said === null) {
    return { code: 'acknowledgement-differs', seq: 0, detail: 'the text is no acknowledgement' };
  }
  const seq = said.ackedSeq;
  if (said.counter !== counter || (seq > 0 && proved.hashAt(seq) !== said.headHash)) {
    return { code: 'acknowledgement-differs', seq, detail: 'the head end names another hash' };
  }
  const hash = acknowledgementHash(tools.sha256, signed.text);
  if (isPublicKey(headEndPublicKey) && !tools.verify(hash, signed.signature, headEndPublicKey)) {
    return { code: 'acknowledgement-signature', seq, detail: `acknowledged through ${seq}` };
  }
  return null;
}

type Said = Pick<Answer, 'counter' | 'seq' | 'uid' | 'turn' | 'credit' | 'reference'>;

export function readAnswer(text: string): Said | null {
  const fields = fieldsOf(text);
  const { v, counter, seq, uid, turn, credit, reference } = fields;
  const known = credits.find((each) => each === credit);
  if (v !== 1 || typeof counter !== 'string' || typeof uid !== 'string' || known === undefined) return null;
  if (!isCount(seq) || !isCount(turn)) return null;
  const said = typeof reference === 'string' ? reference : null;
  return { counter, seq, uid, turn, credit: known, reference: said };
}

const credits = ['none', 'applied', 'pending', 'rejected'] as const satisfies readonly Answer['credit'][];

function readAcknowledgement(
  text: string,
): Pick<Acknowledgement, 'counter' | 'ackedSeq' | 'headHash'> | null {
  const { v, counter, ackedSeq, headHash } = fieldsOf(text);
  const isOne = v === 1 && typeof counter === 'string' && isCount(ackedSeq) && typeof headHash === 'string';
  return isOne ? { counter, ackedSeq, headHash } : null;
}

function fieldsOf(text: string): Readonly<Partial<Record<string, unknown>>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
