import type { Check } from '../checks/check';
import { runbookOf } from '../checks/row';
import { account } from './account';
import { bootstrap } from './bootstrap';
import { caa } from './caa';
import { config } from './config';
import { delegation } from './delegation';
import { elasticIp } from './elastic-ip';
import type { Given } from './given';
import { hidden } from './hidden';
import { image } from './image';
import { instanceType } from './instance-type';
import { mx } from './mx';
import { names } from './names';
import { network } from './network';
import { port25 } from './port-25';
import { quotas } from './quotas';
import { records } from './records';
import { spf } from './spf';
import { stacks } from './stacks';
import { zone } from './zone';

/** Every check before a deploy, in the order in which a person reads them. */
export const PREFLIGHT: readonly Check<Given>[] = [
  config,
  account,
  stacks,
  zone,
  delegation,
  hidden,
  records,
  mx,
  names,
  spf,
  caa,
  bootstrap,
  image,
  network,
  instanceType,
  quotas,
  elasticIp,
  port25,
];

/** The doctor has checks of the same names, of a server that is there. */
export const entryOf = (id: string) => runbookOf(`preflight-${id}`);
