import { useEffect, useRef } from 'react';
import { denominationsPaise, formatRupees } from '../../counter/money.ts';
import { amountInWords } from '../../counter/text/amount-in-words.ts';
import { useText } from '../text/i18n.ts';
import { piecesOf, totalOf, wrongLines, type CountTyped } from './count-model.ts';

interface CountGridProps {
  readonly count: CountTyped;
  readonly onChange: (count: CountTyped) => void;
  readonly label: string;
  readonly disabled: boolean;
}

/** Notes and coins, largest first. Up, down and Enter walk the lines; the last Enter sends the form. */
export function CountGrid({ count, onChange, label, disabled }: CountGridProps) {
  const { t } = useText();
  const table = useRef<HTMLTableElement>(null);
  useEffect(() => table.current?.querySelector('input')?.focus(), []);

  const walk = (from: EventTarget, by: number): boolean => {
    const inputs = [...(table.current?.querySelectorAll('input') ?? [])];
    const at = inputs.findIndex((input) => input === from);
    const next = inputs[at + by];
    next?.focus();
    next?.select();
    return next !== undefined;
  };

  return (
    <table className="count" ref={table} aria-label={label}>
      <thead>
        <tr>
          <th>{t('shift.note')}</th>
          <th>{t('shift.pieces')}</th>
          <th className="money">{t('shift.value')}</th>
        </tr>
      </thead>
      <tbody>
        {denominationsPaise.map((value) => {
          const typed = count[String(value)] ?? '';
          const pieces = piecesOf(typed);
          return (
            <tr key={value} className={pieces === null ? 'wrong' : ''}>
              <th scope="row">{formatRupees(value, 'hide-zero')}</th>
              <td>
                <span aria-hidden="true">×</span>
                <input
                  value={typed}
                  disabled={disabled}
                  inputMode="numeric"
                  autoComplete="off"
                  maxLength={8}
                  aria-label={formatRupees(value, 'hide-zero')}
                  aria-invalid={pieces === null}
                  data-testid={`count-${value / 100}`}
                  onChange={(event) => onChange({ ...count, [String(value)]: event.target.value })}
                  onKeyDown={(event) => {
                    if (event.key === 'ArrowUp') walk(event.target, -1);
                    else if (event.key === 'ArrowDown') walk(event.target, 1);
                    else if (event.key === 'Enter' && !event.repeat && walk(event.target, 1))
                      event.preventDefault();
                    if (event.key === 'ArrowUp' || event.key === 'ArrowDown') event.preventDefault();
                  }}
                />
              </td>
              <td className="money">
                {pieces === null || pieces === 0 ? '–' : formatRupees(value * pieces, 'hide-zero')}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** The live sum in figures and words, or what is wrong with the count. */
export function CountTotal({ count }: { readonly count: CountTyped }) {
  const { t, language } = useText();
  const total = totalOf(count);
  return (
    <div className="count-total">
      <span className="group-label">{t('shift.total')}</span>
      <output className="sum" data-testid="count-total">
        {total === null ? '—' : formatRupees(total, 'hide-zero')}
      </output>
      <p className={total === null ? 'wrong-words' : 'words'}>
        {wrongLines(count).length > 0 ? t('shift.pieceFault') : amountInWords(total ?? 0, language)}
      </p>
    </div>
  );
}
