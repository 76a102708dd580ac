import { vi, type Mock } from 'vitest';

export type AnyMock = Mock<(...values: unknown[]) => unknown>;

/** A function that takes anything, gives back `answer` and remembers its calls. */
export function anyMock(answer?: unknown): AnyMock {
  return vi.fn<(...values: unknown[]) => unknown>(() => answer);
}
