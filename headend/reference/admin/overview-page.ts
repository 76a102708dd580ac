import { formatRupees, groupIndian } from '../../../counter/money.ts';
import { kolkataDateTime } from '../../../counter/time.ts';
import type { Health } from '../../schemas.ts';
import type { AdmissionStanding } from '../admission.ts';
import type { Fault } from '../faults.ts';
import type { CounterRow, Overview } from '../store.ts';
import { html, pageOf, type Html } from './html.ts';
import { arrivedTable, waitingTable } from './rows.ts';
import { countedSwitches, faultState, sameFault, standingSwitches, type Switch } from './switches.ts';

/** Everything that the first page shows, as it stood at one moment. */
export interface OverviewFacts {
  readonly serverId: string;
  readonly serverEpoch: string;
  /** UTC milliseconds. */
  readonly now: number;
  readonly fault: Fault;
  readonly health: Health['state'];
  readonly admission: AdmissionStanding;
  readonly counters: readonly CounterRow[];
  readonly overview: Overview;
  /** What was just done, in words; null when nothing was. */
  readonly said: string | null;
  readonly formToken: string;
  /** Seconds between two loadings that nobody asked for; null for none. */
  readonly refreshS: number | null;
}

export const refreshEveryS = 5;

export function overviewPage(facts: OverviewFacts): string {
  const { serverId, serverEpoch, overview, fault, health, refreshS } = facts;
  const body = html`<header>
      <h1>Reference head end ${serverId}</h1>
      <p>
        ${faultState(fault)}${health === 'accepting' ? null : html` · health says <strong>${health}</strong>`}
      </p>
      <p>
        server epoch ${serverEpoch} · as at ${kolkataDateTime(facts.now)} · <a href="/admin">Refresh</a> ·
        ${refreshLink(refreshS)}
      </p>
    </header>
    <main>
      ${facts.said === null ? null : html`<p class="said" role="status">${facts.said}</p>`} ${totals(facts)}
      <section>
        <h2>Waiting for a person</h2>
        ${waitingTable(overview.firstWaiting, overview.waiting)}
      </section>
      <section>
        <h2>Counters</h2>
        ${countersTable(facts)}
        <p><a href="/admin/offer-code">Offer an enrolment code</a></p>
      </section>
      <section>
        <h2>Faults</h2>
        ${switches(facts)}
      </section>
      <section>
        <h2>Last arrivals</h2>
        ${arrivedTable(overview.latest)}
        <p><a href="/admin/ledger.csv">Every final credit as CSV</a></p>
      </section>
    </main>`;
  return pageOf(`Head end ${serverId}`, body, refreshS);
}

function refreshLink(refreshS: number | null): Html {
  return refreshS === null
    ? html`<a href="/admin?refresh=on">Refresh by itself every ${refreshEveryS} seconds</a>`
    : html`refreshes itself every ${refreshS} seconds, <a href="/admin">stop</a>`;
}

function totals({ overview, counters, admission }: OverviewFacts): Html {
  const frozen = counters.filter((row) => row.frozen !== null).length;
  const { inside, waiting, turnedAway } = admission;
  return html`<dl class="totals">
    <div>
      <dt>Entries on record</dt>
      <dd>${groupIndian(overview.entries)}</dd>
    </div>
    <div>
      <dt>Credited</dt>
      <dd>
        ${formatRupees(overview.creditedPaise)}<span class="small"
          >${groupIndian(overview.credits)} credits</span
        >
      </dd>
    </div>
    <div>
      <dt>Waiting for a person</dt>
      <dd class="${overview.waiting === 0 ? '' : 'pending'}">${groupIndian(overview.waiting)}</dd>
    </div>
    <div>
      <dt>Refused</dt>
      <dd>${groupIndian(overview.refused)}</dd>
    </div>
    <div>
      <dt>Counters</dt>
      <dd>${counters.length}<span class="small">${frozen} frozen</span></dd>
    </div>
    <div>
      <dt>Batches now</dt>
      <dd>${inside}<span class="small">${waiting} in line, ${turnedAway} asked to come later</span></dd>
    </div>
  </dl>`;
}

function countersTable({ counters, overview }: OverviewFacts): Html {
  if (counters.length === 0) return html`<p>No counter is enrolled yet.</p>`;
  const rows = counters.map(({ counter, epoch, ackedSeq, headHash, frozen }) => {
    const heardAt = overview.heardAt.get(counter);
    const state =
      frozen === null
        ? html`<span class="good">● taking entries</span>`
        : html`<span class="bad">■ frozen: two journals claim entry ${frozen.seq}</span>`;
    return html`<tr>
      <th scope="row">${counter}</th>
      <td>${overview.offices.get(counter) ?? ''}</td>
      <td>${epoch}</td>
      <td class="number">${groupIndian(ackedSeq)}</td>
      <td><code>${ackedSeq === 0 ? '' : headHash.slice(0, 12)}</code></td>
      <td class="nowrap">${heardAt === undefined ? 'never' : kolkataDateTime(heardAt)}</td>
      <td>${state}</td>
    </tr>`;
  });
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Counters">
    <table>
      <thead>
        <tr>
          <th scope="col">Counter</th>
          <th scope="col">Office</th>
          <th scope="col">Epoch</th>
          <th scope="col" class="number">Recorded up to</th>
          <th scope="col">Head hash</th>
          <th scope="col">Last heard</th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

function switches(facts: OverviewFacts): Html {
  const { formToken, fault, health } = facts;
  const faultButton = (one: Switch): Html =>
    button(formToken, 'fault', {
      fields: {
        kind: one.fault.kind,
        times: String(one.fault.times ?? ''),
        retryAfterS: String(one.fault.retryAfterS),
      },
      name: one.name,
      what: one.what,
      isOn: sameFault(one.fault, fault),
    });
  const healthButton = (state: Health['state'], what: string): Html =>
    button(formToken, 'health', {
      fields: { state },
      name: `Health says ${state}`,
      what,
      isOn: state === health,
    });
  const act = (path: string, name: string, what: string): Html =>
    button(formToken, path, { fields: {}, name, what, isOn: null });
  return html`<p>A fault stands until another one is chosen.</p>
    <ul class="switches">
      ${standingSwitches.map(faultButton)}
    </ul>
    <p>These strike so many calls and are over.</p>
    <ul class="switches">
      ${countedSwitches.map(faultButton)}
    </ul>
    <p>What the head end says of itself.</p>
    <ul class="switches">
      ${healthButton('accepting', 'counters print CONFIRMED')}
      ${healthButton('busy', 'an answer, but nothing is taken for accepted')}
      ${healthButton('maintenance', 'the same, announced')}
    </ul>
    <details>
      <summary>Backup and restore</summary>
      <ul class="switches">
        ${act('backup', 'Keep a backup', 'of everything as it stands now')}
        ${act('restore', 'Go back to the backup', 'what came after it is forgotten; the counters send it again')}
      </ul>
    </details>`;
}

function button(
  formToken: string,
  path: string,
  {
    fields,
    name,
    what,
    isOn,
  }: {
    readonly fields: Readonly<Record<string, string>>;
    readonly name: string;
    readonly what: string;
    /** Null for what cannot be on. */
    readonly isOn: boolean | null;
  },
): Html {
  const hidden = Object.entries({ ...fields, formToken }).map(
    ([key, value]) => html`<input type="hidden" name="${key}" value="${value}" />`,
  );
  const pressed = isOn === null ? null : html` aria-pressed="${String(isOn)}"`;
  return html`<li><form method="post" action="/admin/do/${path}">${hidden}
<button${pressed}><strong>${name}</strong><span>${what}</span></button></form></li>`;
}
