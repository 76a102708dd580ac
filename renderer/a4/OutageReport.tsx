import { type ReactNode, useMemo } from 'react';
import type { BilingualText } from '../../counter/journal/every-entry.ts';
import { formatRupees, groupIndian } from '../../counter/money.ts';
import { type ReportTally, reportTallies } from '../../counter/outage/outage-report.ts';
import { paperDateTime } from '../../counter/time.ts';
import type { A4Of } from '../../electron/contract/a4-schemas.ts';
import type { A4PageProps } from './A4Page.tsx';
import { Both, Stacked } from './Both.tsx';
import { SignLines } from './SignLines.tsx';
import { Sheets } from './Sheets.tsx';
import { Summary } from './Summary.tsx';
import type { Part } from './sheet-parts.ts';
import { words as everyWord } from './a4-words.ts';

type Paper = A4Of<'outage-report'>;
type Figures = Paper['total'];

const title = { hi: 'सर्वर बंदी – रिपोर्ट', en: 'Outage report' };
const words = {
  began: { hi: 'कब से', en: 'Since' },
  cause: { hi: 'कारण', en: 'Cause' },
  opened: { hi: 'दर्ज किया', en: 'Opened' },
  closed: { hi: 'समाप्त किया', en: 'Closed' },
  stillOpen: { hi: 'अभी खुली है', en: 'still open' },
  worst: { hi: 'सबसे अधिक अनभेजी', en: 'Unsent at worst' },
  silence: { hi: 'सबसे लंबी चुप्पी', en: 'Longest silence' },
  silenceUploaded: { hi: 'चुप्पी, पहुँचा', en: 'Silence, uploaded' },
  upload: { hi: 'भेजने का समय', en: 'Upload time' },
  day: { hi: 'दिनांक', en: 'Date' },
  total: { hi: 'कुल', en: 'Total' },
  taken: { hi: 'लिया गया', en: 'Taken' },
  span: { hi: 'पहली–अंतिम', en: 'First–last' },
  duplicates: { hi: 'प्रतिलिपि', en: 'Dupl.' },
  waiting: { hi: 'बाकी', en: 'waiting' },
} as const satisfies Record<string, BilingualText>;
const tallyWords: Readonly<Record<ReportTally, BilingualText>> = {
  confirmed: { hi: 'जमा', en: 'Confirmed' },
  unsent: { hi: 'अनभेजी', en: 'Unsent' },
  pending: { hi: 'लंबित', en: 'Pending' },
  refused: { hi: 'अस्वीकृत', en: 'Refused' },
  settled: { hi: 'निपटाई', en: 'Settled' },
  refunded: { hi: 'लौटाई', en: 'Refunded' },
  cancelled: { hi: 'रद्द', en: 'Cancelled' },
};
const columns = [
  'c-day',
  'c-taken',
  ...reportTallies.map((tally) => (tally === 'confirmed' ? 'c-taken' : 'c-tally')),
  'c-span',
  'c-few',
  'c-few',
  'c-silence',
];

/** What an outage was, and of every day and counter what was taken in it and what has become of it. */
export function OutageReport({ paper, onDrawn }: A4PageProps<Paper>) {
  const parts = useMemo(() => partsOf(paper), [paper]);
  return <Sheets paper={paper} title={title} orientation="landscape" parts={parts} onDrawn={onDrawn} />;
}

function partsOf(paper: Paper): Part[] {
  const { total, days } = paper;
  const rows = days.map((day) => (
    <Row key={`${day.businessDate} ${day.counter}`} figures={day} uploadedAt={day.uploadedAt}>
      <strong>{day.businessDate.split('-').toReversed().join('-')}</strong>
      <span className="below">{day.counter}</span>
    </Row>
  ));
  const sum = (
    <Row key="total" figures={total} uploadedAt={paper.upload?.to ?? null}>
      <strong>
        <Stacked of={words.total} />
      </strong>
    </Row>
  );
  return [
    { is: 'block', key: 'story', content: <Story paper={paper} /> },
    { is: 'block', key: 'summary', content: <Summary facts={factsOf(paper)} /> },
    { is: 'table', key: 'days', columns, head: <Head />, rows: [...rows, sum] },
    { is: 'block', key: 'sign', content: <SignLines /> },
  ];
}

function Story({ paper }: { readonly paper: Paper }) {
  const { since, cause, opened, closed } = paper;
  return (
    <ul className="states">
      <li>
        <Both of={words.began} />: <strong>{minute(since)}</strong>
      </li>
      <li>
        <Both of={words.cause} />: <strong>{cause}</strong>
      </li>
      <li>
        <Both of={words.opened} />: <strong>{minute(opened.at)}</strong>{' '}
        <span lang="hi">{opened.person.hi}</span>
      </li>
      <li>
        <Both of={words.closed} />:{' '}
        {closed === null ? (
          <strong>
            <Both of={words.stillOpen} />
          </strong>
        ) : (
          <>
            <strong>{minute(closed.at)}</strong> <span lang="hi">{closed.person.hi}</span>
          </>
        )}
      </li>
    </ul>
  );
}

function factsOf({ total, upload }: Paper): [BilingualText, string][] {
  return [
    [everyWord.receipts, groupIndian(total.recharges)],
    [everyWord.total, formatRupees(total.takingsPaise)],
    [words.worst, groupIndian(total.unsentAtWorst)],
    [words.silence, hours(total.longestSilenceMs)],
    [words.upload, upload === null ? '–' : hours(upload.to - upload.from)],
  ];
}

function Head() {
  const headings = [
    words.taken,
    ...reportTallies.map((tally) => tallyWords[tally]),
    words.span,
    words.duplicates,
    words.worst,
    words.silenceUploaded,
  ];
  return (
    <>
      <th>
        <Stacked of={words.day} />
      </th>
      {headings.map((heading) => (
        <th key={heading.en} className="number">
          <Stacked of={heading} />
        </th>
      ))}
    </>
  );
}

interface RowProps {
  readonly figures: Figures;
  readonly uploadedAt: number | null;
  readonly children: ReactNode;
}

function Row({ figures, uploadedAt, children }: RowProps) {
  return (
    <tr>
      <td>{children}</td>
      <Tally count={figures.recharges} sumPaise={figures.takingsPaise} />
      {reportTallies.map((tally) => (
        <Tally key={tally} {...figures[tally]} />
      ))}
      <td className="number small">
        {figures.firstReceipt ?? '–'}
        <span className="below">{figures.lastReceipt ?? '–'}</span>
      </td>
      <td className="number">{figures.duplicates}</td>
      <td className="number">{groupIndian(figures.unsentAtWorst)}</td>
      <td className="number">
        {hours(figures.longestSilenceMs)}
        <span className="below">
          {uploadedAt === null ? <Both of={words.waiting} /> : minute(uploadedAt)}
        </span>
      </td>
    </tr>
  );
}

/** How many, and below how much; an empty state is a dash, so that the eye finds the others. */
function Tally({ count, sumPaise }: { readonly count: number; readonly sumPaise: number }) {
  if (count === 0) return <td className="number">–</td>;
  return (
    <td className="number">
      <strong>{groupIndian(count)}</strong>
      <span className="below">{formatRupees(sumPaise, 'hide-zero')}</span>
    </td>
  );
}

function minute(wallMs: number): string {
  return paperDateTime(wallMs).slice(0, 16);
}

/** `74:05 h`: the same in both languages. */
function hours(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  return `${Math.trunc(minutes / 60)}:${String(minutes % 60).padStart(2, '0')} h`;
}
