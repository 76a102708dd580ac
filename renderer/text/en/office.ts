export const office = {
  title: 'Office',
  unsent: 'Receipts and sending',
  unsentNote: 'what waits, what has arrived',
  outage: 'Outage of the head end',
  outageNote: 'declare it, end it',
  outageReport: 'Reports of outages',
  outageReportNote: 'by day and counter, as file and paper',
  tieOut: 'Tie-out',
  tieOutNote: 'counter = head end, to the paisa',
} as const;
