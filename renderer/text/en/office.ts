export const office = {
  title: 'Office',
  unsent: 'Receipts and sending',
  unsentNote: 'what waits, what has arrived',
  exceptions: 'Payments not credited',
  exceptionsNote: 'Refused, without a name, given back',
  outage: 'Outage of the head end',
  outageNote: 'declare it, end it',
} as const;
