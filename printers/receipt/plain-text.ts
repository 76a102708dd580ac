/**
 * What a directory or a person typed, made fit for paper: one normal form, so that equal names give
 * equal dots, and no control characters or runs of space.
 */
export function plainText(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
}
