import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { BilingualText } from '../../counter/journal/every-entry.ts';
import type { A4Document } from '../../electron/contract/a4-schemas.ts';
import { SheetFoot, SheetHead } from './SheetFrame.tsx';
import { linesOf, partsOnSheet, sizesOf, type Line, type Part } from './sheet-parts.ts';
import { splitPages, type SheetLines } from './split-pages.ts';

interface SheetsProps {
  readonly paper: A4Document;
  readonly title: BilingualText;
  readonly orientation: 'portrait' | 'landscape';
  readonly parts: readonly Part[];
  readonly onDrawn: (sheets: number) => void;
}

/**
 * A paper on A4 sheets. All lines are first set on one endless sheet and measured; then each gets its place,
 * and only the real sheets remain. So a sheet knows its number and their count, whichever Chromium prints it.
 */
export function Sheets(props: SheetsProps) {
  const { parts, orientation, onDrawn } = props;
  const lines = useMemo(() => linesOf(parts), [parts]);
  const galley = useRef<HTMLElement>(null);
  const [sheets, setSheets] = useState<readonly SheetLines[] | null>(null);
  useLayoutEffect(() => {
    if (sheets === null && galley.current !== null) setSheets(measured(galley.current, parts, lines));
    if (sheets !== null) onDrawn(sheets.length);
  }, [sheets, parts, lines, onDrawn]);

  if (sheets === null) {
    return (
      <article ref={galley} className={`sheet ${orientation}`}>
        <Sheet {...props} lines={lines} number={1} of={1} />
      </article>
    );
  }
  return sheets.map(({ from, to }, index) => (
    <article key={from} className={`sheet ${orientation}`}>
      <Sheet {...props} lines={lines.slice(from, to)} number={index + 1} of={sheets.length} />
    </article>
  ));
}

interface SheetProps extends Omit<SheetsProps, 'orientation' | 'onDrawn'> {
  readonly lines: readonly Line[];
  readonly number: number;
  readonly of: number;
}

function Sheet({ paper, title, parts, lines, number, of }: SheetProps) {
  return (
    <>
      <SheetHead paper={paper} title={title} />
      <div className="sheet-body">
        {partsOnSheet(lines).map(({ part, rows }) => (
          <PartOnSheet key={parts[part]?.key} part={parts[part]} index={part} rows={rows} />
        ))}
      </div>
      <SheetFoot paper={paper} number={number} of={of} />
    </>
  );
}

interface PartOnSheetProps {
  readonly part: Part | undefined;
  readonly index: number;
  readonly rows: readonly number[];
}

function PartOnSheet({ part, index, rows }: PartOnSheetProps) {
  if (part === undefined) return null;
  if (part.is === 'block') return <div className="line">{part.content}</div>;
  return (
    <table>
      <colgroup>
        {part.columns.map((column) => (
          <col key={column} className={column} />
        ))}
      </colgroup>
      <thead data-part={index}>
        <tr>{part.head}</tr>
      </thead>
      <tbody>{rows.map((row) => part.rows[row])}</tbody>
    </table>
  );
}

/** Blocks and rows stand in the galley in the order of `lines`. */
function measured(galley: Element, parts: readonly Part[], lines: readonly Line[]): SheetLines[] {
  const body = galley.querySelector('.sheet-body');
  const height = (element: Element): number => element.getBoundingClientRect().height;
  const heightsPx = Array.from(galley.querySelectorAll('.line, tbody > tr'), height);
  const headsPx = new Map(
    Array.from(galley.querySelectorAll('thead'), (head): [number, number] => [
      Number(head.dataset['part']),
      height(head),
    ]),
  );
  return splitPages(sizesOf(parts, lines, heightsPx, headsPx), body === null ? 0 : height(body));
}
