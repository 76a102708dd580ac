import type { Input, Output } from '../../electron/contract/schemas.ts';

/** Three questions, one after the other: where the copy lies, with which key it opens, which counter it is. */
export type RestoreStep = 'sources' | 'key' | 'counter';

export interface RestoreForm {
  /** Folder of the second copy; empty for none. */
  readonly mirror: string;
  /** The old `journal.db`, when the dead PC's disk can still be read; empty for none. */
  readonly journal: string;
  readonly keyFrom: 'file' | 'words';
  readonly keyFile: string;
  readonly words: string;
  /** Asked only where the folder holds several counters. */
  readonly counter: string;
}

export type RestoreResult = Output<'setup.restore'>;
export type RestoreFormFault = 'nothing-given' | 'key-missing' | 'words-missing' | 'counter-missing';

export const emptyRestore: RestoreForm = {
  mirror: '',
  journal: '',
  keyFrom: 'file',
  keyFile: '',
  words: '',
  counter: '',
};

export const wordsOfKey = 24;

/** How many words were typed so far; the numbers before them on the paper do not count. */
export function countWords(typed: string): number {
  return typed.match(/[a-z]+/giu)?.length ?? 0;
}

/** What keeps this step from being left, or null. The service has the last word on what the paths hold. */
export function restoreFault(step: RestoreStep, form: RestoreForm): RestoreFormFault | null {
  switch (step) {
    case 'sources':
      return form.mirror.trim() === '' && form.journal.trim() === '' ? 'nothing-given' : null;
    case 'key':
      if (form.keyFrom === 'file') return form.keyFile.trim() === '' ? 'key-missing' : null;
      return countWords(form.words) === wordsOfKey ? null : 'words-missing';
    case 'counter':
      return form.counter.trim() === '' ? 'counter-missing' : null;
  }
}

export function restoreRequest(form: RestoreForm): Input<'setup.restore'> {
  const given = (text: string): string | null => (text.trim() === '' ? null : text.trim());
  const words = (form.words.toLowerCase().match(/[a-z]+/gu) ?? []).join(' ');
  return {
    fromMirror: given(form.mirror),
    fromJournal: given(form.journal),
    counter: given(form.counter),
    recoveryKey: form.keyFrom === 'file' ? { is: 'file', path: form.keyFile.trim() } : { is: 'words', words },
  };
}

/** Sixteen digits in groups of four: enough to compare with a close slip by eye. */
export function shortHash(hash: string): string {
  return (hash.slice(0, 16).match(/.{4}/gu) ?? []).join(' ');
}
