import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Configuration } from 'electron-builder';
import { releaseFuses, testedFuses, type EveryFuse } from './fuses.ts';

/** What a package is for. A trial runs on the stand-in, and says so in its name. */
export type PackageKind = 'release' | 'trial' | 'trial-for-tests';

export interface PackageInput {
  readonly kind: PackageKind;
  readonly electronVersion: string;
  /** The unpacked Electron. */
  readonly electronFolder: string;
  /** The compiled better-sqlite3, where the package's own prebuilt binary does not fit. */
  readonly nativeBinding: string | undefined;
  /** Paths of the runtime packages, from the top of the repository. */
  readonly packages: readonly string[];
  readonly output: string;
}

const names: Readonly<Record<PackageKind, string>> = {
  release: 'Division Counter',
  trial: 'Division Counter TRIAL',
  'trial-for-tests': 'Division Counter TRIAL for tests',
};

/** The file beside app.asar in which a trial carries its own build of better-sqlite3. */
export const carriedBinding = 'better_sqlite3.node';

/** The whole configuration of electron-builder; nothing else configures it. */
export function builderConfig(input: PackageInput): Configuration {
  return {
    appId: 'in.utility.division-counter',
    productName: names[input.kind],
    copyright: 'Apache-2.0',
    directories: { output: input.output },
    electronVersion: input.electronVersion,
    electronDist: input.electronFolder,
    npmRebuild: false,
    nodeGypRebuild: false,
    asar: true,
    asarUnpack: ['**/*.node'],
    files: packagedFiles(input.packages),
    extraResources:
      input.nativeBinding === undefined ? [] : [{ from: input.nativeBinding, to: carriedBinding }],
    electronFuses: fusesOf(input.kind),
    electronLanguages: ['en-US', 'en-GB', 'hi'],
    publish: null,
    // The stand-in brings a resources/app of its own, which must not lie beside app.asar.
    afterPack: ({ appOutDir }) => rm(join(appOutDir, 'resources', 'app'), { recursive: true, force: true }),
    linux: { target: ['AppImage', 'deb'], category: 'Office', executableName: 'division-counter' },
    win: { target: ['nsis'] },
    nsis: {
      // A per-machine installation that keeps the data: the journal outlives the program.
      oneClick: false,
      perMachine: true,
      allowElevation: true,
      allowToChangeInstallationDirectory: false,
      deleteAppDataOnUninstall: false,
    },
  };
}

export function fusesOf(kind: PackageKind): EveryFuse {
  return kind === 'trial-for-tests' ? testedFuses : releaseFuses;
}

/** Built files and the runtime packages for one platform; no sources, no maps, no tests. */
function packagedFiles(packages: readonly string[]): string[] {
  const target = `${process.platform}-${process.arch}`;
  return [
    'package.json',
    ...['main', 'service', 'preload', 'renderer'].map((part) => `dist/${part}/**`),
    '!node_modules/**',
    ...packages.map((path) => `${path}/**`),
    '!node_modules/better-sqlite3/{deps,src,binding.gyp}',
    '!node_modules/better-sqlite3/prebuilds/*',
    `node_modules/better-sqlite3/prebuilds/${target}.node`,
    // Only the weights that paper and pages use.
    '!node_modules/@expo-google-fonts/*/{100Thin,200ExtraLight,300Light,800ExtraBold,900Black}/**',
    '!node_modules/@expo-google-fonts/**/*.png',
    '!**/*.{map,md,ts,mts,cts,h,cc,cpp,c,gyp,gypi}',
    '!**/{test,tests,__tests__,example,examples,doc,docs}/**',
  ];
}
