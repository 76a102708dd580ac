import { assertNever } from '../../counter/result.ts';
import type { PrintJobView } from '../../electron/contract/view-schemas.ts';
import { reasonWords, type Level } from '../app/status-model.ts';
import type { Translate } from '../text/i18n.ts';

export interface PrintWords {
  readonly level: Level;
  readonly words: string;
  /** What to do, when a person must do something. */
  readonly now: string | null;
}

/** How the slip stands, for a person: never "printed" without proof. */
export function printWords(
  job: Pick<PrintJobView, 'state' | 'reason' | 'proof'> | null,
  t: Translate,
): PrintWords {
  if (job === null) return { level: 'unknown', words: t('paper.noJob'), now: null };
  const reason = reasonWords(job.reason, t);
  switch (job.state) {
    case 'waiting':
      return { level: 'unknown', words: t('paper.waiting'), now: null };
    case 'queued':
      return { level: 'unknown', words: t('paper.queued'), now: null };
    case 'checking':
      return { level: 'unknown', words: t('paper.checking'), now: null };
    case 'sending':
      return { level: 'unknown', words: t('paper.sending'), now: null };
    case 'awaiting':
      return { level: 'unknown', words: t('paper.awaiting'), now: null };
    case 'confirmed':
      return {
        level: 'good',
        words: job.proof === 'operator' ? t('paper.confirmedByPerson') : t('paper.confirmed'),
        now: null,
      };
    case 'blocked':
      return { level: 'warn', words: t('paper.blocked'), now: reason };
    case 'stalled':
      return { level: 'stop', words: t('paper.stalled'), now: reason };
    case 'uncertain':
      return { level: 'warn', words: t('paper.uncertain'), now: t('paper.answerKey') };
    case 'failed':
      return { level: 'warn', words: t('paper.failed'), now: reason };
    default:
      return assertNever(job.state);
  }
}

/** A receipt number as people say it: its last digits. */
export function receiptTail(receiptNumber: string | null): string {
  return receiptNumber?.split('-').at(-1) ?? '?';
}

/** Digits alone mean a receipt of the same run as `last`; anything else is a whole number. */
export function wholeReceiptNumber(typed: string, last: string | null): string {
  const text = typed.trim().toUpperCase();
  if (!/^\d{1,6}$/u.test(text) || last === null) return text;
  const run = last.slice(0, last.lastIndexOf('-') + 1);
  return `${run}${text.padStart(6, '0')}`;
}
