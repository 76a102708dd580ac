import type { Consumer } from '../../counter/consumer/consumer.ts';

/** Whether the reference head end takes money for this connection: it refuses closed and blocked ones. */
export function isServed({ status }: Consumer): boolean {
  return status === 'active' || status === 'disconnected';
}
