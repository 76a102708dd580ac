import type { Migration } from '../migrate.ts';

/**
 * Small columns that neither a body nor a signature proves are written twice in their row. SQLite keeps
 * no checksums; with this, `PRAGMA integrity_check` finds a single wrong bit in either writing.
 */
function twin(...columns: readonly string[]): string {
  const text = columns.join(" || '|' || ");
  return `twin TEXT NOT NULL GENERATED ALWAYS AS (${text}) STORED CHECK (twin IS ${text})`;
}

/**
 * Tables that only grow come first; the tables named `…_total`, `…_state` and `print_open` are
 * projections: sums of the others, written in the same transaction, rebuilt at will. A sale touches
 * as few pages as it can, for each is written to the log and flushed: `total_paise` and `recharges`
 * run through the entries so that no index is needed for sums.
 */
const grown = `
CREATE TABLE identity (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  counter TEXT NOT NULL CHECK (length(counter) BETWEEN 1 AND 16),
  office TEXT NOT NULL CHECK (length(office) BETWEEN 1 AND 16),
  created_at INTEGER NOT NULL,
  ${twin('counter', 'office', 'created_at')}
) STRICT;

CREATE TABLE boot (
  n INTEGER PRIMARY KEY,
  boot_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  ${twin('n', 'boot_id', 'at')}
) STRICT;

CREATE TABLE entry (
  seq INTEGER PRIMARY KEY CHECK (seq >= 1),
  epoch INTEGER NOT NULL CHECK (epoch BETWEEN 1 AND 26),
  uid TEXT NOT NULL UNIQUE CHECK (length(uid) = 36),
  kind TEXT NOT NULL CHECK (kind IN (
    'counter enrolled', 'person set', 'settings changed', 'override', 'clock moved', 'key lost', 'recovery',
    'day opened', 'day closed', 'pack sealed', 'deposit', 'outage opened', 'outage closed',
    'shift opened', 'shift closed', 'cash in', 'cash out', 'safe drop', 'handover', 'count',
    'recharge', 'cancellation', 'reprint', 'refund', 'refusal settled', 'recovered receipt')),
  at INTEGER NOT NULL CHECK (at >= 0),
  business_date TEXT CHECK (business_date IS NULL OR length(business_date) = 10),
  day TEXT,
  shift TEXT,
  operator TEXT NOT NULL,
  consumer TEXT,
  amount_paise INTEGER CHECK (amount_paise BETWEEN 1 AND 1000000000000000),
  receipt_number TEXT UNIQUE,
  ref TEXT CHECK (length(ref) = 36),
  total_paise INTEGER NOT NULL CHECK (total_paise BETWEEN 0 AND 1000000000000000),
  recharges INTEGER NOT NULL CHECK (recharges >= 0),
  body TEXT NOT NULL CHECK (octet_length(body) BETWEEN 2 AND 16384),
  prev_hash TEXT NOT NULL CHECK (length(prev_hash) = 64),
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  signature TEXT NOT NULL CHECK (length(signature) = 86),
  signature_sum TEXT NOT NULL CHECK (length(signature_sum) = 16),
  CHECK ((kind = 'recharge') = (amount_paise IS NOT NULL)),
  CHECK ((kind = 'recharge') = (receipt_number IS NOT NULL)),
  CHECK ((kind = 'recharge') = (consumer IS NOT NULL))
) STRICT;
CREATE INDEX entry_ref ON entry (ref) WHERE ref IS NOT NULL;
CREATE INDEX entry_reference ON entry (kind)
  WHERE kind IN ('counter enrolled', 'clock moved', 'key lost', 'recovery');
CREATE INDEX entry_consumer ON entry (consumer, seq) WHERE kind = 'recharge';

CREATE TABLE ledger (
  seq INTEGER NOT NULL REFERENCES entry (seq),
  line INTEGER NOT NULL CHECK (line >= 1),
  account TEXT NOT NULL CHECK (account IN (
    'cash-drawer', 'float', 'recharge-dues', 'suspense-dues', 'cash-difference', 'vault', 'bank', 'in-transit',
    'petty-cash', 'recovered')),
  amount_paise INTEGER NOT NULL CHECK (amount_paise BETWEEN -1000000000000000 AND 1000000000000000),
  PRIMARY KEY (seq, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE answer (
  n INTEGER PRIMARY KEY CHECK (n >= 1),
  seq INTEGER NOT NULL REFERENCES entry (seq),
  turn INTEGER NOT NULL CHECK (turn >= 1),
  credit TEXT NOT NULL CHECK (credit IN ('none', 'applied', 'pending', 'rejected')),
  text TEXT NOT NULL CHECK (octet_length(text) <= 65536),
  signature TEXT NOT NULL,
  sum TEXT NOT NULL CHECK (length(sum) = 64),
  stored_at INTEGER NOT NULL,
  ${twin('n', 'seq', 'turn', 'credit', 'stored_at')},
  UNIQUE (seq, turn)
) STRICT;

CREATE TABLE acknowledgement (
  n INTEGER PRIMARY KEY CHECK (n >= 1),
  acked_seq INTEGER NOT NULL CHECK (acked_seq >= 0),
  text TEXT NOT NULL CHECK (octet_length(text) <= 65536),
  signature TEXT NOT NULL,
  sum TEXT NOT NULL CHECK (length(sum) = 64),
  stored_at INTEGER NOT NULL,
  ${twin('n', 'acked_seq', 'stored_at')}
) STRICT;

CREATE TABLE offer (
  n INTEGER PRIMARY KEY CHECK (n >= 1),
  through_seq INTEGER NOT NULL CHECK (through_seq >= 1),
  at INTEGER NOT NULL,
  ${twin('n', 'through_seq', 'at')}
) STRICT;

CREATE TABLE print_job (
  id TEXT PRIMARY KEY CHECK (length(id) = 36),
  entry TEXT NOT NULL REFERENCES entry (uid),
  slip TEXT NOT NULL CHECK (length(slip) BETWEEN 1 AND 40),
  copy INTEGER NOT NULL CHECK (copy BETWEEN 0 AND 999),
  owner TEXT NOT NULL,
  born_at INTEGER NOT NULL,
  ${twin('owner', 'born_at')},
  UNIQUE (entry, slip, copy)
) STRICT, WITHOUT ROWID;

CREATE TABLE print_step (
  job TEXT NOT NULL REFERENCES print_job (id),
  n INTEGER NOT NULL CHECK (n >= 1),
  state TEXT NOT NULL CHECK (state IN (
    'queued', 'checking', 'blocked', 'sending', 'awaiting', 'stalled', 'confirmed', 'uncertain',
    'failed', 'replaced')),
  attempt INTEGER NOT NULL CHECK (attempt >= 0),
  at INTEGER NOT NULL,
  detail TEXT NOT NULL CHECK (octet_length(detail) <= 4096),
  document TEXT CHECK (octet_length(document) <= 262144),
  document_sha256 TEXT,
  ${twin('state', 'attempt', 'at', 'detail')},
  PRIMARY KEY (job, n),
  CHECK ((document IS NULL) = (document_sha256 IS NULL)),
  CHECK ((n = 1) = (document IS NOT NULL)),
  CHECK ((n = 1) <= (state = 'queued'))
) STRICT;

CREATE TABLE person_pin (
  n INTEGER PRIMARY KEY CHECK (n >= 1),
  person TEXT NOT NULL,
  pin TEXT NOT NULL CHECK (length(pin) BETWEEN 1 AND 512),
  set_at INTEGER NOT NULL,
  ${twin('n', 'person', 'pin', 'set_at')}
) STRICT;
CREATE INDEX person_pin_person ON person_pin (person, n);

CREATE TABLE pin_try (
  n INTEGER PRIMARY KEY CHECK (n >= 1),
  person TEXT NOT NULL,
  wrong INTEGER NOT NULL CHECK (wrong >= 0),
  at INTEGER NOT NULL,
  ${twin('n', 'person', 'wrong', 'at')}
) STRICT;
CREATE INDEX pin_try_person ON pin_try (person, n);

CREATE TABLE care_event (
  n INTEGER PRIMARY KEY CHECK (n >= 1),
  at INTEGER NOT NULL,
  event TEXT NOT NULL CHECK (length(event) BETWEEN 1 AND 40),
  after_seq INTEGER NOT NULL CHECK (after_seq >= 0),
  file TEXT NOT NULL,
  detail TEXT NOT NULL,
  ${twin('n', 'at', 'event', 'after_seq', 'file', 'detail')}
) STRICT;
`;

const projected = `
CREATE TABLE day_state (
  day TEXT PRIMARY KEY,
  business_date TEXT NOT NULL,
  session INTEGER NOT NULL,
  opened_at INTEGER NOT NULL,
  opened_by TEXT NOT NULL,
  closed_at INTEGER
) STRICT;
CREATE INDEX day_state_open ON day_state (opened_at) WHERE closed_at IS NULL;
CREATE INDEX day_state_date ON day_state (business_date);

CREATE TABLE shift_total (
  shift TEXT PRIMARY KEY,
  day TEXT NOT NULL,
  cashier TEXT NOT NULL,
  shift_number INTEGER NOT NULL,
  float_paise INTEGER NOT NULL CHECK (float_paise BETWEEN 0 AND 1000000000000000),
  opened_at INTEGER NOT NULL,
  closed_at INTEGER,
  cash_paise INTEGER NOT NULL,
  cancellations INTEGER NOT NULL DEFAULT 0,
  cancelled_paise INTEGER NOT NULL DEFAULT 0,
  recharges INTEGER NOT NULL DEFAULT 0,
  takings_paise INTEGER NOT NULL DEFAULT 0 CHECK (takings_paise BETWEEN 0 AND 1000000000000000),
  first_receipt TEXT,
  last_receipt TEXT
) STRICT;
CREATE INDEX shift_total_open ON shift_total (cashier) WHERE closed_at IS NULL;
CREATE INDEX shift_total_day ON shift_total (day);

CREATE TABLE person_state (
  person TEXT PRIMARY KEY,
  name_hi TEXT NOT NULL,
  name_en TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('cashier', 'head-cashier', 'officer', 'administrator')),
  state TEXT NOT NULL CHECK (state IN ('active', 'off'))
) STRICT;

CREATE TABLE outage_state (
  outage TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  cause TEXT NOT NULL,
  since INTEGER NOT NULL,
  closed_at INTEGER
) STRICT;

CREATE TABLE print_open (
  job TEXT PRIMARY KEY,
  born_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;

const grownTables = [
  'identity',
  'boot',
  'entry',
  'ledger',
  'answer',
  'acknowledgement',
  'offer',
  'print_job',
  'print_step',
  'person_pin',
  'pin_try',
  'care_event',
];

const neverChanged = grownTables
  .map(
    (table) => `
CREATE TRIGGER ${table}_never_updated BEFORE UPDATE ON ${table}
BEGIN SELECT RAISE(ABORT, 'the journal only grows: ${table}'); END;
CREATE TRIGGER ${table}_never_deleted BEFORE DELETE ON ${table}
BEGIN SELECT RAISE(ABORT, 'the journal only grows: ${table}'); END;`,
  )
  .join('\n');

/**
 * The uid and number checks look redundant beside UNIQUE. They are not: `INSERT OR REPLACE` from a
 * connection without recursive triggers would delete the older row silently.
 */
const noGaps = `
CREATE TRIGGER entry_next BEFORE INSERT ON entry BEGIN
  SELECT RAISE(ABORT, 'entries leave no gap')
    WHERE NEW.seq IS NOT (SELECT ifnull(max(seq), 0) + 1 FROM entry);
  SELECT RAISE(ABORT, 'entries are chained')
    WHERE NEW.prev_hash IS NOT ifnull((SELECT hash FROM entry WHERE seq = NEW.seq - 1),
      '0000000000000000000000000000000000000000000000000000000000000000');
  SELECT RAISE(ABORT, 'entries belong to the epoch')
    WHERE NEW.epoch IS NOT ifnull((SELECT epoch FROM entry WHERE seq = NEW.seq - 1), 1)
      + (NEW.kind = 'recovery');
  SELECT RAISE(ABORT, 'a uid stands for one act') WHERE EXISTS (SELECT 1 FROM entry WHERE uid = NEW.uid);
  SELECT RAISE(ABORT, 'a receipt number is given once')
    WHERE EXISTS (SELECT 1 FROM entry WHERE receipt_number = NEW.receipt_number);
END;
CREATE TRIGGER ledger_next BEFORE INSERT ON ledger
WHEN NEW.line IS NOT (SELECT ifnull(max(line), 0) + 1 FROM ledger WHERE seq = NEW.seq)
  OR NEW.seq IS NOT (SELECT max(seq) FROM entry)
BEGIN SELECT RAISE(ABORT, 'ledger lines come with their entry'); END;
CREATE TRIGGER print_step_next BEFORE INSERT ON print_step
WHEN NEW.n IS NOT (SELECT ifnull(max(n), 0) + 1 FROM print_step WHERE job = NEW.job)
BEGIN SELECT RAISE(ABORT, 'print steps leave no gap'); END;
CREATE TRIGGER answer_next BEFORE INSERT ON answer
WHEN NEW.n IS NOT (SELECT ifnull(max(n), 0) + 1 FROM answer)
  OR EXISTS (SELECT 1 FROM answer WHERE seq = NEW.seq AND turn = NEW.turn)
BEGIN SELECT RAISE(ABORT, 'answers leave no gap'); END;
CREATE TRIGGER print_job_once BEFORE INSERT ON print_job
WHEN EXISTS (SELECT 1 FROM print_job WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM print_job WHERE entry = NEW.entry AND slip = NEW.slip AND copy = NEW.copy)
BEGIN SELECT RAISE(ABORT, 'a copy is printed by one job'); END;
${['boot', 'acknowledgement', 'offer', 'person_pin', 'pin_try', 'care_event']
  .map(
    (table) => `
CREATE TRIGGER ${table}_next BEFORE INSERT ON ${table}
WHEN NEW.n IS NOT (SELECT ifnull(max(n), 0) + 1 FROM ${table})
BEGIN SELECT RAISE(ABORT, '${table} leaves no gap'); END;`,
  )
  .join('\n')}
CREATE TRIGGER offer_rises BEFORE INSERT ON offer
WHEN NEW.through_seq <= (SELECT ifnull(max(through_seq), 0) FROM offer)
  OR NEW.through_seq > (SELECT ifnull(max(seq), 0) FROM entry)
BEGIN SELECT RAISE(ABORT, 'what is offered stays offered'); END;
`;

export const firstJournal: Migration = {
  number: 10,
  sql: [grown, projected, neverChanged, noGaps].join('\n'),
};
