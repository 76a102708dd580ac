export const setup = {
  stepEnrol: 'Enrol',
  stepPerson: 'Head cashier',
  stepList: 'Consumer list',
  enrolTitle: 'Enrol this counter',
  enrolLead:
    'Type the one-time code that the officer gave you. With it the head end learns this counter’s key.',
  enrolCode: 'Enrolment code',
  enrolDo: 'Enrol this counter',
  enrolBusy: 'Asking the head end …',
  enrolNeeds: 'The head end must answer for this step. Everything after it also works without.',
  personTitle: 'Who is the head cashier?',
  personLead: 'The first person opens days, approves and adds the others.',
  nameHi: 'Name in Hindi',
  nameEn: 'Name in English',
  pin: 'PIN, 4 to 8 digits',
  pinAgain: 'The same PIN again',
  personDo: 'Save the head cashier',
  nameMissing: 'Type the name in both scripts.',
  pinsDiffer: 'The two PINs are not the same. Type both again.',
  pinShort: 'The PIN needs 4 to 8 digits.',
  listTitle: 'Bring in the consumer list',
  listLead:
    'With the list, names and meters are found without the head end. A file is taken whole or not at all.',
  listFromHeadEnd: 'From the head end',
  listFromFile: 'From a file',
  listPath: 'Where the file lies',
  listPathHint: 'for example E:\\directory.ndjson.gz',
  listDo: 'Bring in the list',
  listLater: 'Later',
  listProgress: '{{done}} consumers read',
  listProgressOf: '{{done}} of {{total}} consumers',
  listCanSell: 'This may take a minute. Selling goes on meanwhile.',
  listDone: '{{amount}} consumers are in the list.',
  listAge: 'Present list: {{amount}} consumers, of {{date}}',
  listNone: 'There is no list yet',
} as const;

export const signIn = {
  title: 'Who is at the counter?',
  lead: 'Choose with the arrow keys, then type your PIN.',
  pin: 'PIN',
  do: 'Sign in as {{name}}',
  busy: 'Checking …',
  pinMissing: 'Type your PIN.',
} as const;

export const addPerson = {
  title: 'Add a person',
  lead: 'The name stands on every receipt they make. Let them type the PIN themselves.',
  role: 'What will they do here?',
  do: 'Add the person',
  done: '{{name}} is added and can sign in now.',
  another: 'Add another',
} as const;

export const role = {
  cashier: 'Cashier',
  headCashier: 'Head cashier',
  officer: 'Officer',
  administrator: 'Administrator',
} as const;

export const approval = {
  title: 'Approval needed',
  aboveCashCap: '{{rupees}} is above the cash limit of one receipt.',
  unknownConsumer:
    'The list does not know this consumer number. The money goes into suspense until the head end finds its owner.',
  sameAmountAgain: 'The same consumer paid the same amount within the last minutes.',
  singleCopy:
    'There is no second copy, and as many sales as one approval allows stand in one copy alone. An office counterfoil prints: keep it safe.',
  difference: 'The difference is large.',
  act: 'For this one act: {{act}}',
  who: 'Who approves?',
  pin: 'PIN of the approver',
  do: 'Approve',
  nobody: 'No one at this counter may approve. Add a head cashier or officer first.',
  duplicate: 'reprint {{receipt}}',
} as const;

export const clock = {
  title: 'Is this the right time?',
  behind: 'The clock of this computer is behind the last entry.',
  jumped: 'The clock of this computer jumped.',
  offHeadEnd: 'The clock of this computer is more than five minutes off the head end’s time.',
  lead: 'Nothing is recorded until a supervisor confirms the time. If it is wrong, have the clock put right first.',
  who: 'Who confirms?',
  do: 'The time is right',
} as const;
