import { describe, expect, it } from 'vitest';
import {
  refusalReasons,
  silenceReasons,
  type UploadFaultWords,
} from '../../../../counter/outage/upload-fault.ts';
import { uploadFaultText } from '../../../../counter/text/upload-fault-text.ts';
import { problemTypes } from '../../../../headend/schemas.ts';

const faults: readonly UploadFaultWords[] = [
  ...silenceReasons.map((reason) => ({ kind: 'not-answering', reason }) as const),
  ...refusalReasons.map((problem) => ({ kind: 'refused', problem }) as const),
  { kind: 'journals-differ' },
];

describe('why receipts do not go up', () => {
  it.each(faults)('$kind $reason $problem is said in both languages, with what to do now', (fault) => {
    const hi = uploadFaultText(fault, 'hi');
    const en = uploadFaultText(fault, 'en');
    for (const sentence of [hi.what, hi.now]) expect(sentence).toMatch(/[\u0900-\u097f].*[।]$/u);
    for (const sentence of [en.what, en.now]) expect(sentence).toMatch(/^[A-Z][^\u0900-\u097f]*\.$/u);
  });

  it('never tells a cashier to stop selling', () => {
    for (const fault of faults) {
      expect(uploadFaultText(fault, 'en').now).not.toMatch(/stop|do not sell/iu);
    }
  });

  it('knows every problem of the protocol', () => {
    expect([...refusalReasons].toSorted()).toEqual(expect.arrayContaining([...problemTypes].toSorted()));
  });
});
