import { formatRupees, groupIndian } from '../../counter/money.ts';
import { assertNever } from '../../counter/result.ts';
import type { Language } from '../../counter/text/amount-in-words.ts';
import type { CounterState } from '../../electron/contract/view-schemas.ts';
import { dateAndTime, duration, when } from '../text/calendar.ts';
import type { Translate } from '../text/i18n.ts';

/** ● works, ▲ needs eyes, ■ stopped, ○ being asked. */
export type Level = 'good' | 'warn' | 'stop' | 'unknown';

export interface StatusItem {
  readonly id: 'network' | 'head-end' | 'unsent' | 'second-copy' | 'printer';
  readonly level: Level;
  readonly words: string;
  readonly detail: string;
}

export type PrintReason = CounterState['printer']['reason'];

interface Saying {
  readonly t: Translate;
  readonly language: Language;
  readonly nowMs: number;
  /** How long the backlog still takes; left out where nobody can tell. */
  readonly leftMs?: number | null;
}

/** The five answers of the status bar, always all of them, in words. */
export function statusItems(state: CounterState, saying: Saying): readonly StatusItem[] {
  return [
    network(state, saying),
    headEnd(state, saying),
    unsent(state, saying),
    secondCopy(state, saying),
    printer(state, saying),
  ];
}

function network({ network: { state, since } }: CounterState, { t, language, nowMs }: Saying): StatusItem {
  const sinceText = since === null ? null : when(since, nowMs, t, language);
  switch (state) {
    case 'up':
      return item(
        'network',
        'good',
        t('status.networkUp'),
        sinceText && t('status.networkUpDetail', { since: sinceText }),
      );
    case 'down':
      return item(
        'network',
        'stop',
        t('status.networkDown'),
        sinceText && t('status.networkDownDetail', { since: sinceText }),
      );
    case 'unknown':
      return item('network', 'unknown', t('status.networkUnknown'), null);
    default:
      return assertNever(state);
  }
}

function headEnd({ headEnd: link }: CounterState, { t, language, nowMs }: Saying): StatusItem {
  const since = link.since === null ? null : when(link.since, nowMs, t, language);
  switch (link.link) {
    case 'answering':
      return item('head-end', 'good', t('status.headEndUp'), since && t('status.since', { since }));
    case 'not-answering':
      return item('head-end', 'warn', downWords(link.since, t, language), nextTry(link.nextTryAt, nowMs, t));
    case 'unknown':
      return item('head-end', 'unknown', t('status.headEndUnknown'), null);
    case 'fenced':
      return item('head-end', 'stop', t('status.headEndFenced'), t('status.headEndFencedDetail'));
    case 'frozen':
      return item('head-end', 'stop', t('status.headEndFrozen'), t('status.headEndFrozenDetail'));
    default:
      return assertNever(link.link);
  }
}

/** The one thing to be read from across the room: that it is down, and since when. */
function downWords(since: number | null, t: Translate, language: Language): string {
  if (since === null) return t('status.headEndDown');
  return t('status.headEndDownSince', { since: dateAndTime(since, language) });
}

function nextTry(nextTryAt: number | null, nowMs: number, t: Translate): string {
  if (nextTryAt === null) return t('status.sellOn');
  if (nextTryAt <= nowMs) return t('status.trying');
  return t('status.nextTry', { wait: duration(nextTryAt - nowMs, t) });
}

function unsent({ unsent: waiting }: CounterState, { t, nowMs, leftMs = null }: Saying): StatusItem {
  if (waiting.count === 0)
    return item('unsent', 'good', t('status.unsentNone'), t('status.unsentNoneDetail'));
  const words = t('status.unsentSome', {
    amount: groupIndian(waiting.count),
    rupees: formatRupees(waiting.sumPaise, 'hide-zero'),
  });
  if (waiting.sending !== null) {
    const { done, total } = waiting.sending;
    const far = { done: groupIndian(done), total: groupIndian(total) };
    const detail =
      leftMs === null
        ? t('status.unsentSending', far)
        : t('status.unsentSendingLeft', { ...far, left: duration(leftMs, t) });
    return item('unsent', 'warn', words, detail);
  }
  const age = waiting.oldestAt === null ? null : duration(nowMs - waiting.oldestAt, t);
  return item('unsent', 'warn', words, age && t('status.unsentOldest', { age }));
}

function secondCopy({ setup, secondCopy: copy }: CounterState, { t }: Saying): StatusItem {
  // Before there is a journal nothing is missing yet.
  if (setup === 'not-enrolled') return item('second-copy', 'unknown', t('status.copyLater'), null);
  const detail = t('status.copyDetail', {
    folder: shortFolder(copy.folder ?? ''),
    copied: groupIndian(copy.copied),
    entries: groupIndian(copy.entries),
  });
  switch (copy.state) {
    case 'complete':
      if (copy.single?.reason === 'same-device')
        return item('second-copy', 'warn', t('status.copySameDisk'), detail);
      return item('second-copy', 'good', t('status.copyComplete'), detail);
    case 'lost':
      return item('second-copy', 'stop', t('status.copyLost'), detail);
    case 'behind':
      return item('second-copy', 'warn', t('status.copyBehind'), detail);
    case 'absent':
      return item('second-copy', 'stop', t('status.copyAbsent'), t('status.copyAbsentDetail'));
    default:
      return assertNever(copy.state);
  }
}

/** The drive or the last folder: a whole path does not fit and says no more. */
function shortFolder(folder: string): string {
  const drive = /^[A-Za-z]:/u.exec(folder);
  if (drive !== null) return drive[0];
  return folder.split('/').findLast((part) => part !== '') ?? folder;
}

function printer({ printer: device }: CounterState, { t }: Saying): StatusItem {
  switch (device.state) {
    case 'ready':
      return item(
        'printer',
        'good',
        t('status.printerReady'),
        t('status.printerPaper', { mm: device.paperMm }),
      );
    case 'attention':
      return item('printer', 'warn', t('status.printerAttention'), reasonWords(device.reason, t));
    case 'stopped':
      return item('printer', 'stop', t('status.printerStopped'), reasonWords(device.reason, t));
    case 'unknown':
      return item('printer', 'unknown', t('status.printerUnknown'), null);
    default:
      return assertNever(device.state);
  }
}

function item(id: StatusItem['id'], level: Level, words: string, detail: string | null): StatusItem {
  return { id, level, words, detail: detail ?? '' };
}

export function reasonWords(reason: PrintReason, t: Translate): string {
  return t(`reason.${reasonKeys[reason]}`);
}

const reasonKeys = {
  none: 'none',
  'paper-out': 'paperOut',
  'cover-open': 'coverOpen',
  cutter: 'cutter',
  'hot-head': 'hotHead',
  offline: 'offline',
  'not-there': 'notThere',
  'no-answer': 'noAnswer',
  'gave-up': 'gaveUp',
  'program-ended': 'programEnded',
  'wrong-id': 'wrongId',
  unknown: 'unknown',
} as const satisfies Record<PrintReason, string>;
