import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { entryJsonSchema } from './entry-json-schema.ts';
import { journalDocument } from './journal-document.ts';
import { openApiDocument } from './openapi-document.ts';

/** A text that is made from the program and kept in the repository for people to read. */
export interface GeneratedDocument {
  readonly path: string;
  readonly text: string;
}

export function generatedDocuments(): readonly GeneratedDocument[] {
  return [
    { path: 'docs/journal.md', text: journalDocument() },
    { path: 'docs/journal-entry.schema.json', text: `${JSON.stringify(entryJsonSchema(), null, 2)}\n` },
    { path: 'headend/openapi.json', text: `${JSON.stringify(openApiDocument(), null, 2)}\n` },
  ];
}

export interface Comparison {
  readonly filesRead: number;
  /** One sentence for each document that is not as the program makes it. */
  readonly faults: readonly string[];
}

/** Compares what stands in a repository with what the program makes. */
export function compareDocuments(repository: string, wanted: readonly GeneratedDocument[]): Comparison {
  const found = wanted.map(({ path, text }) => ({ path, text, now: readOrNull(join(repository, path)) }));
  return {
    filesRead: found.filter(({ now }) => now !== null).length,
    faults: found.flatMap(({ path, text, now }) => {
      if (now === null) return [`${path} is missing: npm run documents`];
      return now === text
        ? []
        : [`${path} is stale from line ${firstDifference(text, now)} on: npm run documents`];
    }),
  };
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function firstDifference(wanted: string, now: string): number {
  const lines = now.split('\n');
  return wanted.split('\n').findIndex((line, index) => line !== lines[index]) + 1;
}
