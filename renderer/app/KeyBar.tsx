import type { KeyActions } from './use-keys.ts';

export interface KeyAction {
  readonly key: string;
  readonly words: string;
  readonly act: () => void;
}

/** The function keys that act now, each on its button. The mouse may press them; the Tab key passes by. */
export function KeyBar({ actions }: { readonly actions: readonly KeyAction[] }) {
  return (
    <nav className="key-bar">
      {actions.map((action) => (
        <button
          key={action.key}
          type="button"
          tabIndex={-1}
          data-testid={`key-${action.key}`}
          onMouseDown={(event) => event.preventDefault()}
          onClick={action.act}
        >
          <kbd>{action.key}</kbd>
          {action.words}
        </button>
      ))}
    </nav>
  );
}

export function toKeyActions(actions: readonly KeyAction[]): KeyActions {
  return Object.fromEntries(actions.map((action) => [action.key, action.act]));
}
