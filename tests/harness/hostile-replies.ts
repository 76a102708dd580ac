import type { Json } from '../../counter/journal/canonical.ts';
import type { HttpReply } from '../../headend/transport.ts';
import { jsonReply, textReply } from './core-over-calls.ts';

/** What comes back in place of an answer, whatever the message: none of it may be taken for one. */
export function noAnswers(sound: Json): readonly (readonly [string, HttpReply])[] {
  const text = JSON.stringify(sound);
  const bytes = (body: Uint8Array): HttpReply => ({
    kind: 'reply',
    status: 200,
    headers: { 'content-type': 'application/json' },
    body,
  });
  const failures = [
    'refused',
    'unreachable',
    'timeout',
    'broken-off',
    'too-long',
    'tls',
    'untrusted',
  ] as const;
  return [
    ...failures.map((reason) => [reason, { kind: 'failed', reason, detail: '' }] as const),
    ...[0.01, 0.25, 0.5, 0.75, 0.99].map(
      (part) =>
        [
          `truncated to ${part}`,
          textReply(text.slice(0, text.length * part), 200, 'application/json'),
        ] as const,
    ),
    ['the sound answer twice in one body', textReply(text + text, 200, 'application/json')],
    ['with a tail', textReply(`${text}</html>`, 200, 'application/json')],
    ['the sound answer as a page', textReply(text, 200, 'text/html')],
    ['the sound answer as plain text', textReply(text, 200, 'text/plain')],
    ['the sound answer with 201', textReply(text, 201, 'application/json')],
    ['the sound answer with 500', textReply(text, 500, 'application/json')],
    ['the sound answer as a redirect', textReply(text, 302, 'application/json')],
    ['a portal', textReply('<h1>Welcome to the station Wi-Fi</h1>', 200, 'text/html')],
    ['nothing', textReply('', 200, 'application/json')],
    ['nothing, 204', textReply('', 204, 'application/json')],
    ['no UTF-8', bytes(new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]))],
    ['null', jsonReply(null)],
    ['a number', jsonReply(7)],
    ['a list', jsonReply([sound])],
    ['an empty object', jsonReply({})],
    ['ten thousand brackets', textReply('['.repeat(10_000) + ']'.repeat(10_000), 200, 'application/json')],
    ['other versions', jsonReply({ ...objectOf(sound), acceptVersions: [2, 3] })],
    ['a page with 503', textReply('<h1>Service Unavailable</h1>', 503, 'text/html')],
    [
      'a problem of no known type',
      jsonReply({ type: 'sorry', title: '', status: 409 }, 409, 'application/problem+json'),
    ],
  ];
}

/** The same message with each field left out or poisoned, one at a time; `what` names field and poison. */
export function poisoned(sound: Json): readonly (readonly [string, Json])[] {
  const poisons: readonly Json[] = [null, -1, 0.5, 1e21, 2 ** 53, '', 'x'.repeat(200_000), '१', [], {}, true];
  return pathsOf(sound).flatMap((path) => [
    [`without ${path.join('.')}`, changed(sound, path, undefined)] as const,
    ...poisons.map((poison) => {
      const shown = JSON.stringify(poison).slice(0, 20);
      return [`${path.join('.')} = ${shown}`, changed(sound, path, poison)] as const;
    }),
  ]);
}

type Path = readonly string[];

function pathsOf(value: Json): readonly Path[] {
  return Object.entries(objectOf(value)).flatMap(([name, inner]): readonly Path[] => [
    [name],
    ...pathsOf(inner).map((path) => [name, ...path]),
  ]);
}

function changed(value: Json, [name, ...rest]: Path, poison: Json | undefined): Json {
  if (name === undefined) return poison ?? null;
  const { [name]: inner, ...others } = objectOf(value);
  const next = rest.length === 0 ? poison : changed(inner ?? null, rest, poison);
  const fields = next === undefined ? others : { ...others, [name]: next };
  return Array.isArray(value) ? Object.values(fields) : fields;
}

function objectOf(value: Json): Readonly<Record<string, Json>> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, inner ?? null]));
}
