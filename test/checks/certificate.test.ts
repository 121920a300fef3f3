import { NOW, rows, tls } from './fake';

const DAY_MS = 86_400_000;
const days = (count: number) => new Date(NOW.getTime() + count * DAY_MS);

/** A certificate of this life, of which so many days are left. */
async function look(life: number, left: number) {
  const dates = { validFrom: days(left - life), validTo: days(left) };
  const all = await rows({
    smtp: ({ port }, good) => (port === 465 && good.tls ? { ...good, tls: { ...tls, ...dates } } : good),
  });
  return all.find(({ id }) => id === 'certificate-days');
}

// Let's Encrypt's lives of today, of 2027, of 2028, and its shortest: certbot renews at 30, 21.3, 15 and 3 days.
test.each([
  [90, [90, 30, 25], [22, 7, 0]],
  [64, [64, 21, 17], [15, 1]],
  [45, [45, 15, 12], [11, 1]],
  [10, [10, 3, 2.6], [2.4]],
  [6, [6, 3, 2.4], [2.2, 1, 0.1]],
])('a certificate of %d days', async (life, well, late) => {
  for (const left of well) expect(await look(life, left)).toMatchObject({ verdict: 'pass' });
  for (const left of late)
    expect(await look(life, left)).toMatchObject({
      verdict: 'warn',
      next: expect.stringContaining('certbot certificates') as string,
    });
  expect(await look(life, -0.1)).toMatchObject({ verdict: 'fail' });
});

test('says how much is left of how much, and how much must be', async () => {
  expect(await look(6, 2)).toMatchObject({
    seen: '2 days of 6, to 2026-11-27',
    expected: '2.2 days or more',
  });
  expect(await look(90, 50)).toMatchObject({
    seen: '50 days of 90, to 2027-01-14',
    expected: '22 days or more',
  });
});
