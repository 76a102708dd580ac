interface ProgressLineProps {
  readonly done: number;
  /** Null while nobody knows how much there is. */
  readonly total: number | null;
  readonly label: string;
}

/** How far long work is, in words and as a line. */
export function ProgressLine({ done, total, label }: ProgressLineProps) {
  return (
    <label className="progress">
      <span>{label}</span>
      {total === null ? <progress /> : <progress value={done} max={Math.max(total, 1)} />}
    </label>
  );
}
