import { type Condition, cleanCondition, conditionFromAnswers, statusQuestions } from './condition.ts';
import { encodeStatusQuestion } from './encode.ts';
import type { Reply } from './replies.ts';
import type { Link, Timing } from './transport.ts';

/** How long a printer may take for each answer. */
const answerLimitMs = 1_000;

export interface Answer {
  readonly answered: boolean;
  readonly condition: Condition;
}

/**
 * Asks the four status questions one after the other, for the answers carry no number of their own.
 * `onReply` hands over the listener that is fed with every reply while the questions are open.
 */
export async function askPrinter(
  link: Link,
  timing: Timing,
  onReply: (listener: ((reply: Reply) => void) | null) => void,
): Promise<Answer> {
  const answers: number[] = [];
  try {
    for (const question of statusQuestions) {
      const answer = await oneAnswer(link, timing, onReply, question);
      if (answer === null) return { answered: false, condition: cleanCondition };
      answers.push(answer);
    }
  } finally {
    onReply(null);
  }
  return { answered: true, condition: conditionFromAnswers(answers) };
}

async function oneAnswer(
  link: Link,
  timing: Timing,
  onReply: (listener: (reply: Reply) => void) => void,
  question: number,
): Promise<number | null> {
  return new Promise((resolve) => {
    const cancel = timing.after(answerLimitMs, () => resolve(null));
    onReply((reply) => {
      if (reply.kind !== 'realTime') return;
      cancel();
      resolve(reply.byte);
    });
    void link.write(encodeStatusQuestion(question), answerLimitMs).then((written) => {
      if (written.end !== 'gone') return;
      cancel();
      resolve(null);
    });
  });
}
