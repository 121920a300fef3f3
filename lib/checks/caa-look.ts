import { permission, type Permission } from './caa-permission';
import { fail, pass, skip, warn, type Finding } from './check';
import type { Examined } from './inquiry';
import type { Lookup } from './probe';
import type { Said } from './words';

/** How the server proves itself to the authority. */
const METHOD = 'dns-01';

/** Whether CAA lets the config's authority issue for the host. */
export async function lookAtCaa(
  environment: Pick<Examined, 'hostName' | 'certificate'>,
  lookup: Lookup,
): Promise<Finding> {
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
  const { name, values } = await relevant(environment.hostName, lookup);
  // A resolver turns the order of what it remembers.
  const list = [...values].sort().join(', ');
  const seen: Said =
    values.length === 0
      ? { en: 'none: every authority may', ja: 'なし（どの認証局も発行できます）' }
      : { en: `${list} at ${name}`, ja: `${name} の ${list}` };
  return judged(permission(values, caaIssuer, METHOD), seen, name, caaIssuer);
}

function judged(permitted: Permission, seen: Said, name: string, issuer: string): Finding {
  const expected: Said = { en: `${issuer} may issue`, ja: `${issuer} が発行できること` };
  switch (permitted.kind) {
    case 'free':
    case 'allowed':
      return pass(seen, expected);
    case 'refused':
      return fail(seen, expected, {
        en: `Add 0 issue "${issuer}" to the CAA record set of ${name}.`,
        ja: `${name} の CAA レコードに 0 issue "${issuer}" を追加してください。`,
      });
    case 'critical':
      return fail(seen, expected, {
        en: `Remove the critical property ${permitted.tag} at ${name}, or its flag 128: an authority that does not know it must not issue.`,
        ja: `${name} の重要（critical）プロパティ ${permitted.tag} を削除するか、フラグ 128 を外してください。知らない認証局は発行できません。`,
      });
    case 'account':
      return warn(seen, expected, {
        en: `Only the ACME account ${permitted.uri} may, and the server registers one of its own: add 0 issue "${issuer}; validationmethods=${METHOD}" to the CAA record set of ${name}.`,
        ja: `許可されているのは ACME アカウント ${permitted.uri} だけで、サーバーは自分のアカウントを登録します。${name} の CAA レコードに 0 issue "${issuer}; validationmethods=${METHOD}" を追加してください。`,
      });
    case 'method':
      return warn(seen, expected, {
        en: `Only by ${permitted.methods}, and the server proves itself by ${METHOD}: add it to validationmethods at ${name}.`,
        ja: `許可されている方法は ${permitted.methods} だけですが、サーバーは ${METHOD} を使います。${name} の validationmethods に追加してください。`,
      });
  }
}

/** The closest name with any CAA record, upwards (RFC 8659 section 3). */
async function relevant(
  host: string,
  lookup: Lookup,
): Promise<{ readonly name: string; readonly values: readonly string[] }> {
  const labels = host.split('.');
  for (let at = 0; at < labels.length; at += 1) {
    const name = labels.slice(at).join('.');
    const values = await lookup(name, 'CAA');
    if (values.length > 0) return { name, values };
  }
  return { name: host, values: [] };
}
