import type { Answer, SignedAcknowledgement, SignedAnswer } from '../counter/journal/answer.ts';
import { limits } from '../counter/limits.ts';
import type { Outbox } from './outbox.ts';
import type { Agreement } from './uploader-state.ts';

/** What the head end said, over the wire or on a stick, is put on disk by this one way. */
export interface KeepContext {
  readonly ports: {
    readonly outbox: Outbox;
    /** Resolves when whoever waits for the event loop has had a turn. */
    readonly nextTurn: () => Promise<unknown>;
    readonly onFault: (error: unknown) => void;
  };
  /** After the stop nothing is stored. */
  readonly isStopped: () => boolean;
  readonly onStored: (answers: readonly SignedAnswer[]) => void;
}

/** So many answers are written in one transaction; between two of them a sale may go first. */
const answersPerWrite = 50;

export async function storeAnswers(
  { ports, isStopped, onStored }: KeepContext,
  said: readonly SignedAnswer[],
  cursor: string | null,
): Promise<void> {
  const { outbox, nextTurn } = ports;
  const answers = withoutContradictions(ports, said);
  for (let start = 0; start < answers.length || start === 0; start += answersPerWrite) {
    if (isStopped()) return;
    const slice = answers.slice(start, start + answersPerWrite);
    const isLast = start + answersPerWrite >= answers.length;
    const moves = isLast && cursor !== null && cursor !== outbox.position().resultsCursor;
    if (slice.length > 0 || moves) await outbox.storeAnswers(slice, isLast ? cursor : null);
    if (slice.length > 0) onStored(slice);
    if (!isLast) await nextTurn();
  }
}

/**
 * A head end restored from a backup may decide anew what it had decided, if an old message reaches it
 * first. What it signed before stands here; the other word is left out, told, and stops nothing else. So is
 * a later turn that takes back what was final: cash may have gone back, or a token may have been given.
 */
function withoutContradictions(
  { outbox, onFault }: KeepContext['ports'],
  answers: readonly SignedAnswer[],
): readonly SignedAnswer[] {
  const seqs = answers.map(({ answer }) => answer.seq);
  if (seqs.length === 0) return answers;
  const placeOf = ({ answer }: SignedAnswer): string => `${answer.seq} ${answer.turn}`;
  const stored = outbox.answersBetween(Math.min(...seqs), Math.max(...seqs));
  const texts = new Map(stored.map((one) => [placeOf(one), one.text]));
  const finals = new Map(stored.filter(isFinal).map(({ answer }) => [answer.seq, answer]));
  return answers.filter((one) => {
    const { seq } = one.answer;
    const before = texts.get(placeOf(one));
    const agrees = before === undefined ? !takesBack(finals.get(seq), one) : before === one.text;
    if (agrees && isFinal(one)) finals.set(seq, one.answer);
    if (!agrees) onFault(new Error(`the head end says something else of entry ${seq} than it signed before`));
    return agrees;
  });
}

/** A word from before the final one may come late; after it there is no other. */
function takesBack(final: Answer | undefined, said: SignedAnswer): boolean {
  if (final === undefined || final.credit === said.answer.credit) return false;
  return isFinal(said) || said.answer.turn > final.turn;
}

function isFinal({ answer }: SignedAnswer): boolean {
  return answer.credit === 'applied' || answer.credit === 'rejected';
}

/** Another epoch or another PC under this name may have got answers about entries that are not here. */
export function ofThisJournal(outbox: Outbox, answers: readonly SignedAnswer[]): readonly SignedAnswer[] {
  return answers.filter(({ answer }) => {
    const entry = outbox.read(answer.seq, 1, limits.batchBodiesBytesMax)[0];
    return entry !== undefined && entry.epoch === answer.epoch && entry.uid === answer.uid;
  });
}

export function storeIfNew(
  { ports: { outbox }, isStopped }: KeepContext,
  acknowledgement: SignedAcknowledgement,
): void {
  const { ackedSeq, serverEpoch } = acknowledgement.acknowledgement;
  const stored = outbox.position();
  const isNew = ackedSeq !== stored.ackedSeq || serverEpoch !== stored.serverEpoch;
  if (isNew && !isStopped()) outbox.storeAcknowledgement(acknowledgement);
}

export function agreementWith({ ports }: KeepContext, { acknowledgement }: SignedAcknowledgement): Agreement {
  return ports.outbox.hashAt(acknowledgement.ackedSeq) === acknowledgement.headHash ? 'same' : 'differs';
}
