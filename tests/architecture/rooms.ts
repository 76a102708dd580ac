/**
 * The arrows of the house as data. `yes`: may import; `type`: types alone; anything else is a fault.
 * `packages` are import specifiers; a trailing `*` stands for any rest. `node` are the modules of Node.
 */
export interface Room {
  /** The room's folder, or a file at the top that belongs to it. */
  readonly folders: readonly string[];
  readonly rooms: Readonly<Partial<Record<RoomName, 'yes' | 'type'>>>;
  readonly packages: readonly string[];
}

export type RoomName =
  | 'counter'
  | 'tokens'
  | 'db'
  | 'printers'
  | 'headend'
  | 'headend/reference'
  | 'electron/contract'
  | 'electron/service'
  | 'electron/cli'
  | 'electron/main'
  | 'electron/preload'
  | 'renderer'
  | 'build'
  | 'tests';

const device = ['node-thermal-printer', 'usb', 'serialport', 'koffi', 'harfbuzzjs', 'bwip-js', 'bwip-js/*'];
const http = ['undici'];
/** Files for people and their spreadsheets. */
const tables = ['csv-stringify', 'csv-stringify/sync'];
const words = ['@scure/bip39', '@scure/bip39/*'];
const referenceOnly = ['fastify', '@fastify/*', '@electric-sql/pglite', '@electric-sql/pglite/*', 'pg'];

export const rooms: Readonly<Record<RoomName, Room>> = {
  counter: { folders: ['counter'], rooms: {}, packages: [] },
  tokens: { folders: ['tokens'], rooms: { counter: 'yes' }, packages: ['node:crypto'] },
  db: { folders: ['db'], rooms: { counter: 'yes' }, packages: ['better-sqlite3', 'node:*'] },
  printers: { folders: ['printers'], rooms: { counter: 'yes' }, packages: [...device, 'node:*'] },
  headend: { folders: ['headend'], rooms: { counter: 'yes' }, packages: ['zod', ...http, 'node:*'] },
  'headend/reference': {
    folders: ['headend/reference'],
    rooms: { counter: 'yes', tokens: 'yes', headend: 'yes' },
    packages: ['zod', ...http, ...referenceOnly, ...words, 'node:*'],
  },
  'electron/contract': { folders: ['electron/contract'], rooms: { counter: 'yes' }, packages: ['zod'] },
  'electron/service': {
    folders: ['electron/service'],
    rooms: {
      counter: 'yes',
      tokens: 'yes',
      db: 'yes',
      printers: 'yes',
      headend: 'yes',
      'electron/contract': 'yes',
    },
    packages: ['better-sqlite3', 'zod', ...words, ...http, ...device, ...tables, 'node:*'],
  },
  'electron/cli': {
    folders: ['electron/cli'],
    rooms: {
      counter: 'yes',
      tokens: 'yes',
      db: 'yes',
      printers: 'yes',
      headend: 'yes',
      'headend/reference': 'yes',
      'electron/contract': 'yes',
      'electron/service': 'yes',
    },
    packages: ['better-sqlite3', 'zod', ...words, ...http, ...device, ...tables, ...referenceOnly, 'node:*'],
  },
  'electron/main': {
    folders: ['electron/main'],
    rooms: { counter: 'yes', 'electron/contract': 'yes' },
    packages: ['electron', 'electron/main', 'node:*'],
  },
  'electron/preload': {
    folders: ['electron/preload'],
    rooms: { counter: 'type', 'electron/contract': 'type' },
    packages: ['electron', 'electron/renderer'],
  },
  renderer: {
    folders: ['renderer'],
    rooms: { counter: 'yes', 'electron/contract': 'type' },
    packages: [
      'react',
      'react/jsx-runtime',
      'react-dom',
      'react-dom/*',
      'react-aria-components',
      'i18next',
      'react-i18next',
      '@expo-google-fonts/*',
    ],
  },
  build: { folders: ['build', 'vite.config.ts'], rooms: anything(), packages: ['*'] },
  tests: { folders: ['tests'], rooms: anything(), packages: ['*'] },
};

function anything(): Room['rooms'] {
  return {
    counter: 'yes',
    tokens: 'yes',
    db: 'yes',
    printers: 'yes',
    headend: 'yes',
    'headend/reference': 'yes',
    'electron/contract': 'yes',
    'electron/service': 'yes',
    'electron/cli': 'yes',
    'electron/main': 'yes',
    'electron/preload': 'yes',
    renderer: 'yes',
    build: 'yes',
    tests: 'yes',
  };
}

export const roomNames = Object.keys(rooms).filter((name): name is RoomName => name in rooms);

/** The room a path lies in; the deepest folder wins, so `headend/reference/x.ts` is not in `headend`. */
export function roomOf(path: string): RoomName | undefined {
  const fits = (folder: string) => path === folder || path.startsWith(`${folder}/`);
  return roomNames
    .filter((name) => rooms[name].folders.some(fits))
    .toSorted((left, right) => right.length - left.length)[0];
}
