import type { Document } from '../document.ts';

/** A page that shows what a new printer can do: both scripts, edges, sizes, a bar code and a QR code. */
export function testPage(facts: { readonly title: string; readonly at: string }): Document {
  return {
    v: 1,
    kind: 'test',
    copy: { kind: 'original' },
    blocks: [
      { type: 'text', text: 'प्रिंटर जाँच / PRINTER TEST', size: 'title', weight: 'bold', align: 'center' },
      {
        type: 'text',
        text: `${facts.title} ${facts.at}`.trim(),
        size: 'normal',
        weight: 'regular',
        align: 'center',
      },
      { type: 'rule', style: 'solid' },
      { type: 'keyValue', key: 'बाएँ / Left edge', value: 'दाएँ / Right edge' },
      {
        type: 'text',
        text: 'क्षेत्रीय लक्ष्मी विद्युत डिस्ट्रीब्यूशन ऊर्जा द्वितीय श्री',
        size: 'small',
        weight: 'regular',
        align: 'left',
      },
      {
        type: 'text',
        text: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789 ₹1,23,456.00',
        size: 'small',
        weight: 'regular',
        align: 'left',
      },
      { type: 'rule', style: 'dashed' },
      { type: 'token', title: 'टोकन नमूना / TOKEN SAMPLE', digits: '01234567890123456789' },
      { type: 'barcode', digits: '01234567890123456789' },
      { type: 'qrCode', text: 'DIVISION COUNTER PRINTER TEST' },
      { type: 'feed', eighths: 4 },
    ],
    endMark: '— समाप्त / END TEST —',
  };
}
