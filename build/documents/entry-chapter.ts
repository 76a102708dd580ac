import type { Shape, Unit } from '../../counter/journal/body-shape.ts';
import { commonShapes, ownShapes } from '../../counter/journal/body-shapes.ts';
import { type EntryKind, entryKinds } from '../../counter/journal/entry.ts';
import { assertNever } from '../../counter/result.ts';
import { commonMeanings, kindMeanings } from './entry-words.ts';
import { exampleEntries } from './example-entries.ts';

/** What the entries say: the fields of every body, those of each kind, and one example of each. */
export function entryChapter(): string {
  const examples = exampleEntries();
  return [
    '## Fields of every body',
    fieldTable(commonShapes, commonMeanings),
    ...entryKinds.map((kind) => kindSection(kind, examples.get(kind)?.stored.body ?? '')),
  ].join('\n\n');
}

function kindSection(kind: EntryKind, body: string): string {
  const fields = ownShapes[kind];
  return [
    `### ${kind}`,
    kindMeanings[kind],
    ...(Object.keys(fields).length === 0 ? [] : [fieldTable(fields, {})]),
    `\`\`\`json\n${JSON.stringify(JSON.parse(body), null, 2)}\n\`\`\``,
  ].join('\n\n');
}

function fieldTable(
  fields: Readonly<Record<string, Shape>>,
  meanings: Readonly<Record<string, string>>,
): string {
  const hasMeanings = Object.keys(meanings).length > 0;
  const head = hasMeanings
    ? '| field | holds | meaning |\n| --- | --- | --- |'
    : '| field | holds |\n| --- | --- |';
  const rows = Object.entries(fields).map(([name, shape]) => {
    const cells = [`\`${name}\``, inWords(shape), ...(hasMeanings ? [meanings[name] ?? ''] : [])];
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  });
  return [head, ...rows].join('\n');
}

const unitWords: Readonly<Record<Unit, string>> = {
  count: 'whole number',
  paise: 'paise',
  milliseconds: 'milliseconds',
  'wall milliseconds': 'UTC milliseconds',
};

function inWords(shape: Shape): string {
  switch (shape.is) {
    case 'text':
      return `text, ${shape.charsMin ?? 0} to ${shape.charsMax} characters`;
    case 'pattern':
      return shape.says;
    case 'one-of':
      return shape.values.map((value) => `\`${value}\``).join(' or ');
    case 'whole':
      return `${unitWords[shape.unit]}, ${shape.min} to ${shape.max}`;
    case 'pieces':
      return 'pieces of each note and coin, by its value in paise';
    case 'nullable':
      return `${inWords(shape.of)}; or null`;
    case 'optional':
      return `${inWords(shape.of)}; may be left out`;
    case 'list':
      return `list of at most ${shape.max}: ${inWords(shape.of)}`;
    case 'record':
      return Object.entries(shape.fields)
        .map(([name, of]) => `\`${name}\` (${inWords(of)})`)
        .join(', ');
    default:
      return assertNever(shape);
  }
}
