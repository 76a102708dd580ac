import { describe, expect, it, vi } from 'vitest';
import { callsInOrder } from '../../harness/fake-electron.ts';

vi.mock('electron', () => import('../../harness/fake-electron.ts'));

describe('the first lines of main', () => {
  it('register the scheme and switch the sandbox on before anything else, and wait for nothing', async () => {
    await import('../../../electron/main/main.ts');
    expect(callsInOrder).toEqual([
      'registerSchemesAsPrivileged',
      'enableSandbox',
      'setApplicationMenu',
      'requestSingleInstanceLock',
      'whenReady',
    ]);
  });
});
