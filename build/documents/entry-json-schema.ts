import type { Shape } from '../../counter/journal/body-shape.ts';
import { commonShapes, ownShapes } from '../../counter/journal/body-shapes.ts';
import { type EntryKind, entryKinds } from '../../counter/journal/entry.ts';
import { limits } from '../../counter/limits.ts';
import { denominationsPaise } from '../../counter/money.ts';
import { assertNever } from '../../counter/result.ts';

type Schema = Readonly<Record<string, unknown>>;

/** JSON Schema 2020-12 of every body, for programs that read the journal and are not this one. */
export function entryJsonSchema(): Schema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:division-counter:journal-entry:1',
    title: 'Body of a journal entry, version 1',
    oneOf: entryKinds.map((kind) => ({ $ref: `#/$defs/${nameOf(kind)}` })),
    $defs: {
      ...Object.fromEntries(
        Object.entries(commonShapes).map(([name, shape]) => [commonName(name), schemaOf(shape)]),
      ),
      ...Object.fromEntries(entryKinds.map((kind) => [nameOf(kind), bodySchema(kind)])),
    },
  };
}

/** A pointer holds no space. */
function nameOf(kind: string): string {
  return kind.replaceAll(' ', '-');
}

/** What every body carries stands once and is referred to. */
function bodySchema(kind: EntryKind): Schema {
  const own = { kind: { const: kind }, ...mapped(ownShapes[kind], schemaOf) };
  const common = mapped(commonShapes, (_, name) => ({ $ref: `#/$defs/${commonName(name)}` }));
  return object({ ...common, ...own }, [...requiredOf(commonShapes), 'kind', ...requiredOf(ownShapes[kind])]);
}

function commonName(field: string): string {
  return `common-${field}`;
}

function schemaOf(shape: Shape): Schema {
  switch (shape.is) {
    case 'text':
      return { type: 'string', minLength: shape.charsMin ?? 0, maxLength: shape.charsMax };
    case 'pattern':
      return { type: 'string', pattern: shape.pattern, description: shape.says };
    case 'one-of':
      return shape.values.length === 1 ? { const: shape.values[0] } : { enum: shape.values };
    case 'whole':
      return { type: 'integer', minimum: shape.min, maximum: shape.max, description: shape.unit };
    case 'pieces':
      return piecesSchema();
    case 'nullable':
      return { anyOf: [schemaOf(shape.of), { type: 'null' }] };
    case 'optional':
      return schemaOf(shape.of);
    case 'list':
      return { type: 'array', items: schemaOf(shape.of), maxItems: shape.max };
    case 'record':
      return object(mapped(shape.fields, schemaOf), requiredOf(shape.fields));
    default:
      return assertNever(shape);
  }
}

type Fields = Readonly<Record<string, Shape>>;

function object(properties: Schema, required: readonly string[]): Schema {
  return { type: 'object', properties, required, additionalProperties: false };
}

function mapped(fields: Fields, schema: (shape: Shape, name: string) => Schema): Schema {
  return Object.fromEntries(Object.entries(fields).map(([name, of]) => [name, schema(of, name)]));
}

function requiredOf(fields: Fields): string[] {
  return Object.keys(fields).filter((name) => fields[name]?.is !== 'optional');
}

/** How many pieces of each note and coin, by its value in paise. */
function piecesSchema(): Schema {
  const pieces = { type: 'integer', minimum: 1, maximum: limits.denominationCountMax };
  return {
    type: 'object',
    description: 'pieces by value in paise',
    properties: Object.fromEntries(denominationsPaise.map((paise) => [String(paise), pieces])),
    additionalProperties: false,
  };
}
