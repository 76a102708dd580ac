/** A picture to take: a scene, and what a hand types before. `wait:ID` waits for a test id; the rest are keys or `type:…`. */
export interface Shot {
  readonly name: string;
  readonly scene: string;
  readonly hand: readonly string[];
}

const find = ['type:laxmi 5678', 'wait:hit'];
const choose = [...find, 'Enter', 'wait:amount'];
const amount = [...choose, 'type:1500', 'Enter'];
const cash = [...amount, 'type:2000', 'rest'];
const take = [...cash, 'Enter'];

const toKey = [
  'F8',
  'wait:restore-mirror',
  'type:E:\\copy',
  'Tab',
  'type:F:\\journal.db',
  'Enter',
  'wait:restore-key',
];
const withFile = ['Tab', 'type:G:\\recovery-key.json', 'Enter'];

/** From the office menu to the desk, and to its first row. */
const toDesk = ['F6', 'wait:office', '2', 'wait:exception-row'];
const toRow = [...toDesk, 'Enter', 'wait:exception-detail'];
const toReason = [...toRow, '1', 'wait:exception-search', ...find, 'Enter', 'wait:exception-reason'];
const toSure = [...toReason, 'type:ग़लत नंबर लिखा गया था', 'Enter', 'wait:aloud'];

function shot(name: string, scene: string, hand: readonly string[] = []): Shot {
  return { name, scene, hand };
}

export const shots: readonly Shot[] = [
  shot('starting', 'starting'),
  shot('restarting', 'restarting'),
  shot('locked', 'locked'),
  shot('locked-journal', 'locked-journal'),
  shot('enrol', 'enrol', ['type:ABCD-1234', 'Enter', 'wait:fault']),
  shot('restore-sources', 'restore', ['F8', 'wait:restore-mirror', 'Enter']),
  shot('restore-key', 'restore', toKey),
  shot('restore-words', 'restore', [
    ...toKey,
    'ArrowDown',
    'Tab',
    'type:abandon ability able about',
    'Enter',
  ]),
  shot('restore-wrong-key', 'restore-wrong-key', [...toKey, ...withFile, 'wait:fault']),
  shot('restore-counter', 'restore-counters', [...toKey, ...withFile, 'wait:restore-counter']),
  shot('restoring', 'restoring', [...toKey, ...withFile, 'rest']),
  shot('restored', 'restore', [...toKey, ...withFile, 'wait:restored']),
  shot('restored-lost', 'restore', [
    'F8',
    'wait:restore-mirror',
    'type:E:\\copy',
    'Enter',
    'wait:restore-key',
    ...withFile,
    'wait:restored',
  ]),
  shot('first-person', 'first-person', ['type:श्याम', 'Enter']),
  shot('first-list', 'first-list'),
  shot('importing', 'importing'),
  shot('sign-in', 'sign-in'),
  shot('sign-in-wrong', 'sign-in', ['ArrowDown', 'Enter', 'type:1111', 'Enter', 'wait:fault']),
  shot('sign-in-locked', 'sign-in-locked', ['ArrowDown', 'Enter', 'type:1111', 'Enter', 'wait:fault']),
  shot('open-day', 'open-day'),
  shot('wait-for-day', 'wait-for-day'),
  shot('desk', 'desk'),
  shot('desk-other', 'desk-other'),
  shot('open-shift', 'open-shift', ['type:2', 'Enter', 'Enter', 'type:10', 'Enter', 'type:8']),
  shot('sell-idle', 'sell-fresh'),
  shot('sell-hits', 'sell', [...find, 'ArrowDown']),
  shot('sell', 'sell', cash),
  shot('sell-amount', 'sell-fresh', [...choose, 'Alt+4', 'rest']),
  shot('sell-wrong', 'sell-fresh', [...choose, 'type:15x', 'rest']),
  shot('sell-too-little', 'sell-fresh', [...amount, 'type:1000', 'Enter']),
  shot('sell-long', 'sell-long', [
    'type:1234',
    'wait:hit',
    'Enter',
    'wait:amount',
    'type:25000',
    'Enter',
    'rest',
  ]),
  shot('peek-long', 'sell-long', ['type:1234', 'wait:hit', 'rest']),
  shot('peek-off', 'sell-off', ['type:ramnarayan', 'wait:hit', 'rest']),
  shot('sell-off', 'sell-off', [
    'type:ramnarayan',
    'wait:hit',
    'Enter',
    'wait:amount',
    'type:199999',
    'Enter',
    'rest',
  ]),
  shot('rejected', 'rejected', ['wait:recorded', 'rest']),
  shot('key-change', 'key-change', ['wait:recorded', 'rest']),
  shot('question-shift', 'question-shift', ['wait:print-question']),
  shot('add-person', 'desk', [
    '4',
    'wait:add-person',
    'type:नीलम',
    'Tab',
    'type:Neelam',
    'Tab',
    'type:12',
    'Enter',
  ]),
  shot('person-added', 'desk', [
    '4',
    'wait:add-person',
    'type:नीलम',
    'Tab',
    'type:Neelam',
    'Tab',
    'type:4821',
    'Tab',
    'type:4821',
    'Enter',
    'rest',
  ]),
  shot('sell-nobody', 'sell-nobody', ['type:ramesh xyz', 'wait:nobody']),
  shot('suspense-offer', 'sell-nobody', ['type:1000555666', 'wait:suspense-offer']),
  shot('suspense', 'sell-nobody', [
    'type:1000555666',
    'wait:suspense-offer',
    'Enter',
    'wait:amount',
    'type:700',
    'Enter',
    'rest',
  ]),
  shot('approval', 'approval', [...cash, 'Enter', 'wait:approval', 'type:12']),
  shot('approval-wrong', 'approval', [...cash, 'Enter', 'wait:approval', 'type:1234', 'Enter', 'wait:fault']),
  shot('refused', 'refused', [...take, 'wait:fault']),
  shot('recorded-pending', 'recorded', [...take, 'wait:recorded', 'rest']),
  shot('recorded-confirmed', 'confirmed', [...take, 'wait:recorded', 'rest', 'rest']),
  shot('asking', 'unknown', [...take, 'wait:asking', 'rest', 'rest', 'rest']),
  shot('question', 'question', ['wait:print-question', 'ArrowRight']),
  shot('stalled', 'stalled', ['wait:recorded', 'rest']),
  shot('give-up', 'stalled', ['wait:recorded', 'F4', 'wait:give-up']),
  shot('reprint', 'receipts', ['F4', 'wait:reprint']),
  shot('receipt-status', 'receipts', ['F3', 'wait:receipt-status', 'rest']),
  shot('unsent', 'receipts', ['F8', 'wait:unsent', 'rest']),
  shot('office', 'supervisor', ['F6', 'wait:office', 'rest']),
  shot('exceptions', 'supervisor', [...toDesk, 'rest']),
  shot('exceptions-suspense', 'supervisor', [...toDesk, 'ArrowRight', 'wait:exception-row', 'rest']),
  shot('exceptions-cashier', 'sell-fresh', [...toRow, 'rest']),
  shot('exception', 'supervisor', [...toRow, 'rest']),
  shot('exception-who', 'supervisor', [...toRow, '1', 'wait:exception-search', ...find, 'rest']),
  shot('exception-why', 'supervisor', [...toReason, 'rest']),
  shot('exception-sure', 'supervisor', [...toSure, 'rest']),
  shot('exception-moved', 'supervisor', [
    ...toSure,
    'rest',
    'rest',
    'Enter',
    'wait:exception-detail',
    'rest',
  ]),
  shot('exception-refund', 'supervisor', [
    ...toRow,
    '3',
    'wait:exception-reason',
    'type:पैसा वापस चाहिए',
    'Enter',
    'wait:aloud',
    'rest',
  ]),
  shot('exception-owner', 'supervisor', [...toRow, '4', 'wait:owner-note', 'rest']),
  shot('exception-letter', 'supervisor', [
    ...toRow,
    '5',
    'wait:letter-do',
    'Enter',
    'wait:letter-done',
    'rest',
  ]),
  shot('exception-not-now', 'exception-not-now', [...toSure, 'rest', 'rest', 'Enter', 'wait:fault', 'rest']),
  shot('help', 'sell-fresh', ['F1', 'wait:help']),
  shot('outage-declare', 'supervisor', ['F11', 'wait:outage', 'rest']),
  shot('outage-end', 'supervisor-outage', ['F11', 'wait:outage', 'rest']),
  shot('close-shift', 'close-exact', [
    'F10',
    'wait:close-shift',
    'type:40',
    'Enter',
    'type:7',
    'Enter',
    'type:x',
  ]),
  shot('close-large', 'close-exact', [
    'F10',
    'wait:close-shift',
    ...Array.from({ length: 9 }, () => ['type:99999', 'Enter'])
      .flat()
      .slice(0, -1),
    'rest',
  ]),
  shot('close-reason', 'close-short', [
    'F10',
    'wait:close-shift',
    'type:40',
    ...Array.from({ length: 9 }, () => 'Enter'),
    'wait:difference-reason',
  ]),
  shot('shift-closed', 'close-exact', [
    'F10',
    'wait:close-shift',
    'type:40',
    ...Array.from({ length: 9 }, () => 'Enter'),
    'wait:shift-closed',
  ]),
  shot('close-day', 'desk', ['3', 'wait:close-day']),
  shot('day-closed', 'desk', ['3', 'wait:close-day', 'Enter', 'wait:day-closed']),
  shot('trouble', 'trouble', cash),
  shot('disk-full', 'disk-full', cash),
  shot('proof-failed', 'proof-failed', cash),
  shot('notices', 'notices', cash),
  shot('head-end-version', 'head-end-version', cash),
  shot('single-copy', 'single-copy', cash),
  shot('single-copy-idle', 'single-copy'),
  shot('single-copy-due', 'single-copy-due', [...cash, 'Enter', 'wait:approval', 'type:12']),
  shot('away', 'away', cash),
];
