import type { Check } from '../checks/check';
import { runbookOf } from '../checks/row';
import { account } from './account';
import { bootstrap } from './bootstrap';
import { caa } from './caa';
import { config } from './config';
import { creation } from './creation';
import { delegation } from './delegation';
import { elasticIp } from './elastic-ip';
import type { Given } from './given';
import { image } from './image';
import { instanceType } from './instance-type';
import { mx } from './mx';
import { names } from './names';
import { port25 } from './port-25';
import { records } from './records';
import { spf } from './spf';
import { zone } from './zone';

/** Every check before a deploy, in the order in which a person reads them. */
export const PREFLIGHT: readonly Check<Given>[] = [
  config,
  account,
  zone,
  delegation,
  records,
  mx,
  names,
  spf,
  caa,
  bootstrap,
  creation,
  image,
  instanceType,
  elasticIp,
  port25,
];

/** The doctor has checks of the same names, of a server that is there. */
export const entryOf = (id: string) => runbookOf(`preflight-${id}`);
