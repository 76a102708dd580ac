import { readFileSync } from 'node:fs';
import { mustRun } from '../../build/run-command.ts';

/** The text of a PDF without white space: pdftotext parts Hindi conjuncts wherever it likes. */
export async function textOfPdf(file: string): Promise<string> {
  const stdout = await mustRun('pdftotext', ['-enc', 'UTF-8', file, '-'], { output: 'keep' });
  return squeezed(stdout);
}

export function squeezed(text: string): string {
  return text.replaceAll(/\s+/gu, '');
}

/** Width and height of every sheet in millimetres, rounded. */
export async function sheetsOfPdf(
  file: string,
): Promise<{ readonly widthMm: number; readonly heightMm: number }[]> {
  const stdout = await mustRun('pdfinfo', ['-l', '9999', file], { output: 'keep' });
  return [...stdout.matchAll(/Page +\d+ size: +([\d.]+) x ([\d.]+) pts/gu)].map(([, width, height]) => ({
    widthMm: Math.round((Number(width) * 25.4) / 72),
    heightMm: Math.round((Number(height) * 25.4) / 72),
  }));
}

/** Pictures of its first sheets beside it: `NAME-1.png`. */
export async function picturesOfPdf(file: string, last: number): Promise<void> {
  const stem = file.replace(/\.pdf$/u, '');
  await mustRun('pdftoppm', ['-png', '-r', '80', '-l', String(last), file, stem], { output: 'keep' });
}

export function isPdf(file: string): boolean {
  return readFileSync(file).subarray(0, 5).toString('latin1') === '%PDF-';
}
