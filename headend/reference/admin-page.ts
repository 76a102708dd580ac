import { formatRupees } from '../../counter/money.ts';
import { kolkataDateTime } from '../../counter/time.ts';
import type { CorePorts } from './core.ts';
import type { FaultKind } from './faults.ts';
import { readJson, readJsonObject } from '../read-json.ts';
import { answerSchema } from '../schemas.ts';
import type { ArrivedEntry } from './store.ts';

const shown = 100;

/** A plain page of what arrived: no script, nothing but what the database holds. */
export async function adminPage(ports: CorePorts, fault: FaultKind): Promise<string> {
  const { counters, latest, credits, entries } = await ports.store.transaction(async (tx) => ({
    counters: await tx.counters(),
    latest: await tx.latestEntries(shown),
    credits: await tx.credits(),
    entries: await tx.entryCount(),
  }));
  const totalPaise = credits.reduce((sum, { amountPaise }) => sum + amountPaise, 0);
  const counterRows = counters.map((row) => [
    row.counter,
    String(row.epoch),
    String(row.ackedSeq),
    row.headHash.slice(0, 16),
    row.frozen === null ? 'taking entries' : `FROZEN: fork at ${row.frozen.seq}`,
  ]);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Reference head end</title><style>
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem; color: #1a1a1a; background: #fff }
table { border-collapse: collapse; margin: 0 0 2rem } th, td { padding: .25rem .75rem; text-align: left; border-bottom: 1px solid #ccc }
td { font-variant-numeric: tabular-nums }
</style></head><body>
<h1>Reference head end ${escapeHtml(ports.serverId)}</h1>
<p>Fault: <strong>${escapeHtml(fault)}</strong>. ${entries} entries, ${credits.length} credits, ${escapeHtml(formatRupees(totalPaise))}.</p>
<h2>Counters</h2>${table(['Counter', 'Epoch', 'Recorded up to', 'Head hash', 'State'], counterRows)}
<h2>Last ${shown} entries</h2>${table(
    ['Arrived', 'Counter', 'Seq', 'Kind', 'Consumer', 'Amount', 'Record', 'Credit', 'Reference', 'Code'],
    latest.map(entryCells),
  )}
</body></html>
`;
}

function entryCells({ entry, answer }: ArrivedEntry): readonly string[] {
  const said = answer === null ? null : answerSchema.parse(readJson(answer.text));
  const body = entry.kind === 'recharge' ? readJsonObject(entry.body) : {};
  const { consumer, amountPaise } = body;
  return [
    kolkataDateTime(entry.arrivedAt),
    entry.counter,
    String(entry.seq),
    entry.kind,
    typeof consumer === 'string' ? consumer : '',
    typeof amountPaise === 'number' ? formatRupees(amountPaise) : '',
    said?.record ?? '',
    said?.credit ?? '',
    said?.reference ?? '',
    said?.code ?? '',
  ];
}

function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = headings.map((heading) => `<th scope="col">${escapeHtml(heading)}</th>`).join('');
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`);
  return `<table><thead><tr>${head}</tr></thead><tbody>${body.join('\n')}</tbody></table>`;
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
