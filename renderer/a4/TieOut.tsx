import { useMemo } from 'react';
import type { BilingualText } from '../../counter/journal/every-entry.ts';
import { formatRupees, groupIndian } from '../../counter/money.ts';
import { verdictOf } from '../../counter/tie-out/verdict.ts';
import type { A4Of } from '../../electron/contract/a4-schemas.ts';
import type { A4PageProps } from './A4Page.tsx';
import { Both } from './Both.tsx';
import { SignLines } from './SignLines.tsx';
import { Sheets } from './Sheets.tsx';
import type { Part } from './sheet-parts.ts';
import { daysPart, openRowsPart, paperDay } from './tie-out-tables.tsx';
import { TieOutStatement } from './TieOutStatement.tsx';
import { endWords, openVerdict, words } from './tie-out-paper-words.ts';

type Paper = A4Of<'tie-out'>;

/** Counter, head end and the difference, to be signed and filed. */
export function TieOut({ paper, onDrawn }: A4PageProps<Paper>) {
  const parts = useMemo(() => partsOf(paper), [paper]);
  return <Sheets paper={paper} title={words.title} orientation="portrait" parts={parts} onDrawn={onDrawn} />;
}

function partsOf(paper: Paper): Part[] {
  const hidden = paper.unexplainedRows - paper.rows.length;
  return [
    { is: 'block', key: 'verdict', content: <Verdict paper={paper} /> },
    { is: 'block', key: 'equation', content: <Equation paper={paper} /> },
    headed('by-date', words.byDate),
    daysPart(paper),
    headed('ends', words.ends),
    { is: 'block', key: 'ends-sums', content: <Ends paper={paper} /> },
    ...(paper.rows.length === 0 ? [] : [headed('open', words.open), openRowsPart(paper)]),
    ...(hidden > 0 ? [{ is: 'block', key: 'more', content: <More hidden={hidden} /> } as const] : []),
    headed('statement', words.statement),
    { is: 'block', key: 'statement-words', content: <TieOutStatement statement={paper.statement} /> },
    { is: 'block', key: 'sign', content: <SignLines /> },
  ];
}

function headed(key: string, of: BilingualText): Part {
  const content = (
    <h2>
      <Both of={of} />
    </h2>
  );
  return { is: 'block', key: `head-${key}`, keep: 'next', content };
}

function Verdict({ paper }: { readonly paper: Paper }) {
  const { hi, en } = verdictWords(paper);
  const dates =
    paper.from === null || paper.to === null
      ? ''
      : [...new Set([paper.from, paper.to])].map(paperDay).join(' – ');
  return (
    <div className="verdict">
      <p lang="hi">{hi}</p>
      <p>{en}</p>
      <p className="quiet">
        <Both of={words.date} />: {dates === '' ? '–' : dates}
      </p>
    </div>
  );
}

function verdictWords(paper: Paper): BilingualText {
  const verdict = verdictOf(paper);
  switch (verdict) {
    case 'ties':
      return words.ties;
    case 'statement-differs':
      return words.statementDiffers;
    case 'open':
      return openVerdict(groupIndian(paper.unexplainedRows), formatRupees(paper.unexplainedPaise));
  }
}

/** Takings, less what was cancelled and given back, beside what the head end credited: read from left to right. */
function Equation({ paper }: { readonly paper: Paper }) {
  const terms: readonly (readonly [sign: string, name: BilingualText, paise: number])[] = [
    ['', words.takings, paper.takingsPaise],
    ['−', words.cancelled, paper.cancelledPaise],
    ['−', words.refunded, paper.refundedPaise],
    ['=', words.counter, paper.counterPaise],
    [paper.differencePaise === 0 ? '=' : '≠', words.headEnd, paper.headEndPaise],
  ];
  return (
    <dl className="summary equation">
      {terms.map(([sign, name, paise]) => (
        <div key={name.en}>
          <dt>
            <Both of={name} />
          </dt>
          <dd>
            {sign} {formatRupees(paise)}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Ends({ paper }: { readonly paper: Paper }) {
  const ends = paper.ends.filter(({ rows }) => rows > 0);
  if (ends.length === 0) {
    return (
      <p className="said">
        <Both of={words.noEnds} />
      </p>
    );
  }
  return (
    <ul className="states">
      {ends.map(({ end, rows, paise }) => (
        <li key={end}>
          <Both of={endWords[end]} />: <strong>{groupIndian(rows)}</strong> ·{' '}
          <strong>{formatRupees(paise)}</strong>
        </li>
      ))}
    </ul>
  );
}

function More({ hidden }: { readonly hidden: number }) {
  return (
    <p className="said">
      + {groupIndian(hidden)} <Both of={words.more} />
    </p>
  );
}
