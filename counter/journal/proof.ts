/**
 * What a proof can find wrong, as one word for a program and one sentence for a person. The list is
 * closed; the auditor's page of the documents is compared with it.
 */
export const proofFaults = {
  'no-identity': 'The journal names no counter.',
  'database-damaged': 'The database file itself is damaged: rows cannot be read as they were written.',
  'wrong-counter': 'An entry, or a file of the second copy, belongs to another counter or another epoch.',
  gap: 'An entry is missing, or stands twice.',
  'wrong-previous': 'An entry does not follow the one before it: entries were put in, left out or moved.',
  'wrong-hash': 'The text of an entry is not the one that its hash was made of.',
  'wrong-signature': 'An entry is not signed by the key of the counter at that time.',
  'signature-differs': 'The signature of an entry is not the one that was stored.',
  'wrong-recovery': 'A new epoch begins without the signature of the division’s recovery key.',
  'body-unreadable': 'The text of an entry is no entry of a kind and version that this program knows.',
  'body-differs': 'The text of an entry names another number, id or kind than its row.',
  'body-misshapen': 'A field of an entry is missing, unknown or out of its bounds.',
  'enrolled-twice': 'A counter is enrolled once, by its first entry; here it is enrolled again.',
  'body-not-canonical': 'The text of an entry is written in another way than the journal writes.',
  'columns-differ': 'A column beside an entry says something else than its text.',
  'total-differs': 'The running total is not the sum of all recharges so far.',
  'ledger-not-zero': 'The ledger lines of an entry do not sum to zero.',
  'ledger-differs': 'The ledger table says something else than the text of the entry.',
  'receipt-number-differs': 'A receipt number is left out, given twice or out of order.',
  'answer-differs': 'An answer of the head end says something else than its row, or is about another entry.',
  'answer-signature': 'An answer is not signed by the head end that the journal names.',
  'acknowledgement-differs': 'An acknowledgement names another entry or hash than the journal has.',
  'acknowledgement-signature': 'An acknowledgement is not signed by the head end that the journal names.',
  'document-differs': 'A stored slip is not the one that was frozen, or says something else than its entry.',
  'projection-differs': 'A stored sum differs from what the entries add up to.',
  'schema-differs': 'A table, an index or a guard of the database is not the one that the program made.',
  'file-without-head': 'A file does not begin as it must: no head, or one that is cut off.',
  'file-not-signed': 'The head of a file is not signed by the key that it names.',
  'frame-damaged': 'A frame of the second copy does not have its checksum, or is out of order.',
  'file-cut-off': 'A file ends in the middle of a frame or a line.',
  'copies-differ': 'Two files of the second copy hold different entries under one number.',
  'body-closed': 'A body of the second copy does not open: it was changed, or moved from another place.',
  'line-unreadable': 'A line of the exported file is not what the format allows.',
  'too-large':
    'A file of the second copy, or a line of the exported file, is larger than any that is written.',
  'trailer-missing': 'The exported file has no last line: it is not whole.',
  'trailer-differs': 'The last line names another number, hash or checksum than the lines before it have.',
} as const;

export type ProofFaultCode = keyof typeof proofFaults;

export interface ProofFault {
  readonly code: ProofFaultCode;
  /** Sequence number of the entry; 0 where it is no single entry. */
  readonly seq: number;
  /** The place for a person: a table, a file and its frame, a line. */
  readonly where: string;
  readonly detail: string;
}

/** One opening of the counter, from its entries alone. */
export interface DayProof {
  readonly businessDate: string;
  readonly session: number;
  readonly recharges: number;
  readonly takingsPaise: number;
  readonly cancelledPaise: number;
  /** Takings less what was cancelled. */
  readonly netPaise: number;
  readonly firstReceipt: string | null;
  readonly lastReceipt: string | null;
  readonly closed: boolean;
}

/** What was proved. Sums are null where the bodies could not be read. */
export interface ProofReport {
  /** No fault was found in anything that could be seen; `notes` say what could not. */
  readonly whole: boolean;
  readonly source: 'data' | 'mirror' | 'journal-file' | 'export-file';
  readonly counter: string;
  readonly epochs: readonly number[];
  readonly entries: number;
  /** 0 where there is no entry. */
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly headHash: string;
  readonly signaturesChecked: number;
  /** Sum of the recharges among these entries. */
  readonly takingsPaise: number | null;
  /** Running total at the last entry. */
  readonly perpetualTotalPaise: number | null;
  readonly days: readonly DayProof[];
  readonly fault: ProofFault | null;
  readonly notes: readonly string[];
}
