import type { TextSize } from '../document.ts';
import type { TypeStyle } from './text-line.ts';

/** Sizes of a paper width. Below 20 dots on 80 mm and 18 on 58 mm the vowel signs fill in. */
export interface TypeScale {
  readonly text: Readonly<Record<TextSize, Omit<TypeStyle, 'weight'>>>;
  readonly amount: Omit<TypeStyle, 'weight'>;
  /** Tried from the largest; the last is used on as many lines as it needs. */
  readonly tokenOneLine: readonly number[];
  readonly tokenSplit: readonly number[];
  readonly columnGapDots: number;
  readonly paddingDots: number;
  readonly qrModuleDots: number;
  readonly barDots: number;
}

const wide: TypeScale = {
  text: {
    small: { sizeDots: 20, lineDots: 27 },
    normal: { sizeDots: 21, lineDots: 29 },
    large: { sizeDots: 25, lineDots: 34 },
    title: { sizeDots: 29, lineDots: 40 },
  },
  amount: { sizeDots: 34, lineDots: 46 },
  tokenOneLine: [44, 42, 40, 38],
  tokenSplit: [48],
  columnGapDots: 16,
  paddingDots: 8,
  qrModuleDots: 5,
  barDots: 2,
};

const narrow: TypeScale = {
  text: {
    small: { sizeDots: 18, lineDots: 25 },
    normal: { sizeDots: 19, lineDots: 27 },
    large: { sizeDots: 22, lineDots: 31 },
    title: { sizeDots: 25, lineDots: 35 },
  },
  amount: { sizeDots: 30, lineDots: 41 },
  tokenOneLine: [],
  tokenSplit: [44, 42, 40, 36],
  columnGapDots: 12,
  paddingDots: 6,
  qrModuleDots: 4,
  barDots: 2,
};

export function typeScale(widthDots: number): TypeScale {
  return widthDots >= 500 ? wide : narrow;
}
