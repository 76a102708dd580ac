import { useEffect, useState } from 'react';
import type { DotsView, RechargeView } from '../../electron/contract/view-schemas.ts';
import { call } from '../app/counter-api.ts';

export interface PreviewOf {
  readonly consumer: string;
  readonly amountPaise: number;
  readonly tenderedPaise: number;
}

/** Typing goes on while the paper is drawn: only the last amount is asked for. */
const settleMs = 120;

/** The receipt as it would print now; the last picture stays until the next one is there. */
export function usePreview(of: PreviewOf | null): DotsView | null {
  const [drawn, setDrawn] = useState<{ consumer: string; dots: DotsView | null } | null>(null);
  const consumer = of?.consumer ?? null;
  const amountPaise = of?.amountPaise ?? null;
  const tenderedPaise = of?.tenderedPaise ?? null;
  useEffect(() => {
    if (consumer === null || amountPaise === null || tenderedPaise === null) return undefined;
    let late = false;
    const timer = setTimeout(() => {
      void call('recharge.preview', { consumer, amountPaise, tenderedPaise }).then((reply) => {
        if (!late) setDrawn({ consumer, dots: reply.ok ? reply.value : null });
      });
    }, settleMs);
    return () => {
      late = true;
      clearTimeout(timer);
    };
  }, [consumer, amountPaise, tenderedPaise]);
  return amountPaise !== null && drawn?.consumer === consumer ? drawn.dots : null;
}

/** The frozen paper of a recorded recharge, asked anew when its job moves on. */
export function useJobDots(recharge: RechargeView | null): DotsView | null {
  const [drawn, setDrawn] = useState<{ job: string; dots: DotsView } | null>(null);
  const job = recharge?.print?.job ?? null;
  // While the job waits for the head end its document is not frozen; afterwards it never changes.
  const frozen = recharge?.print?.state !== 'waiting';
  useEffect(() => {
    if (job === null) return undefined;
    let late = false;
    void call('print.show', { job }).then((reply) => {
      if (!late && reply.ok) setDrawn({ job, dots: reply.value });
    });
    return () => {
      late = true;
    };
  }, [job, frozen]);
  return drawn?.job === job ? drawn.dots : null;
}
