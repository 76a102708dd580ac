import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runCommand } from '../run-command.ts';

/** One thing the machine must have: a shared library or a program, and the Debian package that brings it. */
export type Requirement =
  | { readonly kind: 'library'; readonly name: string; readonly debian: string }
  | { readonly kind: 'program'; readonly name: string; readonly debian: string };

const library = (name: string, debian: string): Requirement => ({ kind: 'library', name, debian });
const program = (name: string, debian: string): Requirement => ({ kind: 'program', name, debian });

/** What Electron links against. */
export const electronLibraries: readonly Requirement[] = [
  library('libgtk-3.so.0', 'libgtk-3-0'),
  library('libnss3.so', 'libnss3'),
  library('libasound.so.2', 'libasound2'),
  library('libgbm.so.1', 'libgbm1'),
  library('libXss.so.1', 'libxss1'),
  library('libXtst.so.6', 'libxtst6'),
  library('libatk-bridge-2.0.so.0', 'libatk-bridge2.0-0'),
  library('libdrm.so.2', 'libdrm2'),
];

/** A screen for machines that have none. */
export const virtualScreen: readonly Requirement[] = [program('Xvfb', 'xvfb')];

/** What compiles better-sqlite3 for an Electron that is too old for its prebuilt binary. */
export const compilerTools: readonly Requirement[] = [
  program('g++', 'g++'),
  program('make', 'make'),
  program('python3', 'python3'),
];

/** What tests call: system call counts, faults of disks and power, text of PDFs, bar codes, a database server. */
export const testTools: readonly Requirement[] = [
  ...compilerTools,
  program('gcc', 'g++'),
  program('strace', 'strace'),
  program('faketime', 'faketime'),
  program('linux.uml', 'user-mode-linux'),
  program('mkfs.ext4', 'e2fsprogs'),
  program('insmod', 'kmod'),
  program('dmsetup', 'dmsetup'),
  program('pdftotext', 'poppler-utils'),
  program('zbarimg', 'zbar-tools'),
  program('postgres', 'postgresql-15'),
];

/** Names of the libraries in the loader's list, as `ldconfig -p` prints it. */
export function parseLoaderList(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/^\s+(\S+) \(/gmu)].map((match) => match[1] ?? ''));
}

/** Of `requirements`, those that are neither in the loader's list nor on the search path. */
export function missingOf(
  requirements: readonly Requirement[],
  machine: { readonly libraries: ReadonlySet<string>; readonly hasProgram: (name: string) => boolean },
): Requirement[] {
  return requirements.filter((wanted) =>
    wanted.kind === 'library' ? !machine.libraries.has(wanted.name) : !machine.hasProgram(wanted.name),
  );
}

/** The line to type as root; every package once, in the order given. */
export function aptLine(missing: readonly Requirement[]): string {
  const names = [...new Set(missing.map((wanted) => wanted.debian))];
  return `apt-get update && apt-get install -y --no-install-recommends ${names.join(' ')}`;
}

/** Thrown where Electron cannot start for want of them; the message holds the line to type. */
export class MissingRequirements extends Error {
  constructor(missing: readonly Requirement[]) {
    super(`Programs or libraries that Electron needs are not here. As root, type:\n  ${aptLine(missing)}`);
  }
}

/** Of `requirements`, what this machine lacks. */
export async function findMissing(requirements: readonly Requirement[]): Promise<Requirement[]> {
  if (process.platform !== 'linux') return [];
  const list = await runCommand('/sbin/ldconfig', ['-p'], { output: 'keep' });
  return missingOf(requirements, { libraries: parseLoaderList(list.stdout), hasProgram });
}

/** Path of a program on the search path, or where Debian keeps PostgreSQL's; null where there is none. */
export function findProgram(name: string): string | null {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...postgresFolders()];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}

const hasProgram = (name: string): boolean => findProgram(name) !== null;

/** Debian keeps each version of PostgreSQL off the search path. */
function postgresFolders(): string[] {
  const versions = '/usr/lib/postgresql';
  if (!existsSync(versions)) return [];
  return readdirSync(versions).map((version) => join(versions, version, 'bin'));
}

/** Debian would start a server of its own as soon as PostgreSQL is installed; the tests want the program alone. */
function leaveOutDebiansServer(): void {
  const folder = '/etc/postgresql-common';
  if (existsSync(join(folder, 'createcluster.conf'))) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'createcluster.conf'), 'create_main_cluster = false\n');
}

/**
 * Installs what is missing where this process is root on Debian. What is still missing afterwards is returned:
 * whether that is an error or a skipped test is for the caller to say.
 */
export async function installMissing(
  requirements: readonly Requirement[],
  say: (line: string) => void,
): Promise<Requirement[]> {
  const missing = await findMissing(requirements);
  if (missing.length === 0 || process.getuid?.() !== 0 || !hasProgram('apt-get')) return missing;
  const packages = [...new Set(missing.map((wanted) => wanted.debian))];
  say(`Installing Debian packages: ${packages.join(' ')}`);
  const apt = (...args: string[]) =>
    runCommand('apt-get', ['-o', 'DPkg::Lock::Timeout=300', '-q', ...args], {
      output: 'keep',
      env: { DEBIAN_FRONTEND: 'noninteractive' },
    });
  if (packages.some((name) => name.startsWith('postgresql'))) leaveOutDebiansServer();
  await apt('update');
  const installed = await apt('install', '-y', '--no-install-recommends', ...packages);
  if (installed.exitCode !== 0) say(installed.stderr.trim().slice(-1_000));
  return findMissing(requirements);
}
