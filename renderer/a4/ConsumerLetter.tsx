import { useMemo, type ReactNode } from 'react';
import { formatRupees } from '../../counter/money.ts';
import { amountInWords } from '../../counter/text/amount-in-words.ts';
import { paperDateTime } from '../../counter/time.ts';
import type { A4Of } from '../../electron/contract/a4-schemas.ts';
import type { A4PageProps } from './A4Page.tsx';
import { words, letterWords, stateWords } from './a4-words.ts';
import { Both } from './Both.tsx';
import type { Part } from './sheet-parts.ts';
import { Sheets } from './Sheets.tsx';
import { Summary } from './Summary.tsx';

type Paper = A4Of<'consumer-letter'>;

const title = { hi: 'आपके भुगतान के बारे में', en: 'About your payment' };

/** Hindi first and large, English below: what happened to one payment, what was done, and whom to ask. */
export function ConsumerLetter({ paper, onDrawn }: A4PageProps<Paper>) {
  const parts = useMemo(() => partsOf(paper), [paper]);
  return <Sheets paper={paper} title={title} orientation="portrait" parts={parts} onDrawn={onDrawn} />;
}

function partsOf(paper: Paper): Part[] {
  const { to, helpline, heading, signedBy } = paper;
  const block = (key: string, content: ReactNode): Part => ({
    is: 'block',
    key,
    content,
  });
  return [
    block('to', <Addressee to={to} />),
    block('facts', <Facts paper={paper} />),
    block(
      'hi',
      <div className="letter" lang="hi">
        <p>{letterWords.greeting.hi}</p>
        {paper.paragraphs.map(({ hi }) => (
          <p key={hi}>{hi}</p>
        ))}
        <p>
          {letterWords.ask.hi} <strong>{helpline}</strong> · {heading.divisionHi}, {heading.office}-
          {heading.counter}
        </p>
        <p className="signed">{signedBy.hi}</p>
      </div>,
    ),
    block(
      'en',
      <div className="letter english">
        <p>{letterWords.greeting.en}</p>
        {paper.paragraphs.map(({ en }) => (
          <p key={en}>{en}</p>
        ))}
        <p>
          {letterWords.ask.en} <strong>{helpline}</strong> · {heading.divisionEn}, {heading.office}-
          {heading.counter}
        </p>
        <p className="signed">{signedBy.en}</p>
      </div>,
    ),
    block(
      'sign',
      <div className="sign-lines">
        <span>
          <Both of={words.madeBy} />
        </span>
        <span>
          <Both of={letterWords.stamp} />
        </span>
      </div>,
    ),
  ];
}

function Addressee({ to }: Pick<Paper, 'to'>) {
  return (
    <address className="addressee">
      <strong>{to.name ?? <Both of={words.notInList} />}</strong>
      {to.address === null ? null : <span>{to.address}</span>}
      <span>
        <Both of={words.consumer} /> <b>{to.consumer}</b>
      </span>
      {to.meter === null ? null : (
        <span>
          <Both of={words.meter} /> <b>{to.meter}</b>
        </span>
      )}
    </address>
  );
}

function Facts({ paper }: { readonly paper: Paper }) {
  const { amountPaise, receiptNumber, paidAt, standing } = paper;
  const state = stateWords[standing];
  return (
    <>
      <Summary
        facts={[
          [letterWords.receipt, receiptNumber],
          [words.paid, formatRupees(amountPaise)],
          [words.paidAt, paperDateTime(paidAt).slice(0, 16)],
          [words.state, `${state.hi} · ${state.en}`],
        ]}
      />
      <p className="in-words">
        <span lang="hi">{amountInWords(amountPaise, 'hi')}</span> · {amountInWords(amountPaise, 'en')}
      </p>
    </>
  );
}
