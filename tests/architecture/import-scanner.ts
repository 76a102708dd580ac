import { parseSync } from 'vite';
import type { SourceFile } from './source-files.ts';

/**
 * One import of a file. `type` leaves no trace at run time: `import type`, `export type … from`, `import('…')` in
 * a type. An `import { type A }` is a `value` import: under verbatimModuleSyntax it still loads the module.
 */
export interface Import {
  readonly kind: 'value' | 'dynamic' | 'type';
  /** As written; empty when it is computed at run time. */
  readonly specifier: string;
  /** Names taken from the module: `default`, `*`, or an exported name. Empty for side effects and dynamic imports. */
  readonly names: readonly string[];
}

/** Reads every import, re-export, dynamic import, `require` and type query of a file. Throws when it does not parse. */
export function scanImports(file: SourceFile): Import[] {
  const parsed = parseSync(file.path, file.text);
  if (parsed.errors.length > 0)
    throw new Error(`${file.path}: ${parsed.errors[0]?.message ?? 'does not parse'}`);
  const found: Import[] = parsed.module.staticImports.map((statement) => ({
    kind: /^import\s+type\b(?!\s+from\b)/u.test(file.text.slice(statement.start, statement.end))
      ? 'type'
      : 'value',
    specifier: statement.moduleRequest.value,
    names: statement.entries.map((entry) => importedName(entry.importName)),
  }));
  for (const statement of parsed.module.staticExports)
    for (const entry of statement.entries)
      if (entry.moduleRequest !== null)
        found.push({
          kind: entry.isType ? 'type' : 'value',
          specifier: entry.moduleRequest.value,
          names: [importedName(entry.importName)],
        });
  collect(parsed.program, found);
  return found;
}

function importedName(name: { readonly kind: string; readonly name: string | null }): string {
  if (name.name !== null && name.kind === 'Name') return name.name;
  return name.kind === 'Default' ? 'default' : '*';
}

/** What the list of module requests does not hold: `import()`, `require()` and `import('…')` in types. */
function collect(node: unknown, found: Import[]): void {
  if (Array.isArray(node)) {
    for (const child of node) collect(child, found);
    return;
  }
  if (!isRecord(node)) return;
  if (node['type'] === 'ImportExpression')
    found.push({ kind: 'dynamic', specifier: textOf(node['source']), names: [] });
  if (node['type'] === 'TSImportType')
    found.push({ kind: 'type', specifier: textOf(node['source'] ?? node['argument']), names: [] });
  if (node['type'] === 'CallExpression' && isRecord(node['callee']) && node['callee']['name'] === 'require')
    found.push({ kind: 'value', specifier: textOf((node['arguments'] as unknown[])[0]), names: ['*'] });
  for (const child of Object.values(node)) collect(child, found);
}

function textOf(node: unknown): string {
  if (!isRecord(node)) return '';
  return typeof node['value'] === 'string' ? node['value'] : textOf(node['literal']);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
