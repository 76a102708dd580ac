export interface Arguments {
  /** File given by `--config FILE`, else null: then the machine's own file is used. */
  readonly config: string | null;
  /** DevTools; refused by main in a packaged program. */
  readonly developer: boolean;
}

/** Other arguments are Chromium's and pass unread. */
export function readArguments(argv: readonly string[]): Arguments {
  return { config: valueOf('--config', argv), developer: argv.includes('--developer') };
}

/** `--name VALUE` or `--name=VALUE`; an empty text where the value is missing, so that it fails by name. */
function valueOf(name: string, argv: readonly string[]): string | null {
  const joined = argv.find((argument) => argument.startsWith(`${name}=`));
  if (joined !== undefined) return joined.slice(name.length + 1);
  const index = argv.indexOf(name);
  if (index === -1) return null;
  return argv[index + 1] ?? '';
}
