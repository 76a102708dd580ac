import { useHand } from './use-hand.ts';

interface ActionButtonProps {
  readonly children: string;
  readonly onAct: () => void;
  /** The key that does the same, printed on the button. */
  readonly keyName?: string;
  readonly kind?: 'primary' | 'plain';
  readonly disabled?: boolean;
  readonly slim?: boolean;
  readonly testId?: string;
  readonly submit?: boolean;
  /** Has the focus when it appears. */
  readonly hand?: boolean;
}

/** A button that says its key. A key held down does not press it again and again. */
export function ActionButton(props: ActionButtonProps) {
  const { children, onAct, keyName, kind = 'plain', disabled = false, slim = false, testId } = props;
  const button = useHand<HTMLButtonElement>(props.hand === true);
  return (
    <button
      type={props.submit === true ? 'submit' : 'button'}
      className={`button ${kind}${slim ? ' slim' : ''}`}
      disabled={disabled}
      data-testid={testId}
      ref={button}
      onKeyDown={(event) => {
        if (event.repeat && (event.key === 'Enter' || event.key === ' ')) event.preventDefault();
      }}
      onClick={props.submit === true ? undefined : onAct}
    >
      <span>{children}</span>
      {keyName === undefined ? null : <kbd>{keyName}</kbd>}
    </button>
  );
}
