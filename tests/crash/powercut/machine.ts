import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { mustRun } from '../../../build/run-command.ts';
import { newQuickFolder, newTestFolder } from '../../harness/test-folders.ts';
import { disks } from '../replay/places.ts';

/**
 * A machine of its own kernel, page cache and file systems: User-Mode Linux. Its root is this machine's,
 * read only; its two disks are files. Ending it by SIGKILL loses what a power cut loses.
 */
export interface Machine {
  /** Seen inside as well, while folders in memory are not. */
  readonly folder: string;
  /** What stands for its memory chips. */
  readonly memoryFolder: string;
  readonly images: readonly string[];
  /** Where the disks are mounted inside. */
  readonly root: string;
}

export interface RunningMachine {
  /** Lines of the console, in order; the last one may be torn. */
  readonly lines: AsyncIterable<string>;
  /** Cuts the power and waits until nothing runs any more. */
  readonly cut: () => Promise<void>;
}

const diskBytes = 100_663_296;
const memoryBytes = 536_870_912;

/** Two empty ext4 disks. */
export async function newMachine(): Promise<Machine> {
  const folder = newTestFolder();
  const memoryFolder = newQuickFolder(memoryBytes + 2 * diskBytes);
  const root = join(folder, 'disks');
  const images = disks.map((name) => join(memoryFolder, `${name}.img`));
  for (const name of disks) mkdirSync(join(root, name), { recursive: true });
  for (const image of images) {
    writeFileSync(image, '');
    truncateSync(image, diskBytes);
    await mustRun('mkfs.ext4', ['-q', '-F', image], { output: 'keep' });
  }
  return { folder, memoryFolder, images, root };
}

/** Starts the machine; its only program is `node SCRIPT ARGUMENT`. */
export function start(
  machine: Machine,
  script: string,
  argument: string,
  wiring: Wiring = 'direct',
): RunningMachine {
  const init = join(machine.folder, 'init');
  writeFileSync(init, initScript(machine, script, argument, wiring));
  chmodSync(init, 0o755);
  const drives = machine.images.map((image, index) => `ubd${index}=${image}`);
  const kernel = ['root=/dev/root', 'rootfstype=hostfs', 'rootflags=/', 'ro', `init=${init}`, 'quiet'];
  const child = spawn(
    'linux.uml',
    [`mem=${memoryBytes / 1_048_576}M`, ...kernel, ...drives, 'con=null', 'con0=fd:0,fd:1'],
    {
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, TMPDIR: machine.memoryFolder, HOME: machine.folder },
    },
  );
  const lines = createInterface({ input: child.stdout });
  return { lines, cut: () => cut(child) };
}

/** The whole group: each program inside is a process of its own outside. */
async function cut(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) throw new Error('the machine did not start');
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  process.kill(-child.pid, 'SIGKILL');
  await gone;
}

/** `through the mapper`: a program inside may let each disk fail, and work again, by `dmsetup`. */
export type Wiring = 'direct' | 'through the mapper';

function initScript({ root }: Machine, script: string, argument: string, wiring: Wiring): string {
  return [
    '#!/bin/sh',
    'export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    'mount -t proc proc /proc',
    'mount -t sysfs sys /sys',
    ...(wiring === 'direct' ? [] : mapperLines()),
    ...disks.map((name, index) => {
      const device = wiring === 'direct' ? drive(index) : mapped(index);
      return `mount -t ext4 ${device} ${quoted(join(root, name))}`;
    }),
    `${quoted(process.execPath)} ${quoted(script)} ${quoted(argument)} 2>&1`,
    `echo "{\\"kind\\":\\"ended\\",\\"exitCode\\":$?}"`,
    'sleep 1000',
    '',
  ].join('\n');
}

function drive(index: number): string {
  return `/dev/ubd${'ab'[index]}`;
}

/** As the mapper numbers them; there is nobody inside who would give them names. */
export function mapped(index: number): string {
  return `/dev/dm-${index}`;
}

function mapperLines(): string[] {
  const modules = '/usr/lib/uml/modules/$(uname -r)/kernel/drivers/md';
  return [
    `insmod ${modules}/dm-mod.ko`,
    `insmod ${modules}/dm-flakey.ko`,
    ...disks.map((name, index) => `dmsetup --noudevsync create ${name} --table '${workingTable(index)}'`),
  ];
}

const sectors = diskBytes / 512;

/** What `dmsetup` takes for a disk that works, and for one that answers each write with an error. */
export function workingTable(index: number): string {
  return `0 ${sectors} linear ${drive(index)} 0`;
}

export function failingTable(index: number): string {
  return `0 ${sectors} flakey ${drive(index)} 0 0 1000000 1 error_writes`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
