import { describe, expect, it } from 'vitest';
import {
  consumerLine,
  directoryHash,
  directoryVersion,
  headerLine,
  isTrailer,
  parseHeader,
  parseTrailer,
  trailerLine,
} from '../../../counter/consumer/directory-format.ts';
import { parseConsumer } from '../../../counter/consumer/consumer.ts';
import { limits } from '../../../counter/limits.ts';
import { generateConsumers } from '../../../build/consumers/office-generator.ts';

const header = { office: 'PTC', generatedAt: 1_795_000_000_000, serial: 7, count: 3, keyId: 'k-1' };
const trailer = { count: 3, sha256: 'ab'.repeat(32), signature: 'A'.repeat(86) };

describe('the lines of a directory file', () => {
  it('are canonical and end in a line feed', () => {
    expect(headerLine(header)).toBe(
      '{"count":3,"format":"consumer-directory","generatedAt":1795000000000,"keyId":"k-1","office":"PTC","serial":7,"v":1}\n',
    );
    expect(trailerLine(trailer)).toMatch(
      /^\{"count":3,"end":"consumer-directory","sha256":"(ab){32}",.*\}\n$/u,
    );
  });

  it('come back as they were', () => {
    expect(parseHeader(JSON.parse(headerLine(header)))).toEqual({ ok: true, value: header });
    expect(parseTrailer(JSON.parse(trailerLine(trailer)))).toEqual({ ok: true, value: trailer });
    for (const consumer of generateConsumers({ count: 50, seed: 3, today: '2026-11-23' })) {
      expect(parseConsumer(JSON.parse(consumerLine(consumer)))).toEqual({ ok: true, value: consumer });
    }
  });

  it('tell a trailer from a consumer', () => {
    expect(isTrailer(JSON.parse(trailerLine(trailer)))).toBe(true);
    expect(isTrailer({ consumer: '123456789' })).toBe(false);
    expect(isTrailer(null)).toBe(false);
  });

  it.each([
    [{ format: 'other' }, 'not-a-directory'],
    [{ v: directoryVersion + 1 }, 'newer-version'],
    [{ v: 0 }, 'header-malformed'],
    [{ office: 'x' }, 'header-malformed'],
    [{ serial: 0 }, 'header-malformed'],
    [{ count: -1 }, 'header-malformed'],
    [{ keyId: '' }, 'header-malformed'],
    [{ generatedAt: limits.wallMsMax + 1 }, 'header-malformed'],
    [{ count: limits.directoryConsumersMax + 1 }, 'too-many-consumers'],
  ])('refuse a header with %j', (change, fault) => {
    const line: unknown = { ...(JSON.parse(headerLine(header)) as object), ...change };
    expect(parseHeader(line)).toEqual({ ok: false, error: fault });
  });

  it('take a header at the limit of consumers', () => {
    const line: unknown = {
      ...(JSON.parse(headerLine(header)) as object),
      count: limits.directoryConsumersMax,
    };
    expect(parseHeader(line).ok).toBe(true);
  });

  it('sign the number of consumers together with the bytes', () => {
    const texts: string[] = [];
    const hash = directoryHash((text) => (texts.push(text), 'cd'.repeat(32)), trailer);
    expect(hash).toBe('cd'.repeat(32));
    expect(texts).toEqual([`division-counter/directory/1\n3\n${'ab'.repeat(32)}`]);
  });
});
