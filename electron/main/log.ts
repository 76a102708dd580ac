import { machineClock } from './clock.ts';

/** What a log line may carry: codes, names of channels, counts. Never what a person typed. */
export type LogValues = Readonly<Record<string, string | number | null>>;
export type Log = (what: string, values?: LogValues) => void;

/** One JSON object a line on stderr; stdout belongs to results. */
export const logToStderr: Log = (what, values = {}) => {
  const line = { at: new Date(machineClock.wallMs()).toISOString(), process: 'main', what, ...values };
  process.stderr.write(`${JSON.stringify(line)}\n`);
};
