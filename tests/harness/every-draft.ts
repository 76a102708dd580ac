import { type Drafts, exampleDrafts } from '../../build/documents/example-drafts.ts';
import { newUid } from './journal.ts';

/** One sound draft of every kind, under one open day and shift, with ids of its own. */
export function everyDraft(open: { day: string; shift: string; businessDate: string }): Drafts {
  return exampleDrafts(open, newUid);
}
