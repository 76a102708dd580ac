import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkVectors } from '../../../tokens/check-vectors.ts';
import { vectorFile, type VectorFile } from '../../../tokens/vector-file.ts';

const read = (): VectorFile => vectorFile(readFileSync('tests/fixtures/sts-vectors.json', 'utf8'));

describe('published vectors', () => {
  it('are all made again by this code', () => {
    const checked = checkVectors(read());
    expect(checked.length).toBeGreaterThan(190);
    expect(checked.filter(({ fault }) => fault !== null)).toEqual([]);
  });

  it('turn red when one digit of one token is altered', () => {
    const file = read();
    const altered = {
      ...file,
      tokens: (file.tokens ?? []).map((each, index) =>
        index === 0 ? { ...each, token: '59386323472137426968' } : each,
      ),
    };
    expect(
      checkVectors(altered)
        .filter(({ fault }) => fault !== null)
        .map(({ name }) => name),
    ).toEqual(['token[0]']);
  });

  it('pass with sections missing', () => {
    expect(checkVectors({})).toEqual([]);
  });
});
