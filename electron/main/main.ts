import { app, Menu, nativeTheme, protocol, safeStorage, session, type BrowserWindow } from 'electron';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Result } from '../../counter/result.ts';
import type { Config } from '../contract/config-schemas.ts';
import { readConfiguration, type ConfigFault } from '../contract/configuration.ts';
import { createA4Printer, type A4Printer } from './a4-printer.ts';
import { pageAddress } from './app-address.ts';
import { appSchemePrivileges, serveApp } from './app-protocol.ts';
import { readArguments } from './arguments.ts';
import { machineClock } from './clock.ts';
import { childEnvironment, machineConfigFile, machineEnvironment, nativeBinding } from './environment.ts';
import { faultPage, withFaultPage } from './fault-page.ts';
import { openA4Gate, openGate } from './gate.ts';
import {
  alreadyOpen,
  focusOnSecondStart,
  holdUpShutdown,
  keepPageAlive,
  noteHelperDeaths,
  stopCleanly,
} from './lifecycle.ts';
import { logToStderr as log } from './log.ts';
import { bringHome, denyNavigationEverywhere } from './navigation.ts';
import { createPageEvents, type PageEvents } from './page-events.ts';
import { readPageFiles } from './page-files.ts';
import { denyPermissions } from './permissions.ts';
import { profileFolder } from './profile-folder.ts';
import { newIncidentId, newNonce } from './randomness.ts';
import { blockRequests } from './request-block.ts';
import { createSaleMemory } from './sale-memory.ts';
import { unwrapSecret, wrapSecret } from './secrets.ts';
import { createSupervisor, type Supervisor } from './supervisor.ts';
import { createWire, forkUtility } from './utility-port.ts';
import { createWindow } from './window.ts';

// Both must come before the program is ready, and nothing here may wait for that at the top level:
// Electron waits for this module, so this module may not wait for Electron.
protocol.registerSchemesAsPrivileged([appSchemePrivileges]);
app.enableSandbox();
Menu.setApplicationMenu(null);

const dist = join(import.meta.dirname, '..');
const options = readArguments(process.argv);
const developer = options.developer && !app.isPackaged;
const configuration = readConfiguration(
  options.config ?? machineConfigFile(process.platform, machineEnvironment),
  { sizeBytes: (file) => statSync(file).size, text: (file) => readFileSync(file, 'utf8') },
);
const packedBeside = app.isPackaged ? { folder: process.resourcesPath, has: existsSync } : null;
let window: BrowserWindow | null = null;

if (configuration.ok && !app.commandLine.hasSwitch('user-data-dir')) {
  app.setPath('userData', profileFolder(app.getPath('appData'), configuration.value.dataFolder));
}

if (app.requestSingleInstanceLock()) {
  focusOnSecondStart(app, () => window);
  denyNavigationEverywhere(app);
  noteHelperDeaths(app, log);
  void app.whenReady().then(() => open(configuration));
} else {
  process.stdout.write(`${alreadyOpen}\n`);
  app.exit(0);
}

async function open(configured: Result<Config, ConfigFault>): Promise<void> {
  if (!configured.ok) {
    log('the configuration cannot be used', { ...configured.error });
    app.on('window-all-closed', () => {
      app.exit(1);
    });
    await showPage(faultPage, {}, null, configured.error);
    return;
  }
  const events = createPageEvents(log);
  const a4Printer = createA4Printer({
    session: () => (window === null || window.isDestroyed() ? null : window.webContents.session),
    preload: join(dist, 'preload', 'a4-preload.cjs'),
    log,
  });
  const supervisor = startProcesses(configured.value, events, a4Printer);
  openA4Gate(a4Printer);
  openGate({
    page: () => (window === null || window.isDestroyed() ? null : window.webContents),
    link: () => supervisor.link(),
    saleMemory: createSaleMemory(),
    newIncidentId,
    log,
  });
  stopCleanly(app, () => supervisor.stop());
  const shown = await showPage('/index.html', { language: configured.value.language }, events, null);
  holdUpShutdown(shown, () => supervisor.link()?.recordingInHand() ?? 0, log);
  // A window that nobody sees must not keep the program open.
  shown.once('closed', () => a4Printer.stop());
}

function startProcesses(config: Config, events: PageEvents, a4Printer: A4Printer): Supervisor {
  const environment = childEnvironment(machineEnvironment);
  const file = (name: string): string => join(dist, 'service', `${name}.js`);
  const supervisor = createSupervisor({
    forkService: () => forkUtility({ file: file('service'), name: 'Counter service', environment }),
    forkPrinter: () => forkUtility({ file: file('printer'), name: 'Counter printer', environment }),
    createWire,
    start: {
      config,
      appVersion: app.getVersion(),
      nativeBinding: nativeBinding(machineEnvironment, packedBeside),
    },
    clock: machineClock,
    log,
    onEvent: (event, value) => {
      events.send(event, value);
    },
    onShell: (state) => {
      events.send('shell', state);
    },
    onSecret: (act, text) => {
      const work = act === 'wrap' ? wrapSecret : unwrapSecret;
      return work(text, config.deviceKey.store, safeStorage);
    },
    onA4: (document) => a4Printer.draw(document),
  });
  supervisor.begin();
  return supervisor;
}

/** The session lives in memory only: no cookie, cache or storage outlasts the program. */
async function showPage(
  page: string,
  query: Readonly<Record<string, string>>,
  events: PageEvents | null,
  fault: ConfigFault | null,
): Promise<BrowserWindow> {
  const pages = session.fromPartition('counter');
  denyPermissions(pages);
  blockRequests(pages, developer);
  const files = await readPageFiles(join(dist, 'renderer'));
  serveApp(pages, fault === null ? files : withFaultPage(files, fault), newNonce);

  const theme = nativeTheme.shouldUseDarkColors ? 'dark' : 'light';
  const preload = join(dist, 'preload', 'preload.cjs');
  const shown = createWindow({ session: pages, preload, theme, developer });
  window = shown;
  events?.attach(shown.webContents);
  keepPageAlive(shown, log);
  const home = pageAddress(page, { ...query, theme });
  bringHome(shown.webContents, home);
  await shown.loadURL(home);
  return shown;
}
