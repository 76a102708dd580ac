import { describe, expect, it } from 'vitest';
import { builderConfig, type PackageKind } from '../../../build/package/builder-config.ts';
import { fuseNames, releaseFuses, testedFuses, type EveryFuse } from '../../../build/package/fuses.ts';
import { archiveFaults } from '../../../build/package/verify-package.ts';

/** The security checklist's table of fuses, by hand. */
const checklist = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
};

function config(kind: PackageKind, nativeBinding?: string) {
  return builderConfig({
    kind,
    electronVersion: '45.4.1',
    electronFolder: '/electron',
    nativeBinding,
    packages: ['node_modules/usb'],
    output: '/out',
  });
}

describe('the fuses', () => {
  it('are those of the checklist, every one decided', () => {
    expect(releaseFuses).toEqual(checklist);
    expect(fuseNames.toSorted()).toEqual(Object.keys(checklist).toSorted());
    // @ts-expect-error -- a fuse that nobody decided about must not compile
    const undecided: EveryFuse = { runAsNode: false };
    expect(Object.keys(undecided)).toHaveLength(1);
  });

  it('differ under test by the inspector alone', () => {
    expect(testedFuses).toEqual({ ...checklist, enableNodeCliInspectArguments: true });
    expect(config('release').electronFuses).toEqual(releaseFuses);
    expect(config('trial').electronFuses).toEqual(releaseFuses);
    expect(config('trial-for-tests').electronFuses).toEqual(testedFuses);
  });
});

describe('a package', () => {
  it('gives a trial away by its name', () => {
    expect(config('release').productName).toBe('Division Counter');
    expect(config('trial').productName).toContain('TRIAL');
    expect(config('trial-for-tests').productName).toContain('TRIAL');
  });

  it('rebuilds and publishes nothing, and carries its own SQLite only where it needs one', () => {
    const { npmRebuild, publish, asar, extraResources } = config('release');
    expect({ npmRebuild, publish, asar, extraResources }).toEqual({
      npmRebuild: false,
      publish: null,
      asar: true,
      extraResources: [],
    });
    expect(config('trial', '/cache/a.node').extraResources).toEqual([
      { from: '/cache/a.node', to: 'better_sqlite3.node' },
    ]);
  });

  it('names its files: the build and the runtime packages, no map and no other module', () => {
    const { files } = config('release');
    expect(files).toContain('dist/main/**');
    expect(files).toContain('!node_modules/**');
    expect(files).toContain('node_modules/usb/**');
  });

  it('keeps the data of an office when it is removed', () => {
    expect(config('release').nsis).toMatchObject({ perMachine: true, deleteAppDataOnUninstall: false });
  });
});

describe('what lies in an archive', () => {
  const whole = [
    '/package.json',
    '/dist/main/main.js',
    '/dist/preload/preload.cjs',
    '/dist/renderer/index.html',
  ];

  it('is whole', () => {
    expect(archiveFaults(whole)).toEqual([]);
    expect(archiveFaults(whole.slice(1))).toEqual(['/package.json is missing']);
  });

  it.each([
    '/dist/main/main.js.map',
    '/counter/money.ts',
    '/node_modules/x/test/a.js',
    '/node_modules/vite/index.js',
  ])('has no place for %s', (path) => {
    expect(archiveFaults([...whole, path])).toEqual([`${path} has no place in a package`]);
  });
});
