import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type FaultRecord, readFaults, recordFault } from '../../harness/fault-record.ts';

const cut: FaultRecord = {
  fault: 'F2',
  title: 'power cut',
  injector: 'User-Mode Linux: kill -9',
  times: 3,
  seen: '3 cuts, 612 acknowledged sales, all found',
  violations: 0,
};

const folder = () => mkdtempSync(join(tmpdir(), 'division-counter-faults-'));

describe('records of faults', () => {
  it('are one file for fault, title and injector, and the last run counts', () => {
    const into = folder();
    recordFault(cut, into);
    recordFault({ ...cut, times: 20 }, into);
    recordFault({ ...cut, injector: 'virtual machine' }, into);
    expect(readdirSync(into).toSorted()).toEqual([
      'F2-power-cut-user-mode-linux-kill-9.json',
      'F2-power-cut-virtual-machine.json',
    ]);
    expect(readFaults(into).map(({ times }) => times)).toEqual([20, 3]);
  });

  it('are read in the order of the table, F2 before F10', () => {
    const into = folder();
    for (const fault of ['F10', 'F2', 'F1']) recordFault({ ...cut, fault }, into);
    expect(readFaults(into).map(({ fault }) => fault)).toEqual(['F1', 'F2', 'F10']);
  });

  it('are refused without a number of the table or with half a violation', () => {
    expect(() => recordFault({ ...cut, fault: 'power' }, folder())).toThrow('pattern');
    expect(() => recordFault({ ...cut, violations: 0.5 }, folder())).toThrow('int');
  });
});
