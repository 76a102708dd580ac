import { describe, expect, it } from 'vitest';
import { mayFollow, type PrintState } from '../../../counter/journal/print-job.ts';
import { stepJob } from '../../../printers/job-machine.ts';
import {
  newJob,
  reportedState,
  type JobEvent,
  type JobState,
  type JobTerms,
} from '../../../printers/job-states.ts';

/**
 * The printer's job machine and the journal's rule of steps live in two rooms. Here every way through
 * the machine is walked, with the journal beside it as the counter service keeps it.
 */
const events: readonly JobEvent[] = [
  { type: 'start' },
  { type: 'condition', reason: 'none', answered: true },
  { type: 'condition', reason: 'none', answered: false },
  { type: 'condition', reason: 'paper-end', answered: true },
  { type: 'notReached', reason: 'not-reached' },
  { type: 'accepted', bytes: 1 },
  { type: 'noProgress' },
  { type: 'linkLost' },
  { type: 'idReturned' },
  { type: 'inOrderAnswer' },
  { type: 'timeUp' },
  { type: 'giveUp' },
  { type: 'cannotBeDrawn' },
];

interface Pair {
  readonly job: JobState;
  readonly journal: PrintState;
  readonly path: readonly string[];
}

function walk(confirm: JobTerms['confirm']): { readonly seen: number; readonly broken: readonly string[] } {
  const terms: JobTerms = { bytesTotal: 2, confirm, demandsAnswer: true, proofLimitMs: 1 };
  const seen = new Set<string>();
  const broken: string[] = [];
  const open: Pair[] = [{ job: newJob(1), journal: 'queued', path: [] }];
  for (let pair = open.shift(); pair !== undefined; pair = open.shift()) {
    const { phase, failures, bytesAccepted, reason, attempt } = pair.job;
    const counts = [failures, bytesAccepted, attempt].map((count) => Math.min(count, 3));
    const key = [phase, ...counts, reason, pair.journal].join('/');
    if (seen.has(key)) continue;
    seen.add(key);
    for (const event of events) {
      const next = after(pair, event, terms, broken);
      if (next !== null) open.push(next);
    }
  }
  return { seen: seen.size, broken };
}

function after(pair: Pair, event: JobEvent, terms: JobTerms, broken: string[]): Pair | null {
  const result = stepJob(pair.job, event, terms);
  if (result === null) return null;
  const path = [...pair.path, event.type];
  let { journal } = pair;
  let job = result.state;
  if (result.effects.some((effect) => effect.do === 'askPermission')) {
    if (!mayFollow(journal, 'sending')) {
      broken.push(`${path.join(' ')}: the journal (${journal}) does not let it send`);
      return null;
    }
    journal = 'sending';
    const permitted = stepJob(job, { type: 'permitted', attempt: job.attempt }, terms);
    if (permitted === null) return null;
    job = permitted.state;
  }
  const reported = reportedState(job.phase);
  if (reported !== null && reported !== 'checking' && reported !== 'sending' && reported !== journal) {
    if (!mayFollow(journal, reported)) broken.push(`${path.join(' ')}: ${journal} → ${reported}`);
    journal = reported;
  }
  return { job, journal, path };
}

describe('every step that a printer reports', () => {
  it.each(['gs_h', 'gs_r', 'operator'] as const)('may follow in the journal, proof by %s', (confirm) => {
    const { seen, broken } = walk(confirm);
    expect(broken.slice(0, 5)).toEqual([]);
    expect(seen).toBeGreaterThan(30);
  });
});
