import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';

import { type ReadSettings, readSettings } from '../contract/settings';
import type { DeployedServer } from './server';
import { lacking, type Told, untold } from './told';

type Asked = Pick<DeployedServer, 'inForce' | 'parameter'>;

const GET = 'ssm:GetParameter';

/** The selector that the server signs this domain's mail with, by the settings in force. */
export async function signingSelector(
  server: Asked,
  domain: string,
  isFirst: boolean,
): Promise<Told<string>> {
  const settings = await settingsInForce(server);
  if (!settings.ok) return settings;
  if (isFirst) return { ok: true, value: settings.value.dkim.active };
  const whole = await withParts(server, settings.value);
  if (!whole.ok) return whole;
  const all = [whole.value, ...(whole.value.others ?? [])];
  const found = all.find((each) => each.domain === domain);
  if (found !== undefined) return { ok: true, value: found.dkim.active };
  return lacking('absent', GET, {
    en: `the deployed server does not send for ${domain} yet`,
    ja: `稼働中のサーバーは、まだ ${domain} のメールを送信しません`,
  });
}

async function settingsInForce(server: Asked): Promise<Told<ReadSettings>> {
  const inForce = await server.inForce();
  return inForce.ok ? read(inForce.value.settings) : inForce;
}

function read(text: string): Told<ReadSettings> {
  const reading = readSettings(text);
  if (reading.kind === 'read') return { ok: true, value: reading.value };
  if (reading.kind === 'silent')
    return lacking('absent', GET, { en: 'nothing is deployed yet', ja: 'まだデプロイされていません' });
  return lacking('failed', GET, reading.words, reading.remedy);
}

/** What a head leaves out lies in its parts, and is whole only where their hash says so. */
async function withParts(server: Asked, settings: ReadSettings): Promise<Told<ReadSettings>> {
  const { parts } = settings;
  if (parts === undefined) return { ok: true, value: settings };
  const pieces: string[] = [];
  for (let at = 0; at < parts.count; at += 1) {
    const piece = await server.parameter(`${parts.parent}/${String(at)}`);
    if (!piece.ok) return piece;
    pieces.push(piece.value.value);
  }
  const packed = Buffer.from(pieces.join(''), 'base64');
  if (createHash('sha256').update(packed).digest('hex') !== parts.sha256)
    return lacking('failed', GET, {
      en: `the parts below ${parts.parent} are not those that the settings name: a deploy may be under way`,
      ja: `${parts.parent} 以下の内容が設定の記録と一致しません。デプロイの途中かもしれません`,
    });
  try {
    return read(gunzipSync(packed).toString());
  } catch (error) {
    return untold(GET, error);
  }
}
