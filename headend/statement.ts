import { type Sha256Hex, statementHash } from '../counter/journal/chain.ts';
import { readJson } from './read-json.ts';
import type { SignedText } from './schemas.ts';
import { signedStatementSchema, type Statement, statementSchema } from './statement-schemas.ts';
import type { VerifyHashLater } from './signatures.ts';

/** A statement as the head end signed it, and what it says. */
export interface SignedStatement {
  readonly statement: Statement;
  readonly text: string;
  readonly signature: string;
}

export type StatementFault = 'wrong-signature' | 'other-counter' | 'misshapen';

/**
 * Believes a statement, from the wire or from a file, only where this counter's head end signed it and its
 * days are dates of its range, each once and in order.
 */
export async function checkStatement(
  ports: { readonly sha256: Sha256Hex; readonly verify: VerifyHashLater },
  expected: { readonly counter: string; readonly headEndPublicKey: string },
  { text, signature }: SignedText,
): Promise<SignedStatement | StatementFault> {
  const hash = statementHash(ports.sha256, text);
  if (!(await ports.verify(hash, signature, expected.headEndPublicKey))) return 'wrong-signature';
  const parsed = statementSchema.safeParse(readJson(text));
  if (!parsed.success) return 'misshapen';
  const statement = parsed.data;
  if (statement.counter !== expected.counter) return 'other-counter';
  const dates = statement.days.map(({ businessDate }) => businessDate);
  const isOrdered = dates.every((date, index) => index === 0 || date > (dates[index - 1] ?? ''));
  const isInside = dates.every((date) => date >= statement.from && date <= statement.to);
  return isOrdered && isInside ? { statement, text, signature } : 'misshapen';
}

/** The text of a kept statement or of a `--statement` file: `{text, signature}`. Null for anything else. */
export function readSignedStatement(json: string): SignedText | null {
  const parsed = signedStatementSchema.safeParse(readJson(json));
  return parsed.success ? parsed.data : null;
}
