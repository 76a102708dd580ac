import { posix } from 'node:path';
import type { SourceFile } from './source-files.ts';

export interface NameFault {
  readonly path: string;
  readonly reason: string;
}

/** What may lie at the top of the repository, beside what tools generate. */
export const allowedAtTop: ReadonlySet<string> = new Set(
  [
    'counter db printers headend tokens electron renderer build tests docs .ci',
    'package.json package-lock.json .npmrc .gitignore vite.config.ts tsconfig.json',
    'README.md .oxlintrc.json .oxfmtrc.json LICENSE',
  ].flatMap((line) => line.split(' ')),
);

/** The one list that may be an index: the migrations in their order. */
const allowedIndex = /^db\/migrations\/index\.ts$/u;
const emptyNames = /(?:^|[-.])(?:utils?|helpers?|common|managers?|misc|shared)(?:$|[-.])/iu;
const kebab = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.(?:test|config|d))*\.[a-z]+$/u;
const pascal = /^[A-Z][A-Za-z0-9]*(?:\.test)?\.tsx$/u;
const kebabFolder = /^\.?[a-z0-9]+(?:-[a-z0-9]+)*$/u;

/** Longest file in lines. Tests list cases, texts list sentences: both read from top to bottom without a turn. */
export function linesMax(path: string): number {
  if (path.startsWith('tests/')) return 450;
  return /(?:^|\/)text\//u.test(path) || path.endsWith('-tables.ts') ? 900 : 300;
}

/** Names that tell a newcomer nothing, or are written in another way than the rest. */
export function checkName(path: string): string | undefined {
  const name = posix.basename(path);
  const folders = posix.dirname(path).split('/');
  const stem = name.replace(/\.[a-z]+$/iu, '');
  if (/^index\.[cm]?[jt]sx?$/u.test(name) && !allowedIndex.test(path)) return 'a barrel';
  if ([stem, ...folders].some((part) => emptyNames.test(part))) return 'a name that says nothing';
  if (folders.some((folder) => folder !== '.' && !kebabFolder.test(folder)))
    return 'a folder that is not kebab-case';
  if (!kebab.test(name) && !pascal.test(name)) return 'neither kebab-case nor a PascalCase component';
  return undefined;
}

/** A file that only hands on what others export is a barrel under another name. */
export function isBarrel(file: SourceFile): boolean {
  const statements = file.text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gmu, '').trim();
  return /^(?:export\s+(?:type\s+)?(?:\*|\{[^}]*\})(?:\s+as\s+\w+)?\s+from\s+'[^']+';?\s*){2,}$/u.test(
    statements,
  );
}

const suppression =
  /oxlint-disable|eslint-disable|@ts-(?:expect-error|ignore|nocheck)|oxfmt-ignore|prettier-ignore/u;

/** Suppressions without a reason on their line: `… -- why`. */
export function bareSuppressions(file: SourceFile): number[] {
  return file.text
    .split('\n')
    .flatMap((line, index) =>
      suppression.test(line) && !/(?:--|@ts-expect-error) \S+ \S+/u.test(line) ? [index + 1] : [],
    );
}

/** Everything that is wrong with the names and the shape of these files. */
export function checkFiles(files: readonly SourceFile[]): NameFault[] {
  return files.flatMap((file) => {
    const faults: string[] = [];
    const name = checkName(file.path);
    if (name !== undefined) faults.push(name);
    if (isBarrel(file)) faults.push('a barrel');
    const lines = file.text.trimEnd().split('\n').length;
    if (lines > linesMax(file.path)) faults.push(`${lines} lines`);
    for (const line of bareSuppressions(file)) faults.push(`a suppression without a reason in line ${line}`);
    return faults.map((reason) => ({ path: file.path, reason }));
  });
}
