import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openConnection, type ReadableDb } from '../../db/connection.ts';
import { newestVersion } from '../../db/migrate.ts';
import { migrations } from '../../db/migrations/index.ts';
import { tableMeanings } from './table-words.ts';

interface SchemaRow {
  readonly type: 'table' | 'index' | 'trigger' | 'view';
  readonly name: string;
  readonly tableName: string;
  readonly sql: string;
}

interface ColumnRow {
  readonly name: string;
  readonly type: string;
  readonly isNullable: 0 | 1;
  readonly keyPlace: number;
}

const schemaSql = `SELECT type, name, tbl_name AS tableName, sql FROM sqlite_schema
  WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid`;
const columnsSql = `SELECT name, type, pk AS keyPlace, "notnull" = 0 AND pk = 0 AS isNullable
  FROM pragma_table_info(?) ORDER BY cid`;

/** The tables of a journal that the real migrations have just made. */
export function schemaChapter(): string {
  return onNewJournal((db) => {
    const rows = db.prepare<[], SchemaRow>(schemaSql).all();
    const tables = rows.filter(({ type }) => type === 'table');
    const sections = tables.map((table) => tableSection(db, table, rows));
    return [`## Tables of version ${newestVersion(migrations)}`, ...sections].join('\n\n');
  });
}

function onNewJournal<Value>(read: (db: ReadableDb) => Value): Value {
  const folder = mkdtempSync(join(tmpdir(), 'journal-schema-'));
  try {
    const path = join(folder, 'journal.db');
    const opened = openConnection({ path, mode: 'create', boot: { bootId: 'document', at: 0 } });
    if (!opened.ok) throw new Error(opened.error.detail);
    try {
      return read(opened.value.db);
    } finally {
      opened.value.db.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function tableSection(db: ReadableDb, table: SchemaRow, rows: readonly SchemaRow[]): string {
  const { name } = table;
  const meaning = tableMeanings[name];
  if (meaning === undefined) throw new Error(`table-words.ts does not say what the table ${name} holds`);
  const of = (type: SchemaRow['type']) => rows.filter((row) => row.type === type && row.tableName === name);
  const grows = of('trigger').some((trigger) => trigger.name === `${name}_never_updated`);
  const others = [...of('index'), ...of('trigger')];
  return [
    `### ${name}`,
    `${meaning} ${grows ? 'Only grows.' : 'A projection: made again from the entries at will.'}`,
    columnTable(db.prepare<[string], ColumnRow>(columnsSql).all(name)),
    sqlBlock([table]),
    ...(others.length === 0 ? [] : [sqlBlock(others)]),
  ].join('\n\n');
}

function columnTable(columns: readonly ColumnRow[]): string {
  const rows = columns.map(
    ({ name, type, isNullable, keyPlace }) =>
      `| \`${name}\` | ${type} | ${isNullable === 1 ? 'may be null' : ''} | ${keyPlace > 0 ? 'key' : ''} |`,
  );
  return ['| column | type | | |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function sqlBlock(rows: readonly SchemaRow[]): string {
  return `\`\`\`sql\n${rows.map(({ sql }) => `${sql.trim()};`).join('\n')}\n\`\`\``;
}
