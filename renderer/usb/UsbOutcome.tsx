import { formatRupees, groupIndian } from '../../counter/money.ts';
import type { Output } from '../../electron/contract/schemas.ts';
import { Message } from '../parts/Message.tsx';
import { useText } from '../text/i18n.ts';

/** What is on the stick, and the words that the head office must read out. */
export function UsbWritten({ result }: { readonly result: Output<'usb.export'> }) {
  const { t } = useText();
  const { recharges, sumPaise, firstReceipt, lastReceipt, words, folder } = result;
  return (
    <>
      <Message tone="good">
        <strong>✓ {t('usb.written')}</strong>{' '}
        {t('usb.receipts', { amount: groupIndian(recharges), rupees: formatRupees(sumPaise, 'hide-zero') })}
        {firstReceipt === null || lastReceipt === null
          ? null
          : ` · ${t('usb.range', { first: firstReceipt, last: lastReceipt })}`}
        <br />
        {t('usb.at', { folder })}
      </Message>
      <div className="usb-words" data-testid="usb-words">
        <span className="group-label">{t('usb.words')}</span>
        <ol lang="en">
          {words.map((word, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- a word may stand twice; its place is its name
            <li key={index}>{word}</li>
          ))}
        </ol>
      </div>
    </>
  );
}

export function UsbAnswered({ result }: { readonly result: Output<'usb.import'> }) {
  const { t } = useText();
  const { answers, unsent } = result;
  const rest = { amount: groupIndian(unsent.count), rupees: formatRupees(unsent.sumPaise, 'hide-zero') };
  return (
    <div data-testid="usb-answered">
      <Message tone="good">
        <strong>✓ {t('usb.answered', { answers: groupIndian(answers) })}</strong>{' '}
        {unsent.count === 0 ? t('usb.allSent') : t('usb.stillUnsent', rest)}
      </Message>
    </div>
  );
}
