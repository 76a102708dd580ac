import type { SourceFile } from './source-files.ts';

export interface LimitFault {
  readonly limit: string;
  readonly reason: 'nothing keeps it' | 'no test names it';
}

/** Names of the bounds, from the text of the one file that holds them. */
export function limitNames(text: string): string[] {
  return [...text.matchAll(/^ {2}(\w+): /gmu)].map(([, name]) => name ?? '');
}

/** A bound that no program text uses bounds nothing; one that no test names was never tried. */
export function checkLimits(names: readonly string[], files: readonly SourceFile[]): LimitFault[] {
  const isTest = ({ path }: SourceFile) => path.startsWith('tests/');
  const program = files.filter((file) => !isTest(file) && file.path !== 'counter/limits.ts');
  const tests = files.filter((file) => isTest(file) && !file.path.startsWith('tests/architecture/'));
  return names.flatMap((limit): LimitFault[] => {
    const use = new RegExp(`\\blimits\\.${limit}\\b`, 'u');
    if (!program.some(({ text }) => use.test(text))) return [{ limit, reason: 'nothing keeps it' }];
    return tests.some(({ text }) => use.test(text)) ? [] : [{ limit, reason: 'no test names it' }];
  });
}
