import { passwordsFor } from '../../lib/users/passwords';

test('a password that is drawn has 43 characters, and no dash in front', () => {
  const logins = Array.from({ length: 2000 }, (_, index) => `login${String(index)}`);
  const drawn = Object.values(passwordsFor(logins, {}));
  expect(new Set(drawn).size).toBe(2000);
  expect(drawn.filter((password) => !/^[A-Za-z0-9_][A-Za-z0-9_-]{42}$/.test(password))).toEqual([]);
});
