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
  batchEntriesMin: 1,
  batchEntriesStart: 50,
  batchEntriesMax: 500,
  batchBytesMax: 262_144,
  answerWaitMs: 2_500,
  mirrorDeadlineMs: 2_000,
  clockBackwardToleranceMs: 120_000,
  clockSkewMs: 300_000,
  directoryFileBytesMax: 1_073_741_824,
  directoryLineBytesMax: 4_096,
  directoryConsumersMax: 5_000_000,
} as const;
