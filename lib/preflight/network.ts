import { fail, pass, warn, type Check, type Finding } from '../checks/check';
import type { Said } from '../checks/words';
import type { Given, Network } from './given';
import { notTold } from './untold';

/** A network that the config names. Kitte's own is made as it must be. */
export const network: Check<Given> = {
  id: 'network',
  needs: ['account'],
  subject: ({ environment: { vpc } }) =>
    vpc.kind === 'given' ? vpc.subnetId : { en: 'network', ja: 'ネットワーク' },
  why: {
    en: 'The machine fetches its packages and sends its mail by it; without a way out it never becomes ready.',
    ja: 'パッケージの取得もメールの送信もここを通ります。外に出られなければ、サーバーは準備を終えられません。',
  },
  async look({ environment, account }) {
    const { vpc } = environment;
    if (vpc.kind === 'own') return [];
    const region = environment.region ?? (await account.region());
    const answer = await account.network(vpc.vpcId, vpc.subnetId);
    if (!answer.ok) return notTold(answer, EXPECTED);
    const findings = judged(answer.value, vpc, region);
    if (findings.length > 0) return findings;
    const exit = answer.value.subnet?.exit ?? '';
    return pass(
      {
        en: `in ${vpc.vpcId}, ${vpc.availabilityZone}, out by ${exit}`,
        ja: `${vpc.vpcId}、${vpc.availabilityZone}、${exit} 経由で外へ`,
      },
      EXPECTED,
    );
  },
};

const EXPECTED: Said = {
  en: 'a subnet of the VPC and zone of the config, with IPv4 and a route to an internet gateway',
  ja: '設定の VPC とゾーンにあり、IPv4 とインターネットゲートウェイへの経路を持つサブネット',
};

interface Wanted {
  readonly vpcId: string;
  readonly subnetId: string;
  readonly availabilityZone: string;
}

function judged({ vpcExists, subnet }: Network, wanted: Wanted, region: string | undefined): Finding[] {
  const { vpcId, subnetId, availabilityZone } = wanted;
  const where = region === undefined ? '' : ` ${region}`;
  const missing: Finding[] = [];
  if (!vpcExists) missing.push(absent(vpcId, 'vpc.vpcId', where));
  if (subnet === undefined) return [...missing, absent(subnetId, 'vpc.subnetId', where)];
  const findings = [...missing];
  if (vpcExists && subnet.vpcId !== vpcId)
    findings.push(
      fail(
        { en: `it belongs to ${subnet.vpcId}`, ja: `${subnet.vpcId} のサブネットです` },
        { en: `a subnet of ${vpcId}`, ja: `${vpcId} のサブネット` },
        {
          en: `Set vpc.vpcId to ${subnet.vpcId}, or vpc.subnetId to a subnet of ${vpcId}.`,
          ja: `vpc.vpcId を ${subnet.vpcId} にするか、vpc.subnetId に ${vpcId} のサブネットを指定してください。`,
        },
      ),
    );
  if (subnet.availabilityZone !== availabilityZone)
    findings.push(
      fail(
        { en: `it lies in ${subnet.availabilityZone}`, ja: `${subnet.availabilityZone} にあります` },
        { en: availabilityZone, ja: availabilityZone },
        {
          en: `Set vpc.availabilityZone to ${subnet.availabilityZone}: the queue's volume is made there, and no other zone can attach it.`,
          ja: `vpc.availabilityZone を ${subnet.availabilityZone} にしてください。キューのボリュームはそのゾーンに作られ、ほかのゾーンからは接続できません。`,
        },
      ),
    );
  return [...findings, ...wayOut(subnet, subnetId)];
}

function wayOut(subnet: NonNullable<Network['subnet']>, subnetId: string): Finding[] {
  if (!subnet.hasIpv4)
    return [
      fail(
        { en: 'it has IPv6 alone', ja: 'IPv6 だけです' },
        { en: 'IPv4 addresses', ja: 'IPv4 アドレス' },
        {
          en: 'Give a subnet with IPv4: mail goes out from an Elastic IP, which is an IPv4 address.',
          ja: 'IPv4 を持つサブネットを指定してください。メールは Elastic IP（IPv4 アドレス）から送ります。',
        },
      ),
    ];
  const findings: Finding[] = [];
  if (subnet.exit?.startsWith('igw-') !== true)
    findings.push(
      fail(
        subnet.exit === undefined
          ? { en: 'no route to the world', ja: '外への経路がありません' }
          : { en: `what goes to the world goes to ${subnet.exit}`, ja: `外への経路は ${subnet.exit} です` },
        {
          en: 'a route of 0.0.0.0/0 to an internet gateway',
          ja: 'インターネットゲートウェイへの 0.0.0.0/0 の経路',
        },
        {
          en: `Give a public subnet, or add to the route table of ${subnetId} a route of 0.0.0.0/0 to the VPC's internet gateway: an Elastic IP works by that alone.`,
          ja: `パブリックサブネットを指定するか、${subnetId} のルートテーブルに VPC のインターネットゲートウェイへの 0.0.0.0/0 の経路を追加してください。Elastic IP はそれなしでは働きません。`,
        },
      ),
    );
  if (subnet.free !== undefined && subnet.free < 2)
    findings.push(
      (subnet.free === 0 ? fail : warn)(
        { en: `${String(subnet.free)} free addresses`, ja: `空きアドレス ${String(subnet.free)} 個` },
        {
          en: 'two: a replacement stands beside the machine of before',
          ja: '2 個（交換のときは前のマシンと並びます）',
        },
        {
          en: 'Free some, or give another subnet.',
          ja: 'アドレスを空けるか、別のサブネットを指定してください。',
        },
      ),
    );
  return findings;
}

function absent(id: string, key: string, where: string): Finding {
  return {
    ...fail(
      {
        en: `not there in the account's region${where}`,
        ja: `このアカウントのリージョン${where}にありません`,
      },
      EXPECTED,
      {
        en: `Correct ${key}, or set region (and the credentials) to where it is.`,
        ja: `${key} を直すか、region（と認証情報）をそれがある場所にしてください。`,
      },
    ),
    subject: id,
  };
}
