import type { CreditQueue } from './credit-queue.ts';

/** At most five times a second, so that each turn is worth its transaction. */
const tickMsMin = 200;

/** Credits so many a second until it is stopped. `onError` is told what a turn threw; the next one tries again. */
export function startCreditWorker(
  queue: CreditQueue,
  creditsPerSecond: number,
  onError: (error: unknown) => void,
): { stop(): Promise<void> } {
  const tickMs = Math.max(tickMsMin, 1_000 / creditsPerSecond);
  const perTick = Math.max(1, Math.round((creditsPerSecond * tickMs) / 1_000));
  let running: Promise<unknown> = Promise.resolve();
  let isStopped = false;
  let timer = setTimeout(tick, tickMs);
  function tick(): void {
    running = queue
      .creditNext(perTick)
      .catch(onError)
      .finally(() => {
        if (!isStopped) timer = setTimeout(tick, tickMs);
      });
  }
  return {
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
