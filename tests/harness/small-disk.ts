import { spawnSync } from 'node:child_process';
import {
  closeSync,
  mkdtempSync,
  openSync,
  rmdirSync,
  rmSync,
  statfsSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk of its own, mounted over a folder: it can be filled, can turn read-only and can be pulled out. */
export interface SmallDisk {
  readonly folder: string;
  /** Leaves so many bytes free; what was there stays. */
  fill(leaveBytes: number): void;
  /** Takes the filling away again. */
  empty(): void;
  /** As after an error of the device: nothing can be written any more, what is open included. */
  turnReadOnly(): void;
  /** Pulled out: whoever has files open keeps them, nobody else finds any. */
  pullOut(): void;
  /** Put back as it was. */
  putBack(): void;
  end(): void;
}

export type DiskKind = 'tmpfs' | 'ext4';

const megabyte = 1_048_576;

/**
 * Mounting is for root on Linux. A test says `describe.skipIf(!canMount)`, and with CI set a machine that
 * cannot is a failure.
 */
export const canMount = ((): boolean => {
  const folder = mkdtempSync(join(tmpdir(), 'mount-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', 'none', folder]).status === 0;
  if (mounted) run('umount', folder);
  rmdirSync(folder);
  if (!mounted && process.env['CI'] !== undefined)
    throw new Error('disks can be mounted: run the tests as root');
  return mounted;
})();

export function smallDisk(kind: DiskKind, folder: string, megabytes: number): SmallDisk {
  const image = join(mkdtempSync(join(tmpdir(), 'disk-')), 'image');
  if (kind === 'ext4') {
    writeFileSync(image, '');
    truncateSync(image, megabytes * megabyte);
    run('mkfs.ext4', '-q', '-F', '-m', '0', image);
  }
  const mount = (): void => {
    if (kind === 'ext4') run('mount', '-o', 'loop', image, folder);
    else run('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m`, 'none', folder);
  };
  const ballast = join(folder, 'ballast');
  mount();
  return {
    folder,
    fill: (leaveBytes) => {
      const { bavail, bsize } = statfsSync(folder);
      fillUp(ballast, Math.max(0, bavail * bsize - leaveBytes));
      run('sync', '-f', folder);
    },
    empty: () => rmSync(ballast),
    turnReadOnly: () => run('mount', '-o', 'remount,abort', folder),
    pullOut: () => run('umount', '--lazy', folder),
    putBack: mount,
    end: () => {
      spawnSync('umount', ['--lazy', folder]);
      rmSync(join(image, '..'), { recursive: true, force: true });
    },
  };
}

function run(program: string, ...args: string[]): void {
  const done = spawnSync(program, args, { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`${program} ${args.join(' ')}: ${done.stderr}`);
}

/** Writes until so many bytes stand there or the disk takes no more. */
function fillUp(path: string, bytes: number): void {
  const file = openSync(path, 'a');
  const block = Buffer.alloc(64 * 1_024);
  try {
    for (let written = 0; written < bytes; written += block.length) writeSync(file, block);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  } finally {
    closeSync(file);
  }
}
