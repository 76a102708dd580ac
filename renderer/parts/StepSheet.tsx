import type { ParseKeys } from 'i18next';
import type { ReactNode } from 'react';
import { useText } from '../text/i18n.ts';

export type StepKeys = readonly [ParseKeys, ParseKeys, ParseKeys];

interface StepSheetProps {
  readonly steps: StepKeys;
  readonly at: 0 | 1 | 2;
  readonly testId: string;
  readonly children: ReactNode;
}

/** Three steps of something done once, the present one marked by shape, weight and colour. */
export function StepSheet({ steps, at, testId, children }: StepSheetProps) {
  const { t } = useText();
  return (
    <section className="stage" data-testid={testId}>
      <div className="card sheet setup">
        <ol className="steps">
          {steps.map((step, index) => (
            <li key={step} className={index === at ? 'now' : index < at ? 'done' : ''}>
              <span aria-hidden="true">{index < at ? '✓' : index + 1}</span> {t(step)}
            </li>
          ))}
        </ol>
        {children}
      </div>
    </section>
  );
}
