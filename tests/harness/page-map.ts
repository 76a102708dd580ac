import Database from 'better-sqlite3';

/** A stretch of one page of an SQLite file, by what it holds. */
export interface Region {
  readonly page: number;
  /** Table or index that owns the page, `sqlite_schema`, or `free`. */
  readonly owner: string;
  readonly name: RegionName;
  /** Bytes of the file, the end not with it. */
  readonly from: number;
  readonly to: number;
}

export type RegionName =
  | 'file header'
  | `${PageKind} header`
  | `${PageKind} pointers`
  | `${PageKind} gap`
  | `${PageKind} cells`
  | 'overflow'
  | 'free page';

type PageKind = 'table inner' | 'table leaf' | 'index inner' | 'index leaf';

const fileHeaderBytes = 100;

/** By the first byte of a b-tree page. */
const kinds: Readonly<Record<number, { readonly kind: PageKind; readonly headerBytes: number }>> = {
  2: { kind: 'index inner', headerBytes: 12 },
  5: { kind: 'table inner', headerBytes: 12 },
  10: { kind: 'index leaf', headerBytes: 8 },
  13: { kind: 'table leaf', headerBytes: 8 },
};

/** Names every byte of a journal at rest: page by page, each region once, none left out. */
export function mapPages(path: string, file: Buffer): Region[] {
  const pageBytes = file.readUInt16BE(16);
  const owners = ownersOf(path);
  const regions: Region[] = [];
  for (let page = 1; page * pageBytes <= file.length; page += 1) {
    const at = (page - 1) * pageBytes;
    const owner = owners.get(page);
    const add = (name: RegionName, from: number, to: number): void => {
      if (to > from) regions.push({ page, owner: owner?.name ?? 'free', name, from: at + from, to: at + to });
    };
    if (owner === undefined) add('free page', 0, pageBytes);
    else if (owner.kind === 'overflow') add('overflow', 0, pageBytes);
    else addTree(file.subarray(at, at + pageBytes), page === 1 ? fileHeaderBytes : 0, add);
  }
  return regions;
}

function addTree(
  page: Buffer,
  start: number,
  add: (name: RegionName, from: number, to: number) => void,
): void {
  const known = kinds[page.readUInt8(start)];
  if (known === undefined) throw new Error('a b-tree page has one of four kinds');
  const { kind, headerBytes } = known;
  const pointers = start + headerBytes;
  const gap = pointers + page.readUInt16BE(start + 3) * 2;
  const cells = page.readUInt16BE(start + 5) || page.length;
  add('file header', 0, start);
  add(`${kind} header`, start, pointers);
  add(`${kind} pointers`, pointers, gap);
  add(`${kind} gap`, gap, cells);
  add(`${kind} cells`, cells, page.length);
}

function ownersOf(path: string): Map<number, { name: string; kind: string }> {
  const db = new Database(path, { readonly: true });
  try {
    const sql = 'SELECT pageno AS page, name, pagetype AS kind FROM dbstat';
    const rows = db.prepare<[], { page: number; name: string; kind: string }>(sql).all();
    return new Map(rows.map(({ page, ...owner }) => [page, owner]));
  } finally {
    db.close();
  }
}
