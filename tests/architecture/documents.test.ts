import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { gates, runGate } from '../../build/check-gates.ts';
import { generatedDocuments } from '../../build/documents/documents.ts';
import { entryJsonSchema } from '../../build/documents/entry-json-schema.ts';
import { exampleEntries } from '../../build/documents/example-entries.ts';
import { misfit } from '../../counter/journal/body-shape.ts';
import { bodyShape } from '../../counter/journal/body-shapes.ts';
import { entryKinds } from '../../counter/journal/entry.ts';
import { repository } from './source-files.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const documents = generatedDocuments();
const gate = gates.find(({ name }) => name === 'documents');
if (gate === undefined) throw new Error('there is no gate documents');

/** The documents of the repository, one of them changed. */
function planted(path: string, change: (text: string) => string): string {
  const folder = mkdtempSync(join(tmpdir(), 'documents-'));
  folders.push(folder);
  for (const document of documents) {
    mkdirSync(dirname(join(folder, document.path)), { recursive: true });
    cpSync(join(repository, document.path), join(folder, document.path));
  }
  writeFileSync(join(folder, path), change(readFileSync(join(folder, path), 'utf8')));
  return folder;
}

describe('the generated documents', () => {
  it('are those of the schema and the shapes as they stand now', async () => {
    const result = await runGate(gate);
    console.log(`compared ${result.filesRead} documents`);
    expect(result.passed, result.output).toBe(true);
    expect(result.filesRead).toBe(documents.length);
  });

  it.each([
    ['docs/journal.md', (text: string) => text.replace('CREATE TABLE entry', 'CREATE TABLE entries')],
    ['docs/journal.md', (text: string) => `${text}\n`],
    ['headend/openapi.json', (text: string) => text.replace('"/v1/health"', '"/v1/pulse"')],
    ['headend/openapi.json', (text: string) => text.replace('"maxLength": 500', '"maxLength": 501')],
    ['docs/journal-entry.schema.json', (text: string) => text.replace('"maxLength": 40', '"maxLength": 41')],
  ])('%s is red where it was changed by hand', async (path, change) => {
    const result = await runGate(gate, planted(path, change));
    expect(result.passed).toBe(false);
    expect(result.filesRead).toBe(documents.length);
    expect(result.output).toContain(`${path} is stale from line`);
  });

  it('name every kind of entry, each with an example that fits its shape', () => {
    const text = documents[0]?.text ?? '';
    const examples = exampleEntries();
    for (const kind of entryKinds) {
      expect(text).toContain(`\n### ${kind}\n`);
      expect(misfit(bodyShape(kind), examples.get(kind)?.entry)).toBeNull();
    }
  });
});

describe('the JSON Schema of the bodies', () => {
  const schema = z.fromJSONSchema(z.record(z.string(), z.json()).parse(entryJsonSchema()));
  const bodies = [...exampleEntries()].map(([kind, { stored }]) => [kind, stored.body] as const);
  const parse = (body: string) => z.record(z.string(), z.unknown()).parse(JSON.parse(body));

  it.each(bodies)('takes a sound body of %s, read by a program that is not this one', (_kind, body) => {
    expect(schema.safeParse(parse(body)).success).toBe(true);
  });

  it.each(bodies)('refuses one of %s with a field too many, too few or of another kind', (kind, body) => {
    const sound = parse(body);
    const { uid: _uid, ...withoutUid } = sound;
    const bad = [
      { ...sound, extra: 1 },
      withoutUid,
      { ...sound, kind: 'nothing' },
      { ...sound, seq: 1.5 },
      { ...sound, kind: kind === 'recharge' ? 'refund' : 'recharge' },
    ];
    expect(bad.map((each) => schema.safeParse(each).success)).toEqual(bad.map(() => false));
  });
});
