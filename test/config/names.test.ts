import { namesOf } from '../../lib/config/names';

test('every name is derived from the environment alone', () => {
  expect(namesOf('prod')).toMatchObject({
    settings: '/kitte/prod/settings',
    usersSecret: 'kitte/prod/users',
    stacks: { server: 'kitte-prod-server' },
  });
});
