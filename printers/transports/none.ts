import { err } from '../../counter/result.ts';
import type { Transport } from '../transport.ts';

/** A counter without a printer: jobs wait as blocked until one is configured. */
export const noTransport: Transport = { open: () => Promise.resolve(err('not-reached')) };
