import { differs, Life } from './life';
import { remains, twoLogins, works } from './remains';

/** First deploys that fail, for each cause; then the same command again. */
const IMAGE = '/aws/service/debian/release/13/latest/arm64';
const addressPool: string[] = [];
const publicParameters: Record<string, string> = { [IMAGE]: 'ami-0aaaaaaaaaaaaaaaa' };
const denied = new Set<string>();
const life = Life.of('first', { addressPool, publicParameters, denied });
const KEY = 'parameter /kitte/prod/dkim/example.com/kitte1';
/** Neither costs or blocks: the next deploy clears the stack away, and finds the key and uses it. */
const MAY_STAY = ['stack kitte-prod-foundation', KEY];
const NAME = 'first creation';

async function fails(cause: string, words: RegExp): Promise<void> {
  await life.step(
    NAME,
    `cdk deploy, ${cause}`,
    () => life.deploy(),
    ({ exitCode, output }) => [
      ...(exitCode === 0 ? ['exit code 0'] : []),
      ...(words.test(output) ? [] : [`no word of ${String(words)}`]),
      ...differs({ foundation: 'ROLLBACK_COMPLETE' }, life.statuses()),
      ...differs(
        [],
        remains(life).filter((line) => !MAY_STAY.includes(line)),
      ),
    ],
    () => remains(life).join(', '),
  );
}

test('no address, then no image, then a denied permission, then the same command works, and works again', async () => {
  await fails('no address is left', /maximum number of addresses/);
  addressPool.push('192.0.2.10', '192.0.2.11');
  delete publicParameters[IMAGE];
  await fails('the image parameter is absent', /release\/13\/latest\/arm64/);
  publicParameters[IMAGE] = 'ami-0aaaaaaaaaaaaaaaa';
  denied.add('AWS::EC2::Volume');
  await fails('the organization denies volumes', /explicit deny in a service control policy/);
  denied.clear();
  await works(life, NAME, 'cause mended, the same command');
  await works(life, NAME, 'a third deploy, of another login', twoLogins);
}, 600_000);
