import type { DotsView } from '../../../electron/contract/view-schemas.ts';

export interface FakeReceipt {
  readonly consumer: string;
  readonly name: string;
  readonly amount: string;
  readonly receiptNumber: string;
}

const width = 576;
const height = 1400;

/** A stand-in for the printer's dots: text drawn by the browser and cut to one bit a dot. */
export function drawFakeReceipt(receipt: FakeReceipt): DotsView {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (pen === null) throw new Error('no canvas in this browser');
  let y = 40;
  const line = (text: string, size: number, weight: number, align: CanvasTextAlign): void => {
    pen.font = `${weight} ${size}px 'Noto Sans Devanagari'`;
    pen.textAlign = align;
    pen.fillText(
      text,
      { left: 20, center: width / 2, right: width - 20 }[
        align === 'left' || align === 'right' ? align : 'center'
      ],
      y,
    );
    if (align !== 'left') y += Math.round(size * 1.5);
  };
  const row = (left: string, right: string, size = 24): void => {
    line(left, size, 400, 'left');
    line(right, size, 600, 'right');
  };
  const rule = (): void => {
    pen.fillRect(20, y - 18, width - 40, 2);
    y += 22;
  };
  line('साउथ बिहार पावर डिस्ट्रीब्यूशन कं. लि.', 28, 700, 'center');
  line('South Bihar Power Distribution Co. Ltd.', 22, 600, 'center');
  line('पटना सिटी प्रमंडल / Patna City Division', 22, 400, 'center');
  rule();
  row('रसीद सं. / Receipt', receipt.receiptNumber);
  row('दिनांक / Date', '02-11-2026 11:42:07');
  row('उपभोक्ता सं. / CA No', receipt.consumer);
  row('नाम / Name', receipt.name.slice(0, 22));
  row('पता / Address', 'महेन्द्रू, वार्ड 48');
  row('मीटर सं. / Meter', 'BR12345678');
  row('श्रेणी / Tariff', 'DS-II');
  row('भार / Load', '2 kW');
  rule();
  row('राशि / Amount', receipt.amount, 32);
  row('नकद प्राप्त / Cash', '₹2,000.00');
  row('वापस / Change', '₹500.00');
  rule();
  line('लंबित / PENDING', 38, 700, 'center');
  line('सर्वर बंद / Outage: BR-2026-11-01', 22, 400, 'center');
  line('पैसा मिल गया है। सर्वर चालू होने पर खाते में जाएगा।', 22, 400, 'center');
  line('Money received. It is credited when the server is back.', 20, 400, 'center');
  line('दोबारा भुगतान न करें। / Do not pay again.', 22, 600, 'center');
  rule();
  for (let at = 0; at < 21 * 21; at += 1) {
    // Any pattern will do for the place of the QR; it carries nothing here.
    if ((at * 7919) % 5 < 2) pen.fillRect(150 + (at % 21) * 13, y + Math.trunc(at / 21) * 13, 13, 13);
  }
  y += 330;
  line(`— समाप्त / END ${receipt.receiptNumber.slice(-6)} —`, 22, 600, 'center');
  return toDots(pen, y);
}

function toDots(pen: CanvasRenderingContext2D, heightDots: number): DotsView {
  const { data } = pen.getImageData(0, 0, width, heightDots);
  const bytes = new Uint8Array((width / 8) * heightDots);
  for (let dot = 0; dot < width * heightDots; dot += 1) {
    if ((data[dot * 4 + 3] ?? 0) > 110) {
      const at = dot >> 3;
      bytes[at] = (bytes[at] ?? 0) | (0x80 >> (dot & 7));
    }
  }
  let text = '';
  for (const byte of bytes) text += String.fromCodePoint(byte);
  return { widthDots: width, heightDots, bits: btoa(text) };
}
