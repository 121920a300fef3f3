import type { Estimate } from './estimate';

/** Rows for a reader: what, price, a month. The last one is the sum. */
export function costRows({ lines, together, unknown }: Estimate): [string, string, string][] {
  const sum = unknown.length === 0 ? 'Together' : 'Together, without what is unknown';
  return [
    ...lines.map(({ what, price, month }): [string, string, string] => [what, price, monthly(month)]),
    [sum, '', `about ${rounded(together)}`],
  ];
}

function monthly(month: number | undefined): string {
  if (month === undefined) return 'unknown';
  return month === 0 ? 'about $0' : `$${month.toFixed(2)}`;
}

/** An estimate to the half dollar: more digits would promise too much. */
function rounded(sum: number): string {
  return `$${(Math.round(sum * 2) / 2).toFixed(2)}`;
}
