import { entryKinds } from '../../counter/journal/entry.ts';
import { ledgerAccounts } from '../../counter/journal/every-entry.ts';
import { entryChapter } from './entry-chapter.ts';
import { exampleEntries } from './example-entries.ts';
import { schemaChapter } from './schema-chapter.ts';

/** `docs/journal.md`: how the journal lies on disk, and what every entry says. */
export function journalDocument(): string {
  return [introduction(), entryChapter(), schemaChapter()].join('\n\n').concat('\n');
}

function introduction(): string {
  const first = exampleEntries().get('counter enrolled')?.stored;
  if (first === undefined) throw new Error('the first entry has its example');
  return `# The journal

<!-- Written by \`npm run documents\` from the schema and the shapes of the bodies. \`npm run check\` fails when it is stale. -->

\`journal.db\` in the data folder is an SQLite file; \`PRAGMA user_version\` names the version of its schema. A
program opens no journal of a newer version. Before it brings an older one up to date it keeps the file
whole as \`journal.db.before-NUMBER\`.

Every act is one row of \`entry\`, of one of ${entryKinds.length} kinds. Its \`body\` is canonical JSON (RFC 8785) and holds
every field of the entry, stored and hashed as those bytes. \`journal-entry.schema.json\` beside this file is
the same as JSON Schema 2020-12. Money is whole paise; \`at\` is UTC milliseconds.

The hash of an entry is the SHA-256 of these six lines, joined by line feeds, none at the end:
\`division-counter/entry/1\`, counter, epoch, seq, \`prevHash\` (64 zeros before the first entry), body.
\`signature\` is Ed25519 over the 32 bytes of that hash, base64url, by the device key that the last
\`counter enrolled\`, \`key lost\` or \`recovery\` entry names; those sign themselves with the key they name.
The first example below, byte for byte, follows 64 zeros and has the hash
\`${first.hash}\`:

\`\`\`text
${first.body}
\`\`\`

Accounts of the ledger: ${ledgerAccounts.map((account) => `\`${account}\``).join(', ')}. Cash in the drawer
grows by a positive amount, dues by a negative one; the lines of an entry sum to zero.`;
}
