export const paper = {
  previewTitle: 'Receipt preview',
  shownTitle: 'Receipt',
  printedDots: '{{mm}} mm · the printed dots',
  empty: 'The receipt appears here, dot for dot as it will print.',
  notDrawn: 'The preview could not be drawn. The receipt prints all the same.',
  waiting: 'Waiting for the head end’s answer',
  queued: 'Next at the printer',
  checking: 'Asking the printer',
  sending: 'Printing',
  awaiting: 'Waiting for the printer’s word',
  confirmed: 'Printed, the printer confirmed it',
  confirmedByPerson: 'Printed, seen by a person',
  blocked: 'Printer stopped, nothing printed yet',
  stalled: 'Stopped in the middle of the slip',
  uncertain: 'Not certain that it printed',
  failed: 'Not printed, will be tried again',
  noJob: 'No slip',
  giveUp: 'Give this slip up (F4)',
  answerKey: 'Answer with F4',
} as const;

export const question = {
  title: 'Look at the paper',
  ask: 'Is the slip of receipt …{{tail}} complete on paper, with its END line?',
  askToken:
    'Is the slip of receipt …{{tail}} with the token ending {{token}} complete on paper, down to its END line?',
  askRefund: 'Is the slip of the refund complete on paper, with its END line?',
  askCounterfoil: 'Is the office counterfoil complete on paper, with its END line?',
  askUsb: 'Is the slip of the USB stick complete on paper, with its END line?',
  askShift: 'Is the slip of the closed shift complete on paper, with its END line?',
  why: 'The counter cannot know: {{reason}}.',
  yes: 'Yes, complete',
  no: 'No, not or not whole',
  noNote: 'A new slip prints and says DUPLICATE.',
  yesNote: 'It counts as printed.',
  later: 'Answer later',
  more_one: '{{count}} more question after this',
  more_other: '{{count}} more questions after this',
  number: 'Whole number: {{receipt}}',
} as const;

export const giveUp = {
  title: 'Give up the slip of receipt …{{tail}}?',
  lead: 'The printer is cleared. Then you are asked what stands on the paper.',
  do: 'Give it up',
  wait: 'Go on waiting',
} as const;

export const reprint = {
  title: 'Reprint a receipt',
  lead: 'The further copy says DUPLICATE and its number.',
  number: 'Receipt number',
  numberHint: 'the last digits are enough',
  why: 'Why?',
  paperDamaged: 'The paper was damaged',
  notPrinted: 'It did not print',
  consumerAsks: 'The consumer asks for another',
  confirmedSlip: 'A slip that says CONFIRMED',
  do: 'Print DUPLICATE of …{{tail}}',
  done: 'The copy is on its way to the printer.',
} as const;

export const lookUp = {
  title: 'Receipt status',
  number: 'Receipt number',
  do: 'Look it up',
  taken: 'Taken',
  consumer: 'Consumer',
  print: 'Paper',
  cashier: 'Cashier',
  copies: 'Copies',
  copiesTwo: 'journal and second copy',
  copiesSingle: 'journal only',
  outage: 'Outage',
} as const;

export const credit = {
  pending: 'Pending',
  confirmed: 'Confirmed',
  rejected: 'Refused',
} as const;

export const help = {
  title: 'What to do',
  headEndTitle: 'The head end does not answer',
  headEndText:
    'Go on selling. The receipt says PENDING and the money is safe. Tell the consumer not to pay again.',
  paperTitle: 'The printer stops',
  paperText:
    'Put in paper or close the cover. The slip goes on by itself. If asked, look at the paper before you answer.',
  powerTitle: 'The power fails or the computer stops',
  powerText:
    'Start the computer. What was recorded is there. The last receipt is shown first; look at it before taking money again.',
  twiceTitle: 'A consumer has already paid',
  twiceText:
    'The yellow box tells how much is pending. Ask before you take more. Pending money is never lost.',
  unknownTitle: 'A consumer is not in the list',
  unknownText: 'Type the whole account number. The money goes into suspense and the office finds the owner.',
  helpline: 'Still stuck? Call the head cashier, then the helpline.',
  outage: 'When the server is away',
  close: 'Back to work',
} as const;

export const madeFiles = {
  saved: 'Saved in {{folder}}: {{file}}, with its signature beside it.',
  paper: 'The paper is {{file}}.',
  noPaper: 'No paper could be drawn; the file is complete.',
} as const;
