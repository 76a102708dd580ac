import { performance } from 'node:perf_hooks';
import type { Clock } from '../../counter/time.ts';

/** The machine's own clock; handed to everything in main that needs the time. */
export const machineClock: Clock = {
  wallMs: () => Date.now(),
  monotonicMs: () => Math.trunc(performance.now()),
};
