import type Database from 'better-sqlite3';

declare const readable: unique symbol;
declare const writable: unique symbol;

/** A connection that functions may only ask. Every read function takes this. */
export type ReadableDb = Pick<Database.Database, 'prepare'> & { readonly [readable]: true };

/** The one connection that writes. Only this room and `alongside` callbacks ever hold it. */
export type WritableDb = Database.Database & { readonly [readable]: true; readonly [writable]: true };
