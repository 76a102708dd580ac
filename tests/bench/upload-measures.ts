import { hasPostgres } from '../harness/postgres-server.ts';
import { atLeast, atMost, type Measure } from './bench-row.ts';
import { benchHeadEnd } from './upload/head-end-rate.ts';
import type { Database } from './upload/measured-head-end.ts';
import { benchOneCounter } from './upload/one-counter.ts';
import { benchRush } from './upload/rush.ts';
import { benchSalesBesideUpload } from './upload/sales-beside-upload.ts';

export interface UploadShape {
  readonly entriesEach: number;
  readonly oneCounterEntries: number;
  readonly rush: { readonly counters: number; readonly entriesEach: number };
  readonly sales: { readonly rounds: number; readonly backlog: number };
}

const wholeShape: UploadShape = {
  entriesEach: 5_000,
  oneCounterEntries: 20_000,
  rush: { counters: 1_000, entriesEach: 200 },
  sales: { rounds: 3, backlog: 1_000 },
};

/** Counters and head end are processes of their own; the head end works on each database it may have. */
export async function uploadMeasures(shape: UploadShape = wholeShape): Promise<Measure[]> {
  if (!hasPostgres) throw new Error('PostgreSQL is not installed (Debian: postgresql-15)');
  const measures: Measure[] = [];
  for (const database of ['PGlite', 'PostgreSQL'] as const) {
    measures.push(...(await measuresOn(database, shape)));
  }
  return measures;
}

async function measuresOn(database: Database, shape: UploadShape): Promise<Measure[]> {
  const on = (what: string) => `${what}, ${database}`;
  const rate = await benchHeadEnd(database, shape.entriesEach);
  const one = await benchOneCounter(database, shape.oneCounterEntries);
  const rush = await benchRush(database, shape.rush);
  const sales = await benchSalesBesideUpload(database, shape.sales);
  const { counters, entriesEach } = shape.rush;
  return [
    {
      what: on('entries recorded, credited and signed, 8 counters'),
      measured: rate.entriesPerSecond,
      unit: '/s',
      goal: atLeast(10_000),
    },
    {
      what: on('head end, processor time an entry'),
      measured: rate.processorMicrosPerEntry,
      unit: 'µs',
      goal: null,
    },
    { what: on('head end, most memory'), measured: rate.peakMb, unit: 'MB', goal: null },
    { what: on('an entry on the wire'), measured: rate.bytesPerEntry, unit: 'bytes', goal: atMost(120) },
    { what: on('one counter, 2,000 entries'), measured: one.backlogMs / 1_000, unit: 's', goal: atMost(2) },
    { what: on('one counter, each answer checked'), measured: one.entriesPerSecond, unit: '/s', goal: null },
    {
      what: on('counter, processor time an entry'),
      measured: one.processorMicrosPerEntry,
      unit: 'µs',
      goal: null,
    },
    {
      what: on(`${counters.toLocaleString('en-IN')} counters × ${entriesEach} at once, none twice`),
      measured: rush.seconds,
      unit: 's',
      goal: atMost(60),
    },
    { what: on('counters asked to come later'), measured: rush.turnedAway, unit: 'counters', goal: null },
    {
      what: on('sale p99 while a backlog goes up by that without'),
      measured: sales.beside.p99 / sales.quiet.p99,
      unit: '×',
      goal: atMost(1.5),
    },
    { what: on('sale p99 without upload'), measured: sales.quiet.p99, unit: 'ms', goal: null },
    { what: on('sales beside the upload'), measured: sales.salesBeside, unit: 'sales', goal: null },
    { what: on('journal on disk, sales beside'), measured: sales.entriesPerSecond, unit: '/s', goal: null },
  ];
}
