import { Both } from './Both.tsx';
import { words } from './a4-words.ts';

/** Room for two signatures by hand; it stands under the last line of a paper. */
export function SignLines() {
  return (
    <div className="sign-lines">
      <span>
        <Both of={words.madeBy} />
      </span>
      <span>
        <Both of={words.takenBy} />
      </span>
    </div>
  );
}
