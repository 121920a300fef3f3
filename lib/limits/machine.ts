import { kept } from '../config/former';
import { longestReference } from '../machine/programs';
import { userDataText, USER_DATA_LIMIT } from '../machine/user-data';
import type { Measure } from './limit';

/** What the machine is born with. */
export const userData: Measure = (environment) => [
  {
    what: 'the user-data has',
    size: Buffer.byteLength(userDataText(environment, longestReference(environment))),
    most: USER_DATA_LIMIT - 1,
    unit: 'bytes',
    whose: 'EC2',
    ...(kept(environment).some(({ mx }) => mx)
      ? { path: ['former'], remedy: 'Set over: true in the entries of former that preflight says are dry.' }
      : {
          path: ['certificate', 'directoryUrl'],
          remedy: 'Shorten the names of the server, or the URL of the certificate authority.',
        }),
  },
];
