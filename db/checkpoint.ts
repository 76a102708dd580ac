import type { Journal } from './journal.ts';
/** Call when nobody is selling: moves the log into the journal without waiting for anything. */
export declare function checkpointWhenIdle(journal: Journal): void;
