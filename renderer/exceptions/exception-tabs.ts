import type { ExceptionTab } from '../../electron/contract/exception-schemas.ts';

/** In the order in which they stand on the screen: what is most urgent first. */
export const exceptionTabs = [
  'open',
  'suspense',
  'waiting',
  'settled',
] as const satisfies readonly ExceptionTab[];
