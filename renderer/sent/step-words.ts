import { assertNever } from '../../counter/result.ts';
import type { RowStepView } from '../../electron/contract/upload-schemas.ts';
import type { PersonView } from '../../electron/contract/view-schemas.ts';
import { printWords } from '../paper/print-words.ts';
import type { Text } from '../text/i18n.ts';

interface Saying extends Text {
  readonly people: readonly PersonView[];
}

export interface StepWords {
  readonly what: string;
  /** What belongs to it: reasons, approvals, the head end's own sentence. Empty for nothing. */
  readonly more: string;
}

type Act = Extract<RowStepView, { step: 'act' }>;
type Answered = Extract<RowStepView, { step: 'answered' }>;

/** One step of a row's history, in words. */
export function stepWords(step: RowStepView, saying: Saying): StepWords {
  const { t } = saying;
  switch (step.step) {
    case 'taken':
      return plain(t('rowStep.taken', { who: nameOf(step.by, saying) }));
    case 'paper': {
      const { words } = printWords({ ...step, reason: 'none' }, t);
      return plain(
        step.copy === 0 ? t('rowStep.paper', { words }) : t('rowStep.paperCopy', { n: step.copy, words }),
      );
    }
    case 'copied':
      return plain(step.copies === 'two' ? t('rowStep.copiedTwo') : t('rowStep.copiedSingle'));
    case 'offered':
      return plain(t('rowStep.offered'));
    case 'tried':
      return plain(t('rowStep.tried'));
    case 'acknowledged':
      return plain(t('rowStep.acknowledged'));
    case 'answered':
      return answeredWords(step, saying);
    case 'act':
      return actWords(step, saying);
    default:
      return assertNever(step);
  }
}

function plain(what: string): StepWords {
  return { what, more: '' };
}

function answeredWords(step: Answered, { t, language }: Saying): StepWords {
  const { turn } = step;
  const credit = t(`creditWord.${step.credit}`);
  return {
    what:
      step.record === 'parked'
        ? t('rowStep.parked', { turn, credit })
        : t('rowStep.answered', { turn, credit }),
    more: joined([
      step.text === null || step.text[language] === ''
        ? null
        : t('rowStep.said', { text: step.text[language] }),
      step.reference === null ? null : t('rowStep.reference', { reference: step.reference }),
      step.tokens === 0 ? null : t('rowStep.tokens', { count: step.tokens }),
    ]),
  };
}

function actWords(step: Act, saying: Saying): StepWords {
  const { t, language } = saying;
  return {
    what: deedWords(step, saying),
    more: joined([
      step.reason === null || step.reason === ''
        ? null
        : t('rowStep.because', { reason: reasonOf(step, saying) }),
      step.approver === null ? null : t('rowStep.approver', { who: nameOf(step.approver, saying) }),
      step.credit === null || step.credit === 'none'
        ? null
        : t('rowStep.itsAnswer', { credit: t(`creditWord.${step.credit}`) }),
      step.text === null || step.text[language] === ''
        ? null
        : t('rowStep.said', { text: step.text[language] }),
    ]),
  };
}

function deedWords(step: Act, saying: Saying): string {
  const { t } = saying;
  const who = nameOf(step.by, saying);
  switch (step.act) {
    case 'cancellation':
    case 'refund':
    case 'reprint':
    case 'override':
      return t(deedKeys[step.act], { who });
    case 'settlement':
      return t(settlementKeys[step.outcome ?? 'refunded'], { who, consumer: step.consumer ?? '?' });
    default:
      return assertNever(step.act);
  }
}

const deedKeys = {
  cancellation: 'rowStep.cancellation',
  refund: 'rowStep.refund',
  reprint: 'rowStep.reprint',
  override: 'rowStep.override',
} as const;

const settlementKeys = {
  moved: 'rowStep.settlementMoved',
  matched: 'rowStep.settlementMatched',
  resubmitted: 'rowStep.settlementResubmitted',
  refunded: 'rowStep.settlementRefunded',
} as const satisfies Record<NonNullable<Act['outcome']>, string>;

/** Why a further copy was asked for is a word of the program; every other reason was typed by a person. */
function reasonOf({ act, reason }: Act, { t }: Saying): string {
  const known = act === 'reprint' ? Object.entries(reprintKeys).find(([name]) => name === reason) : undefined;
  return known === undefined ? (reason ?? '') : t(known[1]);
}

const reprintKeys = {
  'paper-damaged': 'reprint.paperDamaged',
  'not-printed': 'reprint.notPrinted',
  'consumer-asks': 'reprint.consumerAsks',
  'confirmed-slip': 'reprint.confirmedSlip',
} as const;

function joined(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join(' · ');
}

/** Who is not among the people any more is named by the id that the entry carries. */
function nameOf(person: string, { people, language }: Saying): string {
  return people.find((one) => one.person === person)?.name[language] ?? person;
}
