import type { ArrivedEntry } from '../store.ts';
import { html, pageOf, type Html } from './html.ts';
import { shownRow } from './rows.ts';

/** Pages with something to fill in. They never load themselves anew under a person's hands. */

export function decidePage(arrived: ArrivedEntry, formToken: string): string {
  const row = shownRow(arrived);
  const { counter, epoch, seq, found } = row;
  const hidden = Object.entries({ counter, epoch, seq, found, formToken }).map(
    ([key, value]) => html`<input type="hidden" name="${key}" value="${value}" />`,
  );
  const form = html`<form method="post" action="/admin/do/settle" class="fields">
    ${hidden}
    <fieldset>
      <legend>What becomes of it</legend>
      <label class="choice"><input type="radio" name="outcome" value="applied" required /> Credit it</label>
      <label class="choice"
        ><input type="radio" name="outcome" value="rejected" required /> Refuse it for good: cash may go back
        at the counter</label
      >
    </fieldset>
    <label
      >Credit which consumer
      <input type="text" name="consumer" value="${row.consumer}" maxlength="40" autocomplete="off" required
    /></label>
    <label class="choice"
      ><input type="checkbox" name="unheard" value="decide" /> Decide even if this counter has not come back
      since a restore</label
    >
    <p>What is decided here is signed and final.</p>
    <p><button class="main">Decide about ${row.amount}</button></p>
  </form>`;
  const facts = html`<dl class="facts">
    <dt>Counter</dt>
    <dd>${counter}, epoch ${epoch}, entry ${seq}</dd>
    <dt>Arrived</dt>
    <dd>${row.arrived}</dd>
    <dt>Kind</dt>
    <dd>${row.kind}</dd>
    <dt>Amount</dt>
    <dd>${row.amount}</dd>
    <dt>Why it waits</dt>
    <dd>${row.code}: ${row.why}</dd>
  </dl>`;
  return framed(
    `Decide entry ${seq} of ${counter}`,
    row.canBeDecided
      ? html`${facts}${form}`
      : html`${facts}
          <p class="said">There is nothing to decide about this entry any more.</p>`,
  );
}

const codeFields = [
  ['code', 'Code, six characters or more', ''],
  ['counter', 'Counter, such as C03', ''],
  ['office', 'Office, such as PTC', ''],
  ['officeNameHi', 'Name of the office in Hindi', 'hi'],
  ['officeNameEn', 'Name of the office in English', ''],
  ['companyHi', 'Name of the company in Hindi', 'hi'],
  ['companyEn', 'Name of the company in English', ''],
] as const;

export function codePage(formToken: string): string {
  const fields = codeFields.map(
    ([name, label, language]) =>
      html`<label
        >${label}
        <input
          type="text"
          name="${name}"
          maxlength="120"
          autocomplete="off"
          required${language === '' ? null : html` lang="${language}"`}
      /></label>`,
  );
  return framed(
    'Offer an enrolment code',
    html`<p>
        A code works once. For a counter that is enrolled already, it vouches for that counter's new key.
      </p>
      <form method="post" action="/admin/do/code" class="fields">
        <input type="hidden" name="formToken" value="${formToken}" /> ${fields}
        <p><button class="main">Offer this code</button></p>
      </form>`,
  );
}

/** `text` says in one sentence what is wrong or what to do. */
export function wordPage(title: string, text: string): string {
  return framed(title, html`<p class="said">${text}</p>`);
}

function framed(title: string, body: Html): string {
  return pageOf(
    title,
    html`<header>
        <h1>${title}</h1>
        <p><a href="/admin">Back to the head end</a></p>
      </header>
      <main><section aria-label="${title}">${body}</section></main>`,
  );
}
