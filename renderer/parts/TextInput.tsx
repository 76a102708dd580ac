import { useEffect, useId, useRef, type HTMLInputTypeAttribute } from 'react';

interface TextInputProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string;
  readonly wrong?: boolean;
  /** Takes the focus whenever this turns true. */
  readonly hand?: boolean;
  readonly kind?: 'text' | 'pin';
  readonly testId?: string;
  readonly placeholder?: string;
  readonly maxLength?: number;
  readonly lang?: string;
}

export function TextInput(props: TextInputProps) {
  const {
    label,
    value,
    onChange,
    hint,
    wrong = false,
    hand = false,
    kind = 'text',
    testId,
    placeholder,
  } = props;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (hand) input.current?.focus();
  }, [hand]);
  const type: HTMLInputTypeAttribute = kind === 'pin' ? 'password' : 'text';
  return (
    <div className={`field${wrong ? ' wrong' : ''}${kind === 'pin' ? ' pin-box' : ''}`}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        ref={input}
        type={type}
        inputMode={kind === 'pin' ? 'numeric' : 'text'}
        autoComplete="off"
        spellCheck={false}
        lang={props.lang}
        value={value}
        placeholder={placeholder}
        maxLength={props.maxLength ?? 120}
        aria-invalid={wrong}
        data-testid={testId}
        onChange={(event) => onChange(event.target.value)}
      />
      {hint === undefined ? null : <span className="hint">{hint}</span>}
    </div>
  );
}
