import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCounter, sale } from '../harness/counter-day.ts';
import { startJsonLinesCounter, type JsonLinesCounter } from '../harness/json-lines-counter.ts';
import { openOffice, type Office } from '../harness/office.ts';
import { concludeFault, tallied } from '../harness/planned-fault.ts';
import { hasTool } from '../harness/tools.ts';

/** Flushes that the operating system was asked for between the line of a request and the line of its reply. */
function flushesBetween(trace: string, channel: string): string[][] {
  const lines = trace.split('\n');
  const rounds: string[][] = [];
  let open: { id: string; flushed: string[] } | null = null;
  for (const line of lines) {
    const request = new RegExp(
      `read.*\\{\\\\"id\\\\":(\\d+),\\\\"channel\\\\":\\\\"${channel}\\\\"`,
      'u',
    ).exec(line);
    if (request !== null) open = { id: request[1] ?? '', flushed: [] };
    const flush = /\b(?:fsync|fdatasync|sync_file_range|syncfs|msync)\(\d+<([^>]*)>/u.exec(line);
    if (flush !== null && open !== null) open.flushed.push(flush[1] ?? '');
    if (open !== null && /\bwrite\(1/u.test(line) && line.includes(`{\\"id\\":${open.id},\\"ok\\":true`)) {
      rounds.push(open.flushed);
      open = null;
    }
  }
  return rounds;
}

const wanted = 'one of the journal and one of the second copy';

function inWords(journal: number, mirror: number, all: number): string {
  return journal === 1 && mirror === 1 && all === 2
    ? wanted
    : `journal ${journal}, second copy ${mirror}, all ${all}`;
}

describe.skipIf(!hasTool('strace'))(
  'flushes of a sale from request to reply (apt-get install strace)',
  () => {
    const sales = 6;
    const quietMs = 500;
    let office: Office;
    let counter: JsonLinesCounter;
    let trace: string;

    beforeAll(async () => {
      office = await openOffice({ consumers: 3 * sales });
      trace = join(office.folder, 'trace');
      const calls = 'trace=read,write,fsync,fdatasync,sync_file_range,syncfs,msync';
      const wrapper = ['strace', '-f', '-y', '-s', '120', '-e', calls, '-o', trace];
      counter = await startJsonLinesCounter({ data: office.dataFolder, config: office.configFile, wrapper });
      await openCounter(counter);
    });

    afterAll(async () => {
      await office.close();
    });

    it('are one of the journal and one of the second copy, with the head end up and down', async () => {
      await counter.until('the head end', ({ headEnd }) => headEnd.link === 'answering');
      await wait(quietMs);
      for (let each = 0; each < sales; each += 1) await sell(each, 'confirmed');
      await office.headEnd.setFault('down');
      await counter.until('the outage', ({ headEnd }) => headEnd.link === 'not-answering');
      for (let each = sales; each < 2 * sales; each += 1) await sell(each, 'pending');
      await counter.end();
      const rounds = flushesBetween(readFileSync(trace, 'utf8'), 'recharge.record');
      expect(rounds).toHaveLength(2 * sales);
      const counts = rounds.map((flushed) => {
        const of = (folder: string) => flushed.filter((path) => path.startsWith(folder)).length;
        return inWords(of(office.dataFolder), of(office.mirrorFolder), flushed.length);
      });
      const broken = counts.filter((count) => count !== wanted);
      const outcome = { times: rounds.length, seen: tallied(counts), broken };
      expect(concludeFault('flushes', outcome)).toEqual([]);
    }, 120_000);

    /** What follows a reply (paper, upload, answer) flushes for itself; the next sale begins after it. */
    async function sell(index: number, credit: 'confirmed' | 'pending'): Promise<void> {
      const { uid } = await counter.ask('recharge.record', sale(office.consumers[index]?.consumer ?? ''));
      await counter.until('the end of what follows', ({ lastRecharge }) => {
        const isFrozen = lastRecharge?.print?.state !== 'waiting';
        return lastRecharge?.uid === uid && lastRecharge.credit === credit && isFrozen;
      });
      await wait(quietMs);
    }
  },
);
