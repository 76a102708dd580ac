import type { Consumer } from '../../counter/consumer/consumer.ts';
import { consumerColumns, consumerOfRow, type ConsumerRow } from './directory-schema.ts';
import type { Directory } from './open-directory.ts';

/** Many consumers by one question; those that the directory does not know are missing. */
export function consumersByNumber(
  directory: Directory,
  consumers: readonly string[],
): ReadonlyMap<string, Consumer> {
  const sql = `SELECT ${consumerColumns} FROM json_each(?) AS asked JOIN consumer AS c ON c.consumer = asked.value`;
  const rows = directory.db.prepare<[string], ConsumerRow>(sql).all(JSON.stringify(consumers));
  return new Map(rows.map((row) => [row.consumer, consumerOfRow(row)]));
}
