import { formatRupees, groupIndian } from '../../../counter/money.ts';
import { kolkataDateTime } from '../../../counter/time.ts';
import { readJson } from '../../read-json.ts';
import { answerSchema } from '../../schemas.ts';
import { asksCredit, readBody } from '../read-entry.ts';
import type { ArrivedEntry } from '../store.ts';
import { html, type Html } from './html.ts';

/** An entry and the last word about it, in the words of a page. */
export interface ShownRow {
  readonly arrived: string;
  readonly counter: string;
  readonly epoch: number;
  readonly seq: number;
  readonly found: string;
  readonly kind: string;
  readonly consumer: string;
  readonly amount: string;
  readonly credit: string;
  readonly code: string;
  readonly why: string;
  readonly reference: string;
  /** A person may decide about it. */
  readonly canBeDecided: boolean;
}

export function shownRow({ entry, answer }: ArrivedEntry): ShownRow {
  const { counter, epoch, seq, found, kind, body, arrivedAt } = entry;
  const parsed = answerSchema.safeParse(readJson(answer?.text ?? ''));
  const said = parsed.success ? parsed.data : null;
  const read = readBody({ counter, epoch }, { seq, body });
  const asks = asksCredit(read) ? read : null;
  return {
    arrived: kolkataDateTime(arrivedAt),
    counter,
    epoch,
    seq,
    found,
    kind,
    consumer: said?.consumer ?? asks?.consumer ?? '',
    amount: asks === null ? '' : formatRupees(asks.amountPaise),
    credit: said === null ? '' : said.record === 'parked' ? `parked, ${said.credit}` : said.credit,
    code: said?.code ?? '',
    why: said?.text?.en ?? '',
    reference: said?.reference ?? '',
    canBeDecided: asks !== null && said?.credit === 'pending' && said.code !== 'uid-seen',
  };
}

export function decideHref({ counter, epoch, seq, found }: ShownRow): string {
  const place = new URLSearchParams({ counter, epoch: String(epoch), seq: String(seq), found });
  return `/admin/decide?${place.toString()}`;
}

/** Oldest first; `all` is how many there are. */
export function waitingTable(rows: readonly ArrivedEntry[], all: number): Html {
  if (rows.length === 0) return html`<p>Nothing waits.</p>`;
  const lines = rows.map(shownRow).map(
    (row) =>
      html`<tr>
        <td class="nowrap">${row.arrived}</td>
        <td>${row.counter}</td>
        <td class="number">${row.seq}</td>
        <td>${row.kind}</td>
        <td>${row.consumer}</td>
        <td class="number">${row.amount}</td>
        <td><span class="pending">▲ ${row.code}</span> ${row.why}</td>
        <td>
          ${row.canBeDecided ? html`<a href="${decideHref(row)}">Decide entry ${row.seq} of ${row.counter}</a>` : null}
        </td>
      </tr>`,
  );
  const rest =
    all > rows.length ? html`<p>${groupIndian(all - rows.length)} more wait behind these.</p>` : null;
  return html`${tableOf('Waiting for a person', ['Arrived', 'Counter', 'Entry', 'Kind', 'Consumer', 'Amount', 'Why', ''], lines)}${rest}`;
}

/** Newest first. */
export function arrivedTable(rows: readonly ArrivedEntry[]): Html {
  if (rows.length === 0) return html`<p>Nothing has arrived yet.</p>`;
  const lines = rows.map(shownRow).map(
    (row) =>
      html`<tr>
        <td class="nowrap">${row.arrived}</td>
        <td>${row.counter}</td>
        <td class="number">${row.seq}</td>
        <td>${row.kind}</td>
        <td>${row.consumer}</td>
        <td class="number">${row.amount}</td>
        <td>${row.credit}</td>
        <td class="nowrap">${row.reference}</td>
        <td>${row.code}</td>
      </tr>`,
  );
  const heads = ['Arrived', 'Counter', 'Entry', 'Kind', 'Consumer', 'Amount', 'Credit', 'Reference', 'Code'];
  return tableOf('Last arrivals', heads, lines);
}

const numberHeads = ['Entry', 'Amount'];

function tableOf(label: string, heads: readonly string[], lines: readonly Html[]): Html {
  const cells = heads.map((head) => {
    if (head === '') return html`<td></td>`;
    return numberHeads.includes(head)
      ? html`<th scope="col" class="number">${head}</th>`
      : html`<th scope="col">${head}</th>`;
  });
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}">
    <table>
      <thead>
        <tr>
          ${cells}
        </tr>
      </thead>
      <tbody>
        ${lines}
      </tbody>
    </table>
  </div>`;
}
