import { assertNever } from '../../counter/result.ts';
import type { Amount, Block, KeyValue, Notice, Rule } from '../document.ts';
import { fillRect, frameRect, invertRows } from './bitmap.ts';
import { blank, edgeDots, paragraph, type Piece, type Press, stacked } from './piece.ts';
import { barcodePiece, qrPiece } from './symbol-pieces.ts';
import { drawText, textWidth, type TypeStyle } from './text-line.ts';
import { tokenPiece } from './token-piece.ts';

export function blockPiece(press: Press, block: Block): Piece {
  switch (block.type) {
    case 'text':
      return paragraph(
        press,
        block.text,
        { ...press.scale.text[block.size], weight: block.weight },
        block.align,
      );
    case 'keyValue':
      return keyValue(press, block);
    case 'amount':
      return amount(press, block);
    case 'rule':
      return rule(press, block.style);
    case 'notice':
      return notice(press, block);
    case 'token':
      return tokenPiece(press, block);
    case 'qrCode':
      return qrPiece(press, block.text);
    case 'barcode':
      return barcodePiece(press, block.digits);
    case 'feed':
      return blank(Math.round((press.scale.text.normal.lineDots * block.eighths) / 8));
    default:
      return assertNever(block);
  }
}

/** White letters on a black bar over the whole width. */
export function blackBar(press: Press, texts: readonly { text: string; style: TypeStyle }[]): Piece {
  const inset = press.scale.paddingDots;
  const inner = stacked([
    blank(4),
    ...texts.map(({ text, style }) => paragraph(press, text, style, 'center', inset)),
    blank(4),
  ]);
  return {
    heightDots: inner.heightDots,
    draw: (bitmap, y) => {
      inner.draw(bitmap, y);
      invertRows(bitmap, y, y + inner.heightDots);
    },
  };
}

function keyValue(press: Press, block: KeyValue): Piece {
  const keyStyle: TypeStyle = { ...press.scale.text.normal, weight: 'regular' };
  const valueStyle: TypeStyle = { ...press.scale.text.normal, weight: 'bold' };
  return sideBySide(press, { text: block.key, style: keyStyle }, { text: block.value, style: valueStyle });
}

interface Styled {
  readonly text: string;
  readonly style: TypeStyle;
}

/** On one base line when both fit, else the right one below, wrapped and still right-aligned. */
function sideBySide(press: Press, left: Styled, right: Styled): Piece {
  const { fonts, widthDots, scale } = press;
  const leftWidth = textWidth(fonts, left.text, left.style);
  const rightWidth = textWidth(fonts, right.text, right.style);
  if (leftWidth + scale.columnGapDots + rightWidth > widthDots - 2 * edgeDots) {
    return stacked([
      paragraph(press, left.text, left.style, 'left'),
      paragraph(press, right.text, right.style, 'right'),
    ]);
  }
  const heightDots = Math.max(left.style.lineDots, right.style.lineDots);
  const drop = (style: TypeStyle): number =>
    Math.round((heightDots - style.lineDots + (right.style.sizeDots - style.sizeDots) * 0.62) / 2);
  return {
    heightDots,
    draw: (bitmap, y) => {
      drawText(bitmap, fonts, { ...left, x: edgeDots, y: y + drop(left.style) });
      drawText(bitmap, fonts, { ...right, x: widthDots - edgeDots - rightWidth, y });
    },
  };
}

function amount(press: Press, block: Amount): Piece {
  const label: TypeStyle = { ...press.scale.text.large, weight: 'bold' };
  const figures: TypeStyle = { ...press.scale.amount, weight: 'bold' };
  const words: TypeStyle = { ...press.scale.text.small, weight: 'regular' };
  return stacked([
    sideBySide(press, { text: block.label, style: label }, { text: block.figures, style: figures }),
    ...block.words.map((line) => paragraph(press, line, words, 'right')),
  ]);
}

function rule(press: Press, style: Rule['style']): Piece {
  const heightDots = 14;
  return {
    heightDots,
    draw: (bitmap, y) => {
      const top = y + 6;
      if (style === 'solid') {
        fillRect(bitmap, { x: 0, y: top, width: press.widthDots, height: 2 });
        return;
      }
      for (let x = 0; x < press.widthDots; x += 8) fillRect(bitmap, { x, y: top, width: 5, height: 2 });
    },
  };
}

function notice(press: Press, block: Notice): Piece {
  const titleStyle: TypeStyle = { ...press.scale.text.title, weight: 'bold' };
  const lineStyle: TypeStyle = { ...press.scale.text.normal, weight: 'regular' };
  const inset = press.scale.paddingDots + 4;
  const title =
    block.tone === 'warning'
      ? blackBar(press, [{ text: block.title, style: titleStyle }])
      : stacked([blank(6), paragraph(press, block.title, titleStyle, 'center', inset)]);
  const inner = stacked([
    title,
    blank(block.lines.length > 0 ? 4 : 0),
    ...block.lines.map((line) => paragraph(press, line, lineStyle, 'center', inset)),
    // A bar without lines is whole in itself: an empty strip under it would look like a fault.
    blank(block.tone === 'warning' && block.lines.length === 0 ? 0 : 8),
  ]);
  return {
    heightDots: inner.heightDots,
    draw: (bitmap, y) => {
      inner.draw(bitmap, y);
      frameRect(bitmap, { x: 0, y, width: press.widthDots, height: inner.heightDots }, 3);
    },
  };
}
