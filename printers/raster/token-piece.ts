import { assert } from '../../counter/result.ts';
import type { Token } from '../document.ts';
import { blank, paragraph, type Piece, type Press, stacked } from './piece.ts';
import { drawText, textWidth, type TypeStyle } from './text-line.ts';

/**
 * Twenty digits in five groups of four: on one line where the paper is wide enough, else three groups
 * and two. A group is never broken and none is ever left alone on a line.
 */
export function tokenPiece(press: Press, token: Token): Piece {
  assert(/^\d{20}$/u.test(token.digits), 'a token has twenty digits');
  const groups = token.digits.match(/\d{4}/gu) ?? [];
  const title = paragraph(press, token.title, { ...press.scale.text.large, weight: 'bold' }, 'center');
  const lines = tokenLines(press, groups);
  return stacked([title, ...lines, blank(4)]);
}

function tokenLines(press: Press, groups: readonly string[]): Piece[] {
  const oneLine = largestThatFits(press, press.scale.tokenOneLine, groups);
  if (oneLine !== null) return [groupsPiece(press, groups, oneLine)];
  const split = largestThatFits(press, press.scale.tokenSplit, groups.slice(0, 3));
  assert(split !== null, `a token does not fit ${press.widthDots} dots`);
  return [groupsPiece(press, groups.slice(0, 3), split), groupsPiece(press, groups.slice(3), split)];
}

function largestThatFits(
  press: Press,
  sizes: readonly number[],
  groups: readonly string[],
): TypeStyle | null {
  for (const sizeDots of sizes) {
    const style: TypeStyle = { sizeDots, lineDots: Math.round(sizeDots * 1.3), weight: 'bold' };
    if (groupsWidth(press, groups, style) <= press.widthDots) return style;
  }
  return null;
}

function gapDots(style: TypeStyle): number {
  return Math.round(style.sizeDots * 0.36);
}

function groupsWidth(press: Press, groups: readonly string[], style: TypeStyle): number {
  const digits = groups.reduce((sum, group) => sum + textWidth(press.fonts, group, style), 0);
  return digits + gapDots(style) * (groups.length - 1);
}

function groupsPiece(press: Press, groups: readonly string[], style: TypeStyle): Piece {
  return {
    heightDots: style.lineDots,
    draw: (bitmap, y) => {
      let x = Math.floor((press.widthDots - groupsWidth(press, groups, style)) / 2);
      for (const text of groups) {
        drawText(bitmap, press.fonts, { text, style, x, y });
        x += textWidth(press.fonts, text, style) + gapDots(style);
      }
    },
  };
}
