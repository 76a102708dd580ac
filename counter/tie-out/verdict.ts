/** All of a report in one word. */
export type TieOutVerdict = 'ties' | 'open' | 'statement-differs';

export function verdictOf(report: {
  readonly ties: boolean;
  readonly unexplainedRows: number;
  readonly differencePaise: number;
}): TieOutVerdict {
  if (report.ties) return 'ties';
  return report.unexplainedRows > 0 || report.differencePaise !== 0 ? 'open' : 'statement-differs';
}
