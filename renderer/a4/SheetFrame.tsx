import type { BilingualText } from '../../counter/journal/every-entry.ts';
import { paperDateTime } from '../../counter/time.ts';
import type { A4Document } from '../../electron/contract/a4-schemas.ts';
import { Both } from './Both.tsx';
import { words } from './a4-words.ts';

interface SheetHeadProps {
  readonly paper: A4Document;
  readonly title: BilingualText;
}

/** Who gives the paper out, from which counter, about which outage: on every sheet, for sheets get parted. */
export function SheetHead({ paper, title }: SheetHeadProps) {
  const { heading, outage, madeAt } = paper;
  return (
    <header className="sheet-head">
      <div className="issuer">
        <strong lang="hi">{heading.companyHi}</strong>
        <strong>{heading.companyEn}</strong>
        <span>
          <span lang="hi">{heading.divisionHi}</span> · {heading.divisionEn}
        </span>
      </div>
      <h1>
        <span lang="hi">{title.hi}</span>
        <span>{title.en}</span>
        {heading.practice ? (
          <em className="practice">
            <Both of={words.practice} />
          </em>
        ) : null}
      </h1>
      <dl className="facts">
        <dt>
          <Both of={words.counter} />
        </dt>
        <dd>
          {heading.office}-{heading.counter}
        </dd>
        {outage === null ? null : (
          <>
            <dt>
              <Both of={words.outage} />
            </dt>
            <dd>{outage}</dd>
          </>
        )}
        <dt>
          <Both of={words.madeAt} />
        </dt>
        <dd>{paperDateTime(madeAt).slice(0, 16)}</dd>
      </dl>
    </header>
  );
}

interface SheetFootProps {
  readonly paper: A4Document;
  readonly number: number;
  readonly of: number;
}

/** What ties the sheet to the journal and to the signed file beside it, and which sheet of how many it is. */
export function SheetFoot({ paper, number, of }: SheetFootProps) {
  const { head, signature } = paper;
  return (
    <footer className="sheet-foot">
      <span>
        <Both of={words.headHash} /> <b className="code">{shortened(head.hash)}</b> ·{' '}
        <Both of={words.entry} /> <b>{head.seq}</b>
      </span>
      <span>
        {signature === null ? null : (
          <>
            <Both of={words.signature} /> <b className="code">{shortened(signature)}</b>
          </>
        )}
      </span>
      <span className="page-number">
        <span lang="hi">
          पृष्ठ {number} / {of}
        </span>{' '}
        · Page {number} of {of}
      </span>
    </footer>
  );
}

/** Enough to compare by eye; the whole of it stands in the signed file. */
export function shortened(code: string): string {
  return code.length <= 20 ? code : `${code.slice(0, 8)}…${code.slice(-8)}`;
}
