/**
 * The packages that stay outside the bundles of main, service and printer: each holds a native binary, a wasm file
 * or a font that is found through node_modules. Vite leaves them alone, the readable copy and the package ship them.
 */
export const runtimeModules = [
  'better-sqlite3',
  'usb',
  'koffi',
  'serialport',
  'harfbuzzjs',
  '@expo-google-fonts/noto-sans-devanagari',
] as const;
