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
  /** A counter's letters: `C02`, then `C02b` to `C02z`. */
  epochsMax: 26,
  rechargePaiseMin: 1_00,
  /** Same consumer and same amount within this time asks for a supervisor. */
  sameAmountWindowMs: 600_000,
  headLinesMax: 8,
  /** More than any bundle of notes that is handed over a counter. */
  tenderedPaiseMax: 10_00_000_00,
  searchTextCharsMax: 80,
  searchResultsMax: 20,
  nameCharsMax: 120,
  addressCharsMax: 240,
  wardCharsMax: 24,
  loadWattsMax: 1_000_000_000,
  /** The last instant of the year 9999: later times are a fault of the sender. */
  wallMsMax: 253_402_300_799_999,
  pinDigitsMin: 4,
  pinDigitsMax: 8,
  pinTriesMax: 5,
  /** Wait after the last free try; it doubles with each further wrong one. */
  pinLockMsFirst: 30_000,
  pinLockMsMax: 900_000,
  peopleMax: 200,
  denominationCountMax: 100_000,
  ipcPayloadBytesMax: 65_536,
  ipcDeadlineMs: 15_000,
  /** Enrolment and directory import: they wait for the head end or read a file of a gigabyte. */
  ipcSlowDeadlineMs: 1_800_000,
  ipcDepthMax: 8,
  ipcCallsInFlightMax: 64,
  configFileBytesMax: 65_536,
  /** This many deaths of the counter service within the window lock selling. */
  serviceDeathsMax: 3,
  serviceDeathWindowMs: 300_000,
  /** A service that does not say ready in this time is ended and counts as a death. */
  serviceReadyMs: 120_000,
  /** How long a clean stop may take before the process is ended. */
  serviceStopMs: 10_000,
  restartDelayMsMin: 250,
  restartDelayMsMax: 30_000,
  /** A window that does not react for this long is started anew. */
  unresponsiveGraceMs: 15_000,
  journalBodyBytesMax: 16_384,
  /** A name, a reason, a QR text in a body. */
  bodyTextCharsMax: 500,
  ledgerLinesMax: 16,
  settingChangesMax: 40,
  approvalsMax: 8,
  batchEntriesMax: 500,
  batchBytesMax: 262_144,
  /** The latest answer of each entry. */
  batchAnswersMax: 500,
  /** Bodies before gzip; they shrink to about a seventh. */
  batchBodiesBytesMax: 1_572_864,
  batchHeaderBytesMax: 2_048,
  /** A batch unpacked: 500 bodies of full size and their answers. A gzip bomb ends here. */
  batchInflatedBytesMax: 12_582_912,
  /** Batches that the reference head end works on at once, and those that stand in line before it. */
  admissionBatchesMax: 8,
  admissionWaitingMax: 64,
  answerTextCharsMax: 4_096,
  answerTurnsMax: 1_000,
  tokensPerAnswerMax: 8,
  resultsPageMax: 500,
  protocolTextCharsMax: 500,
  /** Business dates of one statement of the head end: the longest outage and the weeks around it. */
  statementDaysMax: 92,
  statementTextCharsMax: 65_536,
  /** A refused settlement is settled anew so many times over before a person at the head end looks. */
  settlementChainMax: 20,
  /** Unexplained rows that a command lists one by one; their number and sum are always whole. */
  tieOutRowsTold: 10_000,
  /** The same on one page of the screen. */
  tieOutRowsShown: 100,
  /** A head end's ledger that a command reads: some six lakh credits. */
  ledgerFileBytesMax: 67_108_864,
  /** What the reference head end may be told to credit in a second. */
  creditsPerSecondMax: 100_000,
  /** Answers that a counter gives back in one call, to a head end that was restored. */
  heldAnswersMax: 50,
  heldAnswersBytesMax: 1_048_576,
  /** Versions of the protocol that a head end may name. */
  protocolVersionsMax: 20,
  /** Entries a second that a head end may ask a counter to keep to. */
  uploadRateMax: 100_000,
  noticesMax: 20,
  /** The signed list: twenty notices in two languages, with every character escaped. */
  noticesTextCharsMax: 131_072,
  /** A notice that ends later than this after it begins is a slip of the pen. */
  noticeDaysMax: 366,
  /** One sealed batch on a USB stick: its wire size, and what sealing adds. */
  usbFileBytesMax: 262_400,
  /** Batches of one export: 32,000 entries, two months of an outage. What is left takes the next stick. */
  usbFilesMax: 64,
  usbManifestCharsMax: 16_384,
  /** The same as a line of JSON, with every character of it escaped. */
  usbManifestBytesMax: 131_072,
  usbImportBytesMax: 16_924_672,
  /** Answers on one stick; the rest comes with the next. */
  usbResultsMax: 20_000,
  /** The answer to a stick, packed and unpacked. */
  usbAnswerFileBytesMax: 16_777_216,
  usbAnswerBytesMax: 33_554_432,
  responseBytesMax: 4_194_304,
  retryAfterMsMax: 3_600_000,
  answerWaitMs: 2_500,
  /** Nobody called for this long: a slip is frozen, and its flush keeps no sale waiting. */
  quietBeforePaperMs: 10,
  /** A slip waits no longer than this for such a moment. */
  paperWaitsForQuietMs: 50,
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
  /** What a record about the copies says beside its facts. */
  careDetailCharsMax: 500,
  /** Room kept beside the journal for closing the day on a full disk: many days of closes and exports. */
  reserveFileBytes: 67_108_864,
  reserveFileBytesMin: 1_048_576,
  reserveFileBytesMax: 1_073_741_824,
  /** The whole proof and the scrub of the second copy run at least this often, also where no day is closed. */
  careEveryMs: 86_400_000,
  /** A dated copy that could not be made is tried again after this. */
  careRetryMs: 900_000,
  /** Dated copies of the journal that are kept. */
  datedCopiesKept: 7,
  /** Sales on one office counterfoil: its slip holds a block for each. */
  counterfoilSalesMax: 100,
  /** Another process may hold the journal this long before it counts as in use. */
  journalBusyMs: 500,
  /** Pages of the log after which SQLite moves them itself; otherwise this is done when idle. */
  journalAutocheckpointPages: 20_000,
  /** The log is grown to this at opening, room for about 60 sales; idle checkpoints keep it from growing on. */
  journalLogBytes: 4_194_304,
  /** Of the socket that the running service answers on: one word, soon. */
  socketQuestionCharsMax: 64,
  socketQuestionMs: 3_000,
  /** How long somebody who copies the journal may keep its log from being moved. */
  journalHoldMs: 60_000,
  /** A journal at rest or held still is copied at the first try; one that keeps changing is in use. */
  journalCopyTriesMax: 5,
  /** Entries whose chain and signatures are proved at every opening. */
  journalTailProved: 50,
  /** A line of an exported file: the largest answer, with every character of it escaped. */
  exportLineBytesMax: 262_144,
  answerTextBytesMax: 65_536,
  printDocumentBytesMax: 262_144,
  printDetailBytesMax: 4_096,
  pinTextCharsMax: 512,
  /** A key store that refuses is asked so often before the device key counts as lost. */
  keyStoreTriesMax: 3,
  keyStoreWaitMs: 2_000,
  /** Working days that the desk has for an exception, after the day on which it came. */
  exceptionWorkingDays: 3,
  /** A forgotten exception is "more than so many days" over. */
  exceptionDaysShownMax: 99,
  /** Settlements of one recharge that the head end refused in turn; beyond them only the office can help. */
  settlementsPerRechargeMax: 20,
  /** Rows of one tab of the exceptions desk. */
  exceptionRowsMax: 100,
  /** Answers that the desk looks through in one go: no sale waits for more. */
  exceptionAnswersPerSlice: 1_000,
  /** What a person writes down about an exception. */
  exceptionReasonCharsMax: 200,
  /** A paragraph of a letter: the longest answer of the head end, and the words around it. */
  letterParagraphCharsMax: 800,
  /** Letters about one receipt on one date. */
  lettersPerDateMax: 20,
  /** Days on which the office is shut, in its configuration. */
  holidaysMax: 400,
  clockBackwardToleranceMs: 120_000,
  clockSkewMs: 300_000,
  directoryFileBytesMax: 1_073_741_824,
  directoryLineBytesMax: 4_096,
  directoryConsumersMax: 5_000_000,
  /** One slice of an import holds the counter service no longer than this. */
  directorySliceMs: 8,
  /** Rows that a search by words looks at before it ranks and cuts. */
  searchCandidatesMax: 200,
  /** Meters that share their last digits, looked through for a name: `laxmi 5678`. */
  searchTailCandidatesMax: 2_000,
  /** Words whose keys are kept in memory while a directory is built or searched. */
  nameKeysKeptMax: 20_000,
  documentBlocksMax: 160,
  documentTextCharsMax: 1_000,
  slipRowsMax: 8_000,
  /** Text of the file that seals a list. */
  listSealCharsMax: 4_096,
  /** Entries that a list looks through at once, and how long it reads what it found before sales have their turn. */
  listSliceEntries: 500,
  listSliceMs: 4,
  /** Consumers that a list looks up at once. */
  listLookupsMax: 200,
  /** A list that could not be written by itself is tried again after this. */
  listsRetryMs: 900_000,
  /** Rows of a list that the screen shows; all of them are in its file. */
  listPreviewRowsMax: 200,
  /** Lists of one kind on one date, each with a number of its own. */
  listsPerDateMax: 99,
  /** Rows of one A4 paper; a longer list is there as a file alone. */
  a4RowsMax: 20_000,
  /** Drawing a paper of that length takes a small part of this. */
  a4DrawMs: 120_000,
  printJobsWaitingMax: 1_000,
  printersMax: 8,
} as const;
