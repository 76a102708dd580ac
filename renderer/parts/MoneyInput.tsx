import { useEffect, useId, useLayoutEffect, useRef } from 'react';
import { caretAfterGrouping } from '../sell/money-typed.ts';

interface MoneyInputProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onFocus: () => void;
  readonly hand: boolean;
  readonly wrong: boolean;
  readonly disabled: boolean;
  readonly testId: string;
  readonly placeholder?: string;
  readonly describedBy?: string;
}

/** Whole rupees, grouped while typing; the caret stays behind the digit that was typed. */
export function MoneyInput(props: MoneyInputProps) {
  const { label, value, onChange, onFocus, hand, wrong, disabled, testId, placeholder } = props;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const digitsToTheRight = useRef(0);

  useEffect(() => {
    if (!hand || disabled || document.activeElement === input.current) return;
    input.current?.focus();
    input.current?.select();
  }, [hand, disabled]);

  useLayoutEffect(() => {
    const field = input.current;
    if (field === null || document.activeElement !== field) return;
    const caret = caretAfterGrouping(value, digitsToTheRight.current);
    field.setSelectionRange(caret, caret);
  }, [value]);

  return (
    <div className={`field${wrong ? ' wrong' : ''}`}>
      <label htmlFor={id}>{label}</label>
      <div className="money-field">
        <span className="sign" aria-hidden="true">
          ₹
        </span>
        <input
          id={id}
          ref={input}
          value={value}
          disabled={disabled}
          inputMode="numeric"
          autoComplete="off"
          spellCheck={false}
          maxLength={24}
          placeholder={placeholder}
          aria-invalid={wrong}
          aria-describedby={props.describedBy}
          data-testid={testId}
          onFocus={onFocus}
          onChange={(event) => {
            const field = event.target;
            const after = field.value.slice(field.selectionEnd ?? field.value.length);
            digitsToTheRight.current = after.replace(/\D/gu, '').length;
            onChange(field.value);
          }}
        />
      </div>
    </div>
  );
}
