import confirm from '@inquirer/confirm';
import input from '@inquirer/input';
import select from '@inquirer/select';
import type { FoundZone } from '../deployed/zones';
import { domainName } from '../config/schema/domain-name';
import { described } from '../init/zone-choice';
import { asked } from './terminal';

/** The questions of `kitte init`, for a person at a terminal. */
const question = <T>(answer: Promise<T>) => asked(answer, 'Stopped. Nothing is written.');

export function askDomain(): Promise<string> {
  const validate = (value: string) =>
    domainName.safeParse(value).success || 'Give a domain name such as example.com.';
  return question(input({ message: 'Domain in the From header', required: true, validate }));
}

export function askZone(domain: string, zones: readonly FoundZone[]): Promise<string> {
  const message =
    zones.length === 0 ? `No public zone holds ${domain}` : 'Which zone is the world delegated to?';
  const choices = [
    ...zones.map((zone) => ({ name: described(zone), value: zone.id })),
    { name: 'Have the deploy create one', value: 'create' },
  ];
  return question(select({ message, choices }));
}

export function askZoneId(): Promise<string> {
  return question(input({ message: 'Id of the public hosted zone, or "create"', required: true }));
}

export function askRegion(): Promise<string> {
  const validate = (value: string) => /^[a-z]{2}(-[a-z]+)+-[0-9]$/.test(value) || 'Such as eu-west-1.';
  return question(input({ message: 'AWS region of the server', default: 'eu-west-1', validate }));
}

export async function askEnvelope(domain: string): Promise<string | undefined> {
  const message = `Have bounces come home to this server, as bounce.${domain}?`;
  return (await question(confirm({ message, default: true }))) ? `bounce.${domain}` : undefined;
}

/** A zone that moves: who takes the mail of the domain in the new one. */
export function askMx(domain: string, today: readonly string[]): Promise<boolean | string[]> {
  const message = `Who takes the mail of ${domain} in the new zone?`;
  const choices: { name: string; value: boolean | string[] }[] = [
    ...(today.length === 0 ? [] : [{ name: `${today.join(', ')}, as today`, value: [...today] }]),
    { name: 'This server', value: true },
    { name: 'Neither: I publish the MX myself', value: false },
  ];
  return question(select({ message, choices }));
}

export function askLogin(): Promise<string> {
  return question(input({ message: 'First login', default: 'mailer' }));
}
