import { createHash } from 'node:crypto';
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { installedOver } from './debian';

const PACKAGE = 'python3-botocore';
const DATA = 'usr/lib/python3/dist-packages/botocore/data';

/** The folder of a service's model in the package, by the name under which requests to the service are signed. */
const MODELS: Readonly<Record<string, string>> = {
  cloudformation: 'cloudformation/2010-05-15',
  cloudtrail: 'cloudtrail/2013-11-01',
  ec2: 'ec2/2016-11-15',
  lambda: 'lambda/2015-03-31',
  logs: 'logs/2014-03-28',
  route53: 'route53/2013-04-01',
  secretsmanager: 'secretsmanager/2017-10-17',
  servicequotas: 'service-quotas/2019-06-24',
  ssm: 'ssm/2014-11-06',
  states: 'stepfunctions/2016-11-23',
  sts: 'sts/2011-06-15',
};

/** Another list of services is another folder; the images beside it stay. */
export const modelsFolder = `models-${createHash('sha256').update(JSON.stringify(MODELS)).digest('hex').slice(0, 8)}`;

/** Keeps AWS's models as Debian 13's botocore has them; apt checks the package by Debian's signatures. */
export async function keepModels(path: string, image: string): Promise<void> {
  const layer = `${path}.layer`;
  try {
    await installedOver(image, layer, [PACKAGE]);
    await mkdir(path, { recursive: true });
    for (const [service, folder] of Object.entries(MODELS))
      await copyFile(join(layer, DATA, folder, 'service-2.json'), join(path, `${service}.json`));
  } finally {
    await rm(layer, { recursive: true, force: true });
  }
}
