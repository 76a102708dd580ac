import { posix } from 'node:path';
import { scanImports, type Import } from './import-scanner.ts';
import { roomOf, rooms, type RoomName } from './rooms.ts';
import type { SourceFile } from './source-files.ts';

/** One import that breaks an arrow, in words. */
export interface Violation {
  readonly path: string;
  readonly specifier: string;
  readonly reason: string;
}

/** Every import of these files that the house does not allow. */
export function checkImports(files: readonly SourceFile[]): Violation[] {
  return files.flatMap((file) =>
    scanImports(file).flatMap((entry) => {
      const reason = faultOf(file.path, entry);
      return reason === undefined ? [] : [{ path: file.path, specifier: entry.specifier, reason }];
    }),
  );
}

function faultOf(path: string, entry: Import): string | undefined {
  const room = roomOf(path);
  if (room === undefined) return 'the file lies in no room';
  if (entry.specifier === '') return computedImport(room);
  if (entry.specifier.startsWith('.')) return relativeFault(path, room, entry);
  return packageFault(room, entry) ?? electronFault(path, room, entry) ?? zodFault(path, room, entry);
}

/** An import whose target is computed escapes every check, so only tools may have one. */
function computedImport(room: RoomName): string | undefined {
  return room === 'build' || room === 'tests' ? undefined : 'the target of an import must be written out';
}

function relativeFault(path: string, room: RoomName, entry: Import): string | undefined {
  const target = posix.join(posix.dirname(path), entry.specifier.replace(/\?.*$/u, ''));
  if (target.startsWith('../')) return 'the target lies outside the repository';
  const targetRoom = roomOf(target);
  if (targetRoom === undefined)
    return room === 'build' || room === 'tests' ? undefined : `${target} is in no room`;
  if (targetRoom === room) return undefined;
  // The preload holds channel names at run time, and nothing else of the contract.
  if (room === 'electron/preload' && target === 'electron/contract/channels.ts') return undefined;
  const arrow = rooms[room].rooms[targetRoom];
  if (arrow === 'yes' || (arrow === 'type' && entry.kind === 'type')) return undefined;
  return arrow === 'type'
    ? `${room} may import types alone from ${targetRoom}`
    : `${room} may not import ${targetRoom}`;
}

function packageFault(room: RoomName, entry: Import): string | undefined {
  const allowed = rooms[room].packages.some((pattern) =>
    pattern.endsWith('*') ? entry.specifier.startsWith(pattern.slice(0, -1)) : entry.specifier === pattern,
  );
  return allowed ? undefined : `${room} may not import ${entry.specifier}`;
}

const rendererHalf = new Set(['contextBridge', 'ipcRenderer', 'webUtils']);

/** Inside Electron's module: one gate registers channels, nothing opens the outside, the preload keeps to its half. */
function electronFault(path: string, room: RoomName, entry: Import): string | undefined {
  const isElectron = entry.specifier === 'electron' || entry.specifier.startsWith('electron/');
  if (!isElectron || entry.kind === 'type' || room === 'build' || room === 'tests') return undefined;
  if (entry.kind === 'dynamic' || entry.names.includes('*') || entry.names.includes('default'))
    return 'what is taken from electron must be named';
  if (entry.names.includes('shell')) return 'nothing is opened outside the app';
  if (entry.names.includes('ipcMain') && posix.basename(path) !== 'gate.ts')
    return 'ipcMain belongs to gate.ts';
  if (room === 'electron/preload' && !entry.names.every((name) => rendererHalf.has(name)))
    return 'the preload may use the renderer half of electron';
  return undefined;
}

/** zod compiles code at run time, which the page's security policy refuses: the contract's other files are types. */
function zodFault(path: string, room: RoomName, entry: Import): string | undefined {
  if (room !== 'electron/contract' || entry.specifier !== 'zod' || entry.kind === 'type') return undefined;
  return /(?:^|\/|-)schemas\.ts$/u.test(path) ? undefined : 'only schemas may import zod at run time';
}

/** The packages and Node modules that loading `entry` loads, through every file it reaches. */
export function reachedPackages(files: readonly SourceFile[], entry: string): Set<string> {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const seen = new Set<string>();
  const packages = new Set<string>();
  const queue = [entry];
  for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
    const file = byPath.get(path);
    if (file === undefined || seen.has(path)) continue;
    seen.add(path);
    for (const { kind, specifier } of scanImports(file)) {
      if (kind === 'type') continue;
      if (specifier.startsWith('.')) queue.push(posix.join(posix.dirname(path), specifier));
      else packages.add(specifier);
    }
  }
  return packages;
}
