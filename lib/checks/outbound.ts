import { OUTBOUND, type Outbound } from '../contract/report';

/**
 * Prints one of the words of `Outbound`: the machine's own program, which also tries it for the report.
 * `farEnd` is a host name or an address, and nothing else.
 */
export function outboundScript(farEnd: string): string {
  if (!/^[A-Za-z0-9._:-]+$/.test(farEnd)) throw new Error(`"${farEnd}" is no host name.`);
  return `PYTHONPATH=/usr/local/lib/kitte/kitte.pyz python3 -m kitte.port25 ${farEnd}`;
}

export function outboundOf(printed: string): Outbound | undefined {
  const word = printed.trim();
  return OUTBOUND.find((each) => each === word);
}
