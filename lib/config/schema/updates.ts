import { z } from 'zod';
import { Refusal, text } from './text';

const ALLOWED = 'a day and a time in UTC such as Sun 03:00, or daily 03:00';
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

const window = text(ALLOWED, (value) => {
  const [, word = '', hour = '', minute = ''] = /^([a-z]+) (\d{1,2}):(\d\d)$/i.exec(value) ?? [];
  const name = word.toLowerCase();
  const day = DAYS.find((each) => name === each || (name.length > 3 && fullName(each) === name));
  if (day === undefined && name !== 'daily')
    return new Refusal(ALLOWED, 'Write the day in three letters, a space, and the time, as in "Sun 03:00".');
  if (Number(hour) > 23 || Number(minute) > 59)
    return new Refusal(ALLOWED, 'Give an hour from 00 to 23 and minutes from 00 to 59.');
  const written = day === undefined ? 'daily' : day.replace(/^./, (first) => first.toUpperCase());
  return `${written} ${hour.padStart(2, '0')}:${minute}`;
});

const FULL = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const fullName = (day: string) => FULL.find((name) => name.startsWith(day));

/** Debian's security upgrades are put in place each day; what was running goes on with what it began with until then. */
export const updates = z.strictObject({
  /**
   * When what uses a replaced library is restarted, in UTC. Mail in the queue stays; a client that is connected then tries again.
   * @default 'Sun 03:00'
   * @example updates: { window: 'daily 02:30' }
   */
  window: window.default('Sun 03:00'),
  /**
   * Whether the machine reboots in the window when only that helps: for a new kernel. It takes a minute or two.
   * @default true
   * @example updates: { reboot: false }
   */
  reboot: z.boolean().default(true),
});
