import { setFlagsFromString } from 'node:v8';

/**
 * Run from source, Node strips the types of each file in WebAssembly, and a thread of this process does
 * the same beside it. When both come to compile the same bridge from WebAssembly to JavaScript at one
 * moment, V8 of Node 24 drops the loser's as if a module owned it, and the process ends with SIGSEGV
 * (in `Runtime_TierUpWasmToJSWrapper`; seen once in some dozen loaded runs). The bridges of
 * threads that begin after this call stay as they are. The built program strips nothing and needs it not.
 */
export function keepWasmWrappersOfThreads(): void {
  setFlagsFromString('--wasm-wrapper-tiering-budget=2147483647');
}
