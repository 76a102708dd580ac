import { consumerStatuses } from '../../counter/consumer/consumer.ts';
import { z } from 'zod';
import type { KnownConsumer } from './decide.ts';

/** What the office changed in its own list since the directory was made. It holds for entries that come after it. */
export const consumerChangeSchema = z.strictObject({
  consumer: z.string().min(1).max(40),
  status: z.enum(consumerStatuses),
});
export type ConsumerChange = z.infer<typeof consumerChangeSchema>;

export interface ConsumerChanges {
  /** False where the consumer is not known at all. */
  readonly change: (change: ConsumerChange) => boolean;
  readonly known: (consumer: string) => KnownConsumer | null;
}

export function consumerChanges(listed: (consumer: string) => KnownConsumer | null): ConsumerChanges {
  const changed = new Map<string, ConsumerChange['status']>();
  return {
    change: ({ consumer, status }) => {
      if (listed(consumer) === null) return false;
      changed.set(consumer, status);
      return true;
    },
    known: (consumer) => {
      const known = listed(consumer);
      const status = changed.get(consumer);
      return known === null || status === undefined ? known : { ...known, status };
    },
  };
}
