import type { Configuration } from 'electron-builder';

type Fuses = NonNullable<Configuration['electronFuses']>;

/** Every fuse is a required key: a new one in Electron does not compile until somebody has decided about it. */
export type EveryFuse = Required<Omit<Fuses, 'resetAdHocDarwinSignature'>>;

/** The fuses of a program that handles cash. */
export const releaseFuses: EveryFuse = {
  // No Node for whoever can start the program with another environment; service and printer are utility processes.
  runAsNode: false,
  enableCookieEncryption: true,
  // Also ends NODE_EXTRA_CA_CERTS: the utility's certificate comes from the configuration.
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  // Pages come from app://counter, never from file://.
  grantFileProtocolExtraPrivileges: false,
};

/** Playwright attaches through --inspect, so the packaged program under test keeps that one fuse on. */
export const testedFuses: EveryFuse = { ...releaseFuses, enableNodeCliInspectArguments: true };

/** The names of all fuses, for whoever reads them back from an executable. */
export const fuseNames = [
  'runAsNode',
  'enableCookieEncryption',
  'enableNodeOptionsEnvironmentVariable',
  'enableNodeCliInspectArguments',
  'enableEmbeddedAsarIntegrityValidation',
  'onlyLoadAppFromAsar',
  'loadBrowserProcessSpecificV8Snapshot',
  'grantFileProtocolExtraPrivileges',
] as const satisfies readonly (keyof EveryFuse)[];
