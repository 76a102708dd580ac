import { limits } from '../../counter/limits.ts';
import { assert } from '../../counter/result.ts';
import type { Block, Document } from '../document.ts';
import { type Bitmap, blankBitmap } from './bitmap.ts';
import { blackBar, blockPiece } from './block-pieces.ts';
import type { FontSet } from './fonts.ts';
import { blank, paragraph, type Piece, type Press, stacked } from './piece.ts';
import { typeScale } from './type-scale.ts';

/**
 * Draws a document for a paper of that many dots. The same document, width and fonts give the same dots
 * on every machine. Throws when the document breaks a limit or cannot be drawn on that width.
 */
export function layout(document: Document, widthDots: number, fonts: FontSet): Bitmap {
  checkDocument(document);
  const press: Press = { widthDots, fonts, scale: typeScale(widthDots) };
  const slip = stacked([
    ...copyMark(press, document, 'top'),
    ...document.blocks.map((block) => blockPiece(press, block)),
    ...copyMark(press, document, 'bottom'),
    blank(6),
    paragraph(press, document.endMark, { ...press.scale.text.normal, weight: 'bold' }, 'center'),
    blank(4),
  ]);
  assert(slip.heightDots <= limits.slipRowsMax, `a slip of ${slip.heightDots} rows is too long`);
  const bitmap = blankBitmap(widthDots, slip.heightDots);
  slip.draw(bitmap, 0);
  return bitmap;
}

function copyMark(press: Press, document: Document, where: 'top' | 'bottom'): Piece[] {
  const { copy } = document;
  if (copy.kind === 'original') return [];
  const bar = blackBar(press, [
    {
      text: `प्रतिलिपि ${copy.n} / DUPLICATE ${copy.n}`,
      style: { ...press.scale.text.title, weight: 'bold' },
    },
    { text: `${copy.at} · ${copy.operator}`, style: { ...press.scale.text.small, weight: 'bold' } },
  ]);
  return where === 'top' ? [bar, blank(8)] : [blank(8), bar];
}

function checkDocument(document: Document): void {
  assert(document.blocks.length <= limits.documentBlocksMax, 'too many blocks in a document');
  for (const text of [document.endMark, ...document.blocks.flatMap(textsOf), ...textsOfCopy(document)]) {
    assert(text.length <= limits.documentTextCharsMax, 'a text of a document is too long');
    assert(!/\p{Cc}/u.test(text), 'a control character in a document');
  }
}

function textsOf(block: Block): readonly string[] {
  return Object.values(block).flatMap((value: unknown) =>
    [value].flat().filter((part): part is string => typeof part === 'string'),
  );
}

function textsOfCopy({ copy }: Document): readonly string[] {
  return copy.kind === 'original' ? [] : [copy.at, copy.operator];
}
