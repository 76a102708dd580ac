import type { UseCase } from './use-case.ts';

export const directoryImport: UseCase<'directory.import'> = (context, { path }) =>
  context.directory.importFrom(path);
