import { isCustom } from '../engine/replacement';
import { refuseUnknown, unsupported } from '../errors';
import type { Values } from '../values';
import { customResource } from './custom';
import { dns } from './dns';
import { iam } from './iam';
import { instances } from './instance';
import { lambda } from './lambda';
import { ledger } from './ledger';
import { network } from './network';
import { addresses } from './address';
import { volumes } from './volume';
import { storage } from './storage';
import type { Provider, Providers } from './provider';

const PROVIDERS: Providers = {
  ...iam,
  ...ledger,
  ...lambda,
  ...storage,
  ...network,
  ...addresses,
  ...instances,
  ...volumes,
  ...dns,
};

/** The provider of a type, after a look at whether it honours every property given. */
export function providerOf(type: string, properties: Values): Provider {
  const provider = isCustom(type) ? customResource : PROVIDERS[type];
  if (!provider) throw unsupported(`the resource type ${type}`);
  if (provider.properties[0] !== '*') refuseUnknown(properties, provider.properties, `a property of ${type}`);
  return provider;
}

/** Type to the properties that are honoured, each sorted; a type that defines its own has none here. */
export function supportedTypes(): ReadonlyMap<string, readonly string[]> {
  const types = Object.entries(PROVIDERS).map(
    ([type, { properties }]) => [type, properties.filter((name) => name !== '*').sort()] as const,
  );
  return new Map([...types].sort(([one], [other]) => (one < other ? -1 : 1)));
}
