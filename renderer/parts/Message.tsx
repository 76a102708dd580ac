import type { ReactNode } from 'react';
import { operatorText, type ErrorParams } from '../../counter/text/error-text.ts';
import type { ErrorCode } from '../../counter/error-codes.ts';
import { useText } from '../text/i18n.ts';

interface FaultShown {
  readonly code: ErrorCode;
  readonly params: ErrorParams;
  readonly incidentId: string;
}

/** What happened and what to do now, in the language of the screen. */
export function FaultMessage({ fault, id }: { readonly fault: FaultShown | null; readonly id?: string }) {
  const { t, language } = useText();
  if (fault === null) return null;
  const text = operatorText(fault.code, fault.params, language);
  return (
    <div className="message" role="alert" id={id} data-testid="fault" data-code={fault.code}>
      <strong>{text.what}</strong> {text.now}
      {fault.incidentId === '' ? null : (
        <span className="incident">{t('app.incident', { id: fault.incidentId })}</span>
      )}
    </div>
  );
}

export type Tone = 'bad' | 'warn' | 'good';

export function Message({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return (
    <div className={`message ${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
      {children}
    </div>
  );
}
