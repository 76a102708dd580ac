import { z } from 'zod';
import { limits } from '../../counter/limits.ts';
import { assertNever } from '../../counter/result.ts';
import { calls, messages, type Call, type Message } from '../../headend/calls.ts';

type Json = Readonly<Record<string, unknown>>;

/** OpenAPI 3.1 of the protocol, made of the schemas that both sides read with. */
export function openApiDocument(): Json {
  return {
    openapi: '3.1.1',
    info: {
      title: 'Protocol of counter and head end',
      version: '1',
      summary: 'How a cash counter’s journal reaches the head end, and what comes back.',
      description:
        'Written by `npm run documents` from headend/schemas.ts and headend/calls.ts. PROTOCOL.md beside it says what the messages mean; where a shape cannot say it, it decides.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: 'https://head-end.example' }],
    paths: paths(),
    components: {
      securitySchemes: { accessToken: { type: 'http', scheme: 'bearer' } },
      parameters: { versions: versionsParameter },
      responses: commonResponses,
      schemas: componentSchemas(),
    },
  };
}

function paths(): Json {
  const byPath = new Map<string, Json>();
  for (const call of calls)
    byPath.set(call.path, { ...byPath.get(call.path), [call.method]: operation(call) });
  return Object.fromEntries(byPath);
}

function operation(call: Call): Json {
  return {
    operationId: call.id,
    summary: call.summary,
    security: call.access === 'anybody' ? [] : [{ accessToken: [] }],
    parameters: parameters(call),
    ...(call.request === null ? {} : { requestBody: requestBody(call.request) }),
    responses: responses(call),
  };
}

const versionsParameter: Json = {
  name: 'Protocol-Versions',
  in: 'header',
  required: false,
  description: 'Versions that the counter speaks, parted by commas. Left out means 1.',
  schema: { type: 'string', maxLength: 80 },
};

function parameters({ path, access, query, answer }: Call): readonly Json[] {
  const name = { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$' };
  return [
    { $ref: '#/components/parameters/versions' },
    ...(path.includes('{counter}') ? [{ name: 'counter', in: 'path', required: true, schema: name }] : []),
    ...(path.includes('{consumer}') ? [{ name: 'consumer', in: 'path', required: true, schema: name }] : []),
    ...(access === 'named-token' ? [{ name: 'X-Counter', in: 'header', required: true, schema: name }] : []),
    ...(answer.kind === 'directory'
      ? [{ name: 'If-None-Match', in: 'header', required: false, schema: { type: 'string' } }]
      : []),
    ...query.map(({ name: key, charsMax, says }) => ({
      name: key,
      in: 'query',
      required: false,
      description: says,
      schema: { type: 'string', maxLength: charsMax },
    })),
  ];
}

function requestBody(request: NonNullable<Call['request']>): Json {
  switch (request.kind) {
    case 'json':
      return { required: true, content: jsonContent(request.message) };
    case 'batch':
      return {
        required: true,
        description: `gzip (\`Content-Encoding\`), at most ${limits.batchBytesMax} bytes. The first line is a BatchHeader, then \`entries\` bodies verbatim, then \`answers\` lines of SignedText; each line ends with one line feed.`,
        content: { 'application/x-ndjson': { schema: { type: 'string' } } },
      };
    case 'stick':
      return {
        required: true,
        description: `The files of one export, packed, at most ${limits.usbImportBytesMax} bytes.`,
        content: { 'application/octet-stream': { schema: bytes } },
      };
    default:
      return assertNever(request);
  }
}

const bytes: Json = { type: 'string', contentMediaType: 'application/octet-stream' };

function answerBody(answer: Call['answer']): Json {
  switch (answer.kind) {
    case 'json':
      return { description: 'The answer.', content: jsonContent(answer.message) };
    case 'directory':
      return directoryAnswer;
    case 'stick-answer':
      return {
        description: 'The file for the stick, closed to its counter.',
        content: { 'application/octet-stream': { schema: bytes } },
      };
    default:
      return assertNever(answer);
  }
}

function responses(call: Call): Json {
  const { answer, refusals } = call;
  const refused = Object.entries(refusals).map(([status, types]): readonly [string, Json] => [
    status,
    {
      description: types.map((type) => `\`${type}\``).join(', '),
      content: problemContent,
    },
  ]);
  return {
    200: answerBody(answer),
    ...(answer.kind === 'directory'
      ? { 304: { description: 'It is the file that `If-None-Match` names.' } }
      : {}),
    // Health is for every version: by it a counter learns that it must be updated.
    ...(call.id === 'readHealth' ? {} : { 400: { $ref: '#/components/responses/otherVersion' } }),
    ...Object.fromEntries(refused),
    429: { $ref: '#/components/responses/later' },
    503: { $ref: '#/components/responses/later' },
  };
}

const directoryAnswer: Json = {
  description: 'The file.',
  headers: { ETag: { required: true, schema: { type: 'string', pattern: '^"[0-9a-f]{64}"$' } } },
  content: { 'application/gzip': { schema: { type: 'string', contentMediaType: 'application/gzip' } } },
};

const problemContent: Json = { 'application/problem+json': { schema: { $ref: reference('Problem') } } };

const commonResponses: Json = {
  otherVersion: {
    description: '`version`: none of the counter’s versions is taken here. `malformed`: this is no request.',
    content: problemContent,
  },
  later: {
    description: 'Too much at once: the same again after `Retry-After`.',
    headers: { 'Retry-After': { schema: { type: 'string' } } },
    content: problemContent,
  },
};

function jsonContent(message: Message): Json {
  return { 'application/json': { schema: { $ref: reference(message) } } };
}

function reference(message: string): string {
  return `#/components/schemas/${message}`;
}

/** Input side: what may be left out may be left out, and fields that are not named are let through. */
function componentSchemas(): Json {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(messages)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { uri: reference, io: 'input' });
  const named = Object.entries(schemas).map(([id, schema]): readonly [string, Json] => {
    const { $schema: _dialect, $id: _id, ...rest } = schema;
    return [id, rest];
  });
  return Object.fromEntries(named);
}
