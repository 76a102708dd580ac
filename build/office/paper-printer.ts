import { join } from 'node:path';
import type { VirtualFault } from '../../printers/virtual/faults.ts';
import { repositoryFolder } from '../repository.ts';
import { startLineProcess } from './line-process.ts';

/** The virtual printer in a process of its own; each slip becomes a PNG in its folder. */
export interface PaperPrinter {
  readonly port: number;
  setFault(fault: VirtualFault | null): void;
  /** Slips that left the printer so far. */
  slips(): number;
  stop(): Promise<void>;
}

export async function startPaperPrinter(options: {
  folder: string;
  widthDots: number;
}): Promise<PaperPrinter> {
  const program = await startLineProcess({
    name: 'the virtual printer',
    script: join('printers', 'virtual', 'run.ts'),
    args: ['--port', '0', '--dir', options.folder, '--width', String(options.widthDots)],
    cwd: repositoryFolder,
  });
  const { port } = program.ready;
  if (typeof port !== 'number') throw new Error('the virtual printer named no port');
  let slips = 0;
  program.onLine(({ event }) => {
    if (event === 'slip') slips += 1;
  });
  return {
    port,
    setFault: (fault) => program.send({ fault }),
    slips: () => slips,
    stop: () => program.stop(),
  };
}
