import { useEffect, useState } from 'react';
import { formatRupees } from '../../counter/money.ts';
import { notNowText } from '../../counter/text/exception-text.ts';
import type { ExceptionDetailView } from '../../electron/contract/exception-schemas.ts';
import type { CounterState } from '../../electron/contract/view-schemas.ts';
import { call } from '../app/counter-api.ts';
import { counterNow } from '../app/counter-store.ts';
import { isSupervisor } from '../app/app-model.ts';
import { ActionButton } from '../parts/ActionButton.tsx';
import { type Choice, ChoiceList } from '../parts/ChoiceList.tsx';
import { Message } from '../parts/Message.tsx';
import { when } from '../text/calendar.ts';
import { type Translate, useText } from '../text/i18n.ts';
import {
  type Act,
  clockWords,
  personWords,
  saidWords,
  standingMark,
  standingWords,
} from './exception-words.ts';
import { LetterForm } from './LetterForm.tsx';
import { OwnerForm } from './OwnerForm.tsx';
import { SettleForm } from './SettleForm.tsx';
import { SlipAgain } from './SlipAgain.tsx';
import { Story } from './Story.tsx';

type Doing = Act | 'take' | 'slipAgain' | 'letter';

interface ExceptionDetailProps {
  readonly state: CounterState;
  readonly detail: ExceptionDetailView;
  readonly onChanged: (detail: ExceptionDetailView) => void;
  readonly onBack: () => void;
}

/** One exception: what the head end said, what was done, and what can be done now, or why not. */
export function ExceptionDetail({ state, detail, onChanged, onBack }: ExceptionDetailProps) {
  const { t } = useText();
  const [doing, setDoing] = useState<Doing | null>(null);
  const [done, setDone] = useState<string | null>(null);
  useFreshDetail(detail, doing === null, onChanged);
  const stop = (): void => setDoing(null);
  const finish = (words: string, now: ExceptionDetailView | null): void => {
    setDone(words);
    setDoing(null);
    if (now !== null) onChanged(now);
  };
  if (doing === 'take') return <OwnerForm state={state} detail={detail} onDone={finish} onBack={stop} />;
  if (doing === 'slipAgain') return <SlipAgain detail={detail} onDone={finish} onBack={stop} />;
  if (doing === 'letter') return <LetterForm detail={detail} onBack={stop} />;
  if (doing !== null) {
    return <SettleForm key={doing} act={doing} state={state} detail={detail} onDone={finish} onBack={stop} />;
  }
  const mayAct = state.session !== null && isSupervisor(state.session.role);
  return (
    <div className="stack exception" data-testid="exception-detail">
      <Head detail={detail} />
      {done === null ? null : <Message tone="good">● {done}</Message>}
      <div className="exception-sides">
        <Facts state={state} detail={detail} />
        <Story state={state} detail={detail} />
      </div>
      <WhatNow detail={detail} may={mayAct ? 'settle' : 'tell'} onChoose={setDoing} />
      <div className="buttons">
        <ActionButton slim keyName={t('app.escape')} onAct={onBack} testId="exception-back">
          {t('app.back')}
        </ActionButton>
      </div>
    </div>
  );
}

/** The head end may answer while somebody reads: what stands here is never older than this. */
const renewMs = 3_000;

function useFreshDetail(
  { row }: ExceptionDetailView,
  on: boolean,
  onChanged: (detail: ExceptionDetailView) => void,
): void {
  const { receiptNumber } = row;
  useEffect(() => {
    if (!on) return undefined;
    let late = false;
    const timer = setInterval(() => {
      void call('exceptions.one', { receiptNumber }).then((reply) => {
        if (reply.ok && !late) onChanged(reply.value);
      });
    }, renewMs);
    return () => {
      late = true;
      clearInterval(timer);
    };
  }, [receiptNumber, on, onChanged]);
}

function Head({ detail: { row } }: { readonly detail: ExceptionDetailView }) {
  const { t, language } = useText();
  const mark = standingMark(row);
  const shape = { good: '●', warn: '▲', stop: '■' }[mark];
  return (
    <>
      <div className="known-head">
        <span className={`mark level-${mark}`} data-testid="standing" data-standing={row.standing}>
          <span className="words">
            <span aria-hidden="true">{shape}</span> {standingWords(row, t)}
            {row.clock === null ? '' : ` · ${clockWords(row, t)}`}
          </span>
        </span>
        <span className="money">{formatRupees(row.amountPaise, 'hide-zero')}</span>
      </div>
      <p className="bound-act">
        {t('exceptions.headEndSays')}: {saidWords(row, language, t)}
      </p>
    </>
  );
}

function Facts({ state, detail }: Pick<ExceptionDetailProps, 'state' | 'detail'>) {
  const { t, language } = useText();
  const { row, ownerNote } = detail;
  const owner =
    row.owner === null ? t('exceptions.nobodyYet') : personWords(row.owner, state.people, language);
  const rows = [
    [t('exceptions.consumer'), `${row.name ?? t('exceptions.noName')} · ${row.consumer}`],
    [t('exceptions.meter'), row.meter ?? t('exceptions.noMeter')],
    [t('exceptions.taken'), when(row.takenAt, counterNow(), t, language)],
    [t('exceptions.cashier'), personWords(row.cashier, state.people, language)],
    [t('exceptions.owner'), ownerNote === null ? owner : `${owner} · ${ownerNote}`],
  ];
  return (
    <dl className="facts">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

const actRows = [
  ['moved', 'exceptions.moved', 'exceptions.movedNote'],
  ['matched', 'exceptions.matched', 'exceptions.matchedNote'],
  ['resubmitted', 'exceptions.resubmitted', 'exceptions.resubmittedNote'],
  ['refunded', 'exceptions.refunded', 'exceptions.refundedNote'],
] as const;

interface WhatNowProps {
  readonly detail: ExceptionDetailView;
  /** A cashier tells the consumer; a supervisor settles. */
  readonly may: 'settle' | 'tell';
  readonly onChoose: (doing: Doing) => void;
}

/** What is open now as a menu; below it, once, why the rest is not. */
function WhatNow({ detail, may, onChoose }: WhatNowProps) {
  const { t } = useText();
  const letter = {
    choice: 'letter',
    words: t('exceptions.letter'),
    note: t('exceptions.letterNote'),
  } as const;
  const rows = may === 'settle' ? [...choices(detail, t), letter] : [letter];
  return (
    <>
      <h3>{t('exceptions.what')}</h3>
      <ChoiceList rows={rows} testPrefix="act" onChoose={onChoose} />
      {may === 'settle' ? <WhyNotMore detail={detail} /> : <p>{t('exceptions.onlySupervisor')}</p>}
    </>
  );
}

/** Each reason once; that a refused row is not matched goes without saying. */
function WhyNotMore({ detail: { outcomes, drawer } }: Pick<WhatNowProps, 'detail'>) {
  const { t, language } = useText();
  const closed = [...new Set(Object.values(outcomes))].filter(
    (why) => why !== null && why !== 'not-in-suspense',
  );
  return (
    <>
      {outcomes.refunded !== null || drawer === 'enough' ? null : (
        <p>
          {t('exceptions.refunded')}:{' '}
          {t(drawer === 'none' ? 'exceptions.refundNoDrawer' : 'exceptions.refundTooLittle')}
        </p>
      )}
      {closed.map((why) => (why === null ? null : <p key={why}>{notNowText[why][language]}</p>))}
    </>
  );
}

function choices({ outcomes, row, drawer, slip }: ExceptionDetailView, t: Translate): Choice<Doing>[] {
  const acts = actRows
    .filter(([act]) => outcomes[act] === null && (act !== 'refunded' || drawer === 'enough'))
    .map(([act, words, note]): Choice<Doing> => ({ choice: act, words: t(words), note: t(note) }));
  const take: Choice<Doing> = { choice: 'take', words: t('exceptions.take'), note: t('exceptions.takeNote') };
  const again: Choice<Doing> = {
    choice: 'slipAgain',
    words: t('exceptions.slipAgain'),
    note: t('exceptions.slipAgainNote'),
  };
  return [...acts, ...(row.clock === null ? [] : [take]), ...(slip === null ? [] : [again])];
}
