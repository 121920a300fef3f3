import { relevantCaa } from './caa-set';
import { judge, skip, type Check } from './check';

export const caa: Check = {
  id: 'caa',
  subject: ({ environment }) => `CAA ${environment.hostName}`,
  why: {
    en: 'A CAA record that names another authority forbids the renewal of the certificate.',
    ja: '別の認証局だけを挙げた CAA レコードがあると、証明書を更新できません。',
  },
  needs: ['delegation'],
  async look({ environment, lookup }) {
    const { caaIssuer } = environment.certificate;
    if (caaIssuer === undefined)
      return skip(
        {
          en: 'the config does not say how CAA names the authority',
          ja: '設定に、CAA での認証局の名前がありません',
        },
        { en: 'no CAA, or it', ja: 'CAA なし、またはその認証局' },
        { en: 'Set certificate.caaIssuer.', ja: 'certificate.caaIssuer を設定してください。' },
      );
    const { name, values } = await relevantCaa(environment.hostName, lookup);
    const issuers = values
      .filter((value) => / issue /.test(value))
      .map((value) => (/ issue "?([^;"]*)/.exec(value)?.[1] ?? '').trim());
    const seen =
      values.length === 0
        ? { en: 'none: every authority may', ja: 'なし（どの認証局も発行できます）' }
        : { en: `${values.join(', ')} at ${name}`, ja: `${name} の ${values.join(', ')}` };
    return judge(
      issuers.length === 0 || issuers.includes(caaIssuer),
      seen,
      { en: `${caaIssuer} may issue`, ja: `${caaIssuer} が発行できること` },
      {
        en: `Add 0 issue "${caaIssuer}" to the CAA record set of ${name}.`,
        ja: `${name} の CAA レコードに 0 issue "${caaIssuer}" を追加してください。`,
      },
    );
  },
};
