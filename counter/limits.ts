/**
 * Every bound of the program in one place. Each has a test at the limit and one past it.
 * Money is in paise, time in milliseconds, sizes in bytes or characters.
 */
export const limits = {
  /** Far below 2^51, so that sums of a whole journal stay exact integers in SQLite and JavaScript. */
  amountPaiseMax: 1_000_000_000_000_000,
  /** The legal bound of cash from one consumer in one day: below two lakh rupees. */
  cashPerConsumerDayPaiseMax: 1_99_999_00,
  /** Above this a supervisor approves the recharge. */
  cashPerReceiptPaise: 20_000_00,
  /** Six digits of a receipt number. */
  receiptsPerYearMax: 999_999,
  rechargePaiseMin: 1_00,
  /** Same consumer and same amount within this time asks for a supervisor. */
  sameAmountWindowMs: 600_000,
  headLinesMax: 8,
  searchTextCharsMax: 80,
  searchResultsMax: 20,
  nameCharsMax: 120,
  addressCharsMax: 240,
  pinDigitsMin: 4,
  pinDigitsMax: 8,
  pinTriesMax: 5,
  peopleMax: 200,
  denominationCountMax: 100_000,
  ipcPayloadBytesMax: 65_536,
  ipcDeadlineMs: 15_000,
  journalBodyBytesMax: 16_384,
  batchEntriesMin: 1,
  batchEntriesStart: 50,
  batchEntriesMax: 500,
  batchBytesMax: 262_144,
  answerWaitMs: 2_500,
  mirrorDeadlineMs: 2_000,
  /** Of the second copy: one write and one flush while it catches up. */
  mirrorChunkBytesMax: 1_048_576,
  mirrorChunkEntriesMax: 1_000,
  /** A sale never waits for more than this to be copied first; the rest goes on behind it. */
  mirrorBacklogEntriesMax: 1_000,
  mirrorFrameBytesMax: 131_072,
  /** A mirror file grows by zeros in such steps, for overwriting flushes faster than growing. */
  mirrorGrowBytes: 1_048_576,
  mirrorFileBytesMax: 268_435_456,
  mirrorFilesPerDayMax: 999,
  /** Another process may hold the journal this long before it counts as in use. */
  journalBusyMs: 500,
  /** Pages of the log after which SQLite moves them itself; otherwise this is done when idle. */
  journalAutocheckpointPages: 20_000,
  /** The log is grown to this at opening; idle checkpoints keep it from growing on. */
  journalLogBytes: 1_048_576,
  /** Entries whose chain and signatures are proved at every opening. */
  journalTailProved: 50,
  answerTextBytesMax: 65_536,
  printDocumentBytesMax: 262_144,
  printDetailBytesMax: 4_096,
  pinTextCharsMax: 512,
  clockBackwardToleranceMs: 120_000,
  clockSkewMs: 300_000,
  directoryFileBytesMax: 1_073_741_824,
  directoryLineBytesMax: 4_096,
  directoryConsumersMax: 5_000_000,
} as const;
