/** Tables of the reference head end. One SQL text for PGlite, PostgreSQL and what speaks its protocol. */
export const schemaSql = `
create table if not exists server (
  only_row boolean primary key check (only_row),
  server_epoch text not null
);
create table if not exists counter (
  counter text primary key,
  epoch integer not null check (epoch >= 1),
  public_key text not null,
  signing_key text not null,
  acked_seq bigint not null check (acked_seq >= 0),
  head_hash text not null,
  answer_count bigint not null,
  frozen text
);
create table if not exists enrolment_code (
  code text primary key,
  counter text not null,
  office text not null,
  office_name_hi text not null,
  office_name_en text not null,
  company_hi text not null,
  company_en text not null,
  public_key text
);
create table if not exists recovery (
  counter text not null,
  epoch integer not null check (epoch >= 2),
  old_seq bigint not null check (old_seq >= 1),
  old_hash text not null,
  old_public_key text not null,
  public_key text not null,
  hash text not null,
  beyond_seq bigint not null,
  at bigint not null,
  primary key (counter, epoch)
);
create table if not exists entry (
  counter text not null,
  epoch integer not null,
  seq bigint not null check (seq >= 1),
  uid text not null,
  kind text not null,
  body text not null,
  hash text not null,
  arrived_at bigint not null,
  found text not null,
  primary key (counter, epoch, seq, found)
);
create index if not exists entry_uid on entry (uid);
drop index if exists entry_arrival;
create table if not exists answer (
  counter text not null,
  epoch integer not null,
  seq bigint not null,
  turn integer not null check (turn >= 1),
  number bigint not null,
  text text not null,
  signature text not null,
  found text not null,
  primary key (counter, epoch, seq, found, turn),
  unique (counter, number)
);
create table if not exists credit (
  uid text primary key,
  counter text not null,
  epoch integer not null,
  seq bigint not null,
  consumer text not null,
  amount_paise bigint not null check (amount_paise > 0),
  reference text not null unique,
  applied_at bigint not null,
  found text not null,
  unique (counter, epoch, seq, found)
);
create table if not exists settled (
  settled text primary key,
  by_uid text not null,
  how text not null check (how in ('moved', 'matched', 'resubmitted', 'refunded', 'cancelled'))
);
alter table entry add column if not exists business_date text not null default '';
create index if not exists entry_day on entry (counter, business_date) where business_date <> '';
alter table entry add column if not exists consumer text not null default '';
create index if not exists entry_consumer on entry (consumer, arrived_at) where consumer <> '';
alter table counter add column if not exists heard_in text not null default '';
create table if not exists token_id (
  meter text not null,
  token_id integer not null,
  primary key (meter, token_id)
);
`;
