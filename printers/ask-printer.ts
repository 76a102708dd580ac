import { type Condition, cleanCondition, conditionFromAnswers, statusQuestions } from './condition.ts';
import { encodeAutoStatus, encodeStatusQuestion } from './encode.ts';
import type { Reply } from './replies.ts';
import type { Link, Timing } from './transport.ts';

/** How long a printer may take for each answer. */
const answerLimitMs = 1_000;
const autoStatusLimitMs = 250;

export interface Answer {
  readonly answered: boolean;
  readonly condition: Condition;
}

/** Takes the listener that is fed with every reply while a question is open; null when none is. */
export type ListenWith = (listener: ((reply: Reply) => void) | null) => void;

/** Asks the four status questions one after the other, for the answers carry no number of their own. */
export async function askPrinter(link: Link, timing: Timing, listenWith: ListenWith): Promise<Answer> {
  const answers: number[] = [];
  for (const question of statusQuestions) {
    const reply = await replyTo(encodeStatusQuestion(question), 'realTime', answerLimitMs, {
      link,
      timing,
      listenWith,
    });
    if (reply?.kind !== 'realTime') return { answered: false, condition: cleanCondition };
    answers.push(reply.byte);
  }
  return { answered: true, condition: conditionFromAnswers(answers) };
}

/**
 * Makes the printer tell every change of its status, and waits for the first telling: one that goes
 * offline before it has read the command would stay silent.
 */
export async function followStatus(link: Link, timing: Timing, listenWith: ListenWith): Promise<void> {
  await replyTo(encodeAutoStatus(), 'asb', autoStatusLimitMs, { link, timing, listenWith });
}

async function replyTo(
  question: Uint8Array,
  kind: Reply['kind'],
  limitMs: number,
  via: { readonly link: Link; readonly timing: Timing; readonly listenWith: ListenWith },
): Promise<Reply | null> {
  const answer = await new Promise<Reply | null>((resolve) => {
    const cancel = via.timing.after(limitMs, () => resolve(null));
    const settle = (reply: Reply | null): void => {
      cancel();
      resolve(reply);
    };
    via.listenWith((reply) => {
      if (reply.kind === kind) settle(reply);
    });
    via.link.onGone(() => settle(null));
    void via.link.write(question, limitMs).then((written) => {
      if (written.end === 'gone') settle(null);
    });
  });
  via.listenWith(null);
  return answer;
}
