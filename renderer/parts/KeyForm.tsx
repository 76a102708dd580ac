import type { ReactNode } from 'react';

interface KeyFormProps {
  readonly onEnter: () => void;
  readonly onEscape?: () => void;
  readonly className?: string;
  readonly children: ReactNode;
  readonly label: string;
}

/** A form that Enter sends once, however long the key is held, and Escape leaves. */
export function KeyForm({ onEnter, onEscape, className, children, label }: KeyFormProps) {
  return (
    <form
      className={className}
      aria-label={label}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onEnter();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.repeat) event.preventDefault();
        if (event.key === 'Escape' && onEscape !== undefined) {
          event.preventDefault();
          event.stopPropagation();
          if (!event.repeat) onEscape();
        }
      }}
    >
      {children}
    </form>
  );
}
