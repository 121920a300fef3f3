import { AwsFailure, ScriptFailure } from '../../lib/deployed/failure';
import type { Machine } from '../../lib/deployed/machine';
import { deleteLetters, readLetter, readMailbox } from '../../lib/operate/mailbox/ask';

function machine(answer: string | Error) {
  const scripts: string[] = [];
  const run = (_: string, script: string) => {
    scripts.push(script);
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  return { scripts, on: { instanceId: 'i-1', run } as Machine };
}

test('ids reach the machine on standard input, and what is gone is answered', async () => {
  const { on, scripts } = machine('{"deleted": ["5d41402abc4b"]}');
  expect(await deleteLetters(on, ['5d41402abc4b'])).toEqual(['5d41402abc4b']);
  expect(scripts[0]).toMatch(/kitte-control --contract 1 mailbox-delete <<'LINES'\n5d41402abc4b\nLINES$/);
});

test.each(['$(reboot)', '5d41402abc4b\nIDS', '5D41402ABC4B', ''])(
  '%j is no id and reaches no script',
  (id) => {
    const { on, scripts } = machine('{}');
    expect(() => readLetter(on, id)).toThrow('no letter');
    void expect(deleteLetters(on, [id])).rejects.toThrow('no letter');
    expect(scripts).toEqual([]);
  },
);

test('a server of before says to deploy; another failure keeps its words', async () => {
  const old = machine(
    new ScriptFailure('reading the mailbox failed: sh: 1: /usr/local/sbin/kitte-control: not found'),
  );
  await expect(readMailbox(old.on, 1)).rejects.toThrow(AwsFailure);
  await expect(readMailbox(old.on, 1)).rejects.toThrow(
    /i-1: The machine is older than this kitte: .* in version 1\. Deploy, then try again/,
  );
  const busy = machine(new ScriptFailure('reading the mailbox failed: the mailbox is in use'));
  await expect(readMailbox(busy.on, 1)).rejects.toThrow('in use');
});
