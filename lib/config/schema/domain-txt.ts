import { z } from 'zod';
import { Refusal, refused, text } from './text';

const ALLOWED = 'a TXT value in printable ASCII, such as google-site-verification=abc';

/** What Route 53 takes for one value, less the quotes between its strings. */
const LONGEST = 3900;

const value = text(ALLOWED, (written) => {
  if (/^".*"$/s.test(written)) {
    return new Refusal('the bare value', `Kitte writes the quotes itself: give ${written.slice(1, -1)}.`);
  }
  // With a blank or a quote before it, some take it for a second SPF record and some for none.
  if (/^[\s"']*v=spf1(\s|$)/i.test(written)) {
    return new Refusal(
      'anything but an SPF record',
      'Kitte writes the one that a name may have (RFC 7208 section 4.5): give its names and addresses in spf.include and spf.ip4.',
    );
  }
  if (/^[\s"']*v=dmarc1\b/i.test(written)) {
    return new Refusal('anything but a DMARC record', 'Its place is at _dmarc: set dmarc instead.');
  }
  if (!/^[\x20-\x7e]+$/.test(written)) return new Refusal(ALLOWED, 'Give the value as the service shows it.');
  if (written.length > LONGEST) return new Refusal(`at most ${LONGEST} characters`, 'Shorten the value.');
  return written;
});

/** TXT values of other services at the domain. */
export const domainTxt = z.array(value, { error: 'a list of TXT values' }).superRefine((values, context) => {
  values.forEach((each, index) => {
    if (values.indexOf(each) === index) return;
    context.addIssue(refused(each, new Refusal('each value once', 'Remove the second one.'), [index]));
  });
});
