import { lookAtCaa } from '../checks/caa-look';
import type { Check } from '../checks/check';
import type { Given } from './given';

export const caa: Check<Given> = {
  id: 'caa',
  subject: ({ environment }) => `CAA ${environment.hostName}`,
  why: {
    en: 'A CAA record that does not name the authority forbids the certificate, and submission stays closed.',
    ja: 'CAA レコードが認証局を許可していないと証明書を取得できず、送信受付は閉じたままです。',
  },
  needs: ['delegation'],
  look: ({ environment, lookup }) => lookAtCaa(environment, lookup),
};
