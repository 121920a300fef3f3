import { type ReadSettings, readSettings } from '../contract/settings';
import { partsWithDomains, settingsIn } from '../contract/settings-parts';
import type { DeployedServer } from './server';
import { lacking, type Told } from './told';

const GET = 'ssm:GetParameter';

/** What the settings parameter says with all domains, of which a head leaves those beside the first to its parts. */
export async function wholeSettings(
  parameter: (name: string) => Promise<Told<string>>,
  text: string,
): Promise<Told<string>> {
  const reference = partsWithDomains(text);
  if (reference === undefined) return { ok: true, value: text };
  const values: string[] = [];
  for (const name of reference.names) {
    const part = await parameter(name);
    if (!part.ok) return part;
    values.push(part.value);
  }
  try {
    return { ok: true, value: settingsIn(values, reference) };
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return lacking('failed', GET, { en: words, ja: words });
  }
}

/** The selector that the server signs this domain's mail with, by the settings in force. */
export async function signingSelector(
  server: Pick<DeployedServer, 'inForce' | 'parameter'>,
  domain: string,
  isFirst: boolean,
): Promise<Told<string>> {
  const inForce = await server.inForce();
  if (!inForce.ok) return inForce;
  const head = read(inForce.value.settings);
  if (!head.ok) return head;
  if (isFirst) return { ok: true, value: head.value.dkim.active };
  const valueAt = async (name: string): Promise<Told<string>> => {
    const answer = await server.parameter(name);
    return answer.ok ? { ok: true, value: answer.value.value } : answer;
  };
  const text = await wholeSettings(valueAt, inForce.value.settings);
  const settings = text.ok ? read(text.value) : text;
  if (!settings.ok) return settings;
  const all = [settings.value, ...(settings.value.others ?? [])];
  const found = all.find((each) => each.domain === domain);
  if (found !== undefined) return { ok: true, value: found.dkim.active };
  return lacking('absent', GET, {
    en: `the deployed server does not send for ${domain} yet`,
    ja: `稼働中のサーバーは、まだ ${domain} のメールを送信しません`,
  });
}

function read(text: string): Told<ReadSettings> {
  const reading = readSettings(text);
  if (reading.kind === 'read') return { ok: true, value: reading.value };
  if (reading.kind === 'silent')
    return lacking('absent', GET, { en: 'nothing is deployed yet', ja: 'まだデプロイされていません' });
  return lacking('failed', GET, reading.words, reading.remedy);
}
