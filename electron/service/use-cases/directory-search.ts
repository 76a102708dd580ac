import type { UseCase } from './use-case.ts';

export const directorySearch: UseCase<'directory.search'> = (context, { text }) =>
  context.directory.search(text);
