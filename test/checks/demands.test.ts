import { DEMAND_IDS } from '../../lib/checks/demands';
import { rows } from './fake';
import { signed } from './real-message';

test('the demands of receivers follow from the rows', async () => {
  const all = await rows({
    zone: { '_dmarc.example.com TXT': [] },
    facts: { message: { value: await signed() } },
  });
  const failing = all.filter(({ id, verdict }) => DEMAND_IDS.includes(id) && verdict === 'fail');
  expect(failing.map(({ id, seen, next }) => [id, seen, next])).toEqual(
    ['gmail-bulk', 'yahoo-bulk', 'microsoft-bulk'].map((id) => [
      id,
      'dmarc-record fail',
      'Mend dmarc-record.',
    ]),
  );
  const unseen = all.filter(({ seen }) => seen === 'nobody sees it from outside');
  expect(new Set(unseen.map(({ id, verdict }) => `${id} ${verdict}`))).toEqual(
    new Set(DEMAND_IDS.map((id) => `${id} skip`)),
  );
});
