import type { SendingState } from '../../counter/outage/sending-state.ts';
import type { Level } from '../app/status-model.ts';

/** How loud a state is. Nothing that only waits is a fault; what needs a person's hand is. */
export const stateLevels = {
  unsent: 'warn',
  offered: 'warn',
  pending: 'warn',
  suspense: 'warn',
  refused: 'stop',
  differs: 'stop',
  settling: 'warn',
  settled: 'good',
  credited: 'good',
  cancelled: 'unknown',
  refunded: 'unknown',
  recorded: 'good',
} as const satisfies Record<SendingState, Level>;
