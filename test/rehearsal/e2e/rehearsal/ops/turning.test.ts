import { Day, SETTINGS } from './day';

/** A password that is turned, and deploys after it. Last of its folder: the server has other settings then. */
jest.setTimeout(240_000);
const day = Day.begin();

test('users password: the old one is refused, the new one is let in, and no deploy undoes it', async () => {
  const before = day.passwords();
  const turned = await day.kitte('users', 'password', 'app', '--yes', '--json');
  expect(turned.code).toBe(0);
  expect(JSON.parse(turned.stdout)).toMatchObject({ newPassword: 'accepted', oldPassword: 'refused' });
  const after = day.passwords();
  expect(after).toEqual({ ...before, app: expect.any(String) as string });
  expect(after['app']).not.toBe(before['app']);
  for (const password of [...Object.values(before), ...Object.values(after)])
    expect(turned.stdout + turned.stderr).not.toContain(password);

  expect((await day.submit('old@inbox.example.net', before['app'] ?? '')).response).toContain('535');
  expect(await day.submit('new@inbox.example.net', after['app'] ?? '')).toMatchObject({ accepted: true });

  await day.server.mustDeploy();
  expect(day.passwords()).toEqual(after);
  // A deploy that changes something waits for a machine whose passwords are of a version that no deploy made.
  day.server.write({ ...SETTINGS, limits: { messagesPerDay: 4000 } });
  await day.server.mustDeploy();
  expect(day.passwords()).toEqual(after);
  expect(await day.submit('newer@inbox.example.net', after['app'] ?? '')).toMatchObject({ accepted: true });
});
