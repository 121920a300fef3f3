import type { Fault } from './fault';
import type { Arrival, Balance, Homecoming } from './ledger';

/** What of the books is not as it must be. */
export function failuresIn(
  fault: Pick<Fault, 'returns'>,
  balance: Balance,
  arrivals: readonly Arrival[],
  homecomings: readonly Homecoming[],
): string[] {
  const unvouched = arrivals
    .filter(({ verdicts: { spf, dkim, dmarc } }) => [spf, dkim, dmarc].some((word) => word !== 'pass'))
    .map(
      ({ serial, verdicts: { spf, dkim, dmarc } }) => `${serial} (spf=${spf} dkim=${dkim} dmarc=${dmarc})`,
    );
  const of = (which: readonly Homecoming[]) => which.map(({ serial }) => serial);
  return [
    ...some('lost', balance.lost),
    ...some('arrived or came home too often', balance.multiplied),
    ...some('arrived without a pass', unvouched),
    ...some('came home without a valid signature', of(homecomings.filter(({ signed }) => !signed))),
    ...some(
      'came home to another than the envelope sender',
      of(homecomings.filter(({ rightful }) => !rightful)),
    ),
    ...(balance.rejected > 0 ? [`${String(balance.rejected)} attempts were refused for good`] : []),
    ...(fault.returns === true && balance.bounced === 0 ? ['nothing came home'] : []),
    ...(fault.returns !== true && balance.bounced > 0
      ? [`${String(balance.bounced)} messages came home; all should have arrived`]
      : []),
    ...(balance.accepted === 0 ? ['nothing was accepted: nothing is shown'] : []),
  ];
}

function some(what: string, items: readonly string[]): string[] {
  if (items.length === 0) return [];
  const more = items.length > 5 ? ` and ${String(items.length - 5)} more` : '';
  return [`${String(items.length)} ${what}: ${items.slice(0, 5).join(', ')}${more}`];
}
