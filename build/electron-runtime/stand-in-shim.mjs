// Lives in the stand-in's resources/app. The stand-in has no default app, so this takes its part: it runs the app
// in the folder named first on the command line. It must be an ES module: a CommonJS file that imports the real
// main is too late, Electron is ready before that main has run.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const folder = process.argv.slice(1).find((argument) => !argument.startsWith('-'));
if (folder === undefined) {
  console.error('Name the folder of the app to run.');
  process.exit(2);
}
const appFolder = resolve(folder);
const manifest = JSON.parse(readFileSync(resolve(appFolder, 'package.json'), 'utf8'));
app.setName(manifest.productName ?? manifest.name);
app.setVersion(manifest.version);
app.setAppPath(appFolder);
await import(pathToFileURL(resolve(appFolder, manifest.main)).href);
