import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { z } from 'zod';

/** headend/openapi.json as a stranger reads it: by Ajv, knowing nothing of this program's schemas. */
export interface OpenApiReader {
  readonly document: Readonly<Record<string, unknown>>;
  /** `GET /v1/health`, one for each operation. */
  readonly operations: readonly string[];
  /** Statuses that the document names for an operation. */
  statuses(operation: string): readonly string[];
  /** Null where the body is what the document promises of this status; else why not. */
  misfit(operation: string, status: number, mediaType: string, body: unknown): string | null;
  /** The same for one named schema: the text of a signed text, a line of a batch. */
  misfitOf(schema: string, value: unknown): string | null;
}

const contentSchema = z.record(z.string(), z.object({ schema: z.record(z.string(), z.unknown()) }));
const responseSchema = z.object({ content: contentSchema.default({}) });
const operationSchema = z.object({ responses: z.record(z.string(), z.record(z.string(), z.unknown())) });
type Operation = z.infer<typeof operationSchema>;
const documentSchema = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
  components: z.looseObject({
    responses: operationSchema.shape.responses,
    schemas: z.record(z.string(), z.record(z.string(), z.unknown())),
  }),
});

const base = 'https://head-end.example/openapi.json';

export function readOpenApi(): OpenApiReader {
  const file = join(import.meta.dirname, '../../headend/openapi.json');
  const document = documentSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const ajv = new Ajv2020({ strict: false, allErrors: false });
  ajv.addSchema(document, base);
  const operations = new Map<string, Operation>();
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      operations.set(`${method.toUpperCase()} ${path}`, operation);
    }
  }

  const check = (validate: ValidateFunction, value: unknown): string | null =>
    validate(value) ? null : ajv.errorsText(validate.errors);
  const compiled = new Map<string, ValidateFunction>();
  const byReference = (reference: string): ValidateFunction => {
    const known = compiled.get(reference) ?? ajv.compile({ $ref: `${base}${reference}` });
    compiled.set(reference, known);
    return known;
  };

  return {
    document,
    operations: [...operations.keys()],
    statuses: (operation) => Object.keys(operations.get(operation)?.responses ?? {}),
    misfit: (operation, status, mediaType, body) => {
      const named = operations.get(operation)?.responses[String(status)];
      if (named === undefined) return `${operation} promises no ${status}`;
      const reference = named['$ref'];
      const shared = typeof reference === 'string' ? reference.split('/').at(-1) : undefined;
      const { content } = responseSchema.parse(
        shared === undefined ? named : document.components.responses[shared],
      );
      const promised = content[mediaType];
      if (promised === undefined) return `${operation} ${status} promises no ${mediaType}`;
      const schema = promised.schema['$ref'];
      return typeof schema === 'string' ? check(byReference(schema), body) : null;
    },
    misfitOf: (schema, value) => check(byReference(`#/components/schemas/${schema}`), value),
  };
}
