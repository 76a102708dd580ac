import type { BilingualText } from '../../counter/journal/every-entry.ts';
import { Both } from './Both.tsx';

interface SummaryProps {
  readonly facts: readonly (readonly [name: BilingualText, value: string])[];
}

/** The few figures that a paper is about, large and beside each other. */
export function Summary({ facts }: SummaryProps) {
  return (
    <dl className="summary">
      {facts.map(([name, value]) => (
        <div key={name.en}>
          <dt>
            <Both of={name} />
          </dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
