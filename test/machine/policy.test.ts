import { readFileSync } from 'node:fs';
import { join } from 'node:path';
// eslint-disable-next-line @typescript-eslint/no-require-imports
const fengari = require('fengari') as Fengari;

/** The part of fengari (Lua 5.3, as OpenDKIM links, in JavaScript) that is used here. */
interface Fengari {
  lua: { lua_tojsstring(state: unknown, index: number): string };
  lauxlib: { luaL_newstate(): unknown; luaL_dostring(state: unknown, code: Uint8Array): number };
  lualib: { luaL_openlibs(state: unknown): void };
  to_luastring(text: string): Uint8Array;
}

const sources = ['from.lua', 'policy.lua'].map((name) =>
  readFileSync(join(__dirname, '../../assets/machine/kitte', name), 'utf8'),
);

/** What the policy does with From headers from a login (or none): `signed`, `refused` or `later`. */
function judge(
  froms: readonly string[],
  login?: string,
  submitted = true,
  others: Readonly<Record<string, readonly string[]>> = {},
): string {
  const quote = (text: string) =>
    `"${[...Buffer.from(text)].map((byte) => `\\${String(byte).padStart(3, '0')}`).join('')}"`;
  const script = `
    local verdict = "nothing"
    local headers = {${Object.entries({ ...others, From: froms })
      .map(([name, values]) => `["${name}"] = {${values.map(quote).join(',')}}`)
      .join(',')}}
    SMFIS_REJECT, SMFIS_TEMPFAIL, ctx = "refused", "later", "message"
    odkim = {
      get_mtasymbol = function(_, name)
        if name == "{auth_authen}" then return ${login ? quote(login) : 'nil'} end
        return ${submitted ? '"SUBMISSION"' : 'nil'}
      end,
      get_header = function(_, name, n) return (headers[name] or {})[n + 1] end,
      set_result = function(_, result) verdict = result end,
      sign = function(_, key) verdict = "signed " .. key return 1 end,
      log = function() end,
    }
    local domain, selector = "example.com", "kitte1"
    local senders = { app = { "@example.com" }, one = { "one@example.com" } }
    local function script() ${sources.join('\n')}
    end
    script()
    return verdict`;
  const state = fengari.lauxlib.luaL_newstate();
  fengari.lualib.luaL_openlibs(state);
  fengari.lauxlib.luaL_dostring(state, fengari.to_luastring(script));
  return fengari.lua.lua_tojsstring(state, -1);
}

test.each([
  'a@example.com',
  'A <a@example.com>',
  '"A, B <evil@bank.test>" <a@example.com>',
  '=?utf-8?q?J=C3=B6rg?= <A@EXAMPLE.COM>',
  'Jörg <a@example.com>',
  'a@example.com (a (nested) comment)',
  'a@example.com, b@example.com',
  'Dr. A <a@example.com>',
])('signs %j for the login that owns the domain', (from) => {
  expect(judge([from], 'app')).toBe('signed kitte1');
});

test.each([
  ['evil@bank.test'],
  ['"a@example.com" <evil@bank.test>'],
  ['a@example.com <evil@bank.test>'],
  ['<a@example.com> <evil@bank.test>'],
  ['a@example.com, evil@bank.test'],
  ['evil@bank.test (a@example.com)'],
  ['a@example.com.bank.test'],
  ['a@sub.example.com'],
  ['g: a@example.com;'],
  ['<@example.com:evil@bank.test>'],
  ['"unclosed <a@example.com>'],
  ['(unclosed a@example.com'],
  ['a@example.com,'],
  ['a@@example.com'],
  ['a@[192.0.2.1]'],
  ['evil@bank.test\0@example.com'],
  ['=?utf-8?q?a=40example.com?='],
  [''],
  ['a@example.com', 'evil@bank.test'],
  [],
])('refuses %j', (...froms) => {
  expect(judge(froms, 'app')).toBe('refused');
});

test.each(['Sender', 'Resent-From', 'Resent-Sender'])('%s names whom the login owns, each time', (name) => {
  const with_ = (...values: string[]) => judge(['a@example.com'], 'app', true, { [name]: values });
  expect(with_('b@example.com')).toBe('signed kitte1');
  expect(with_('evil@bank.test')).toBe('refused');
  expect(with_('b@example.com', 'evil@bank.test')).toBe('refused');
  expect(with_('nobody')).toBe('refused');
  expect(judge(['root@example.com'], undefined, false, { [name]: ['evil@bank.test'] })).toBe('refused');
});

test('a login with one address has that alone', () => {
  expect(judge(['one@example.com'], 'one')).toBe('signed kitte1');
  expect(judge(['two@example.com'], 'one')).toBe('refused');
});

/**
 * Postfix's cleanup completes the header before milters see the message, so a From that a client left out
 * is the envelope sender, which Postfix has already found to be the login's own.
 */
describe('a From that Postfix filled in', () => {
  test('is signed at the domain, for it is the sender that the login was let in with', () => {
    expect(judge(['app@example.com'], 'app')).toBe('signed kitte1');
  });

  test('is refused at an envelope domain of its own, or when there was no sender', () => {
    expect(judge(['app@bounce.example.com'], 'app')).toBe('refused');
    expect(judge(['MAILER-DAEMON'], 'app')).toBe('refused');
  });
});

test('without a login the machine signs its own domain, and submission nothing', () => {
  expect(judge(['root@example.com'], undefined, false)).toBe('signed kitte1');
  expect(judge(['root@bank.test'], undefined, false)).toBe('refused');
  expect(judge(['a@example.com'])).toBe('refused');
});
