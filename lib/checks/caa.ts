import { lookAtCaa } from './caa-look';
import type { Check } from './check';

export const caa: Check = {
  id: 'caa',
  subject: ({ environment }) => `CAA ${environment.hostName}`,
  why: {
    en: 'A CAA record that names another authority forbids the renewal of the certificate.',
    ja: '別の認証局だけを挙げた CAA レコードがあると、証明書を更新できません。',
  },
  needs: ['delegation'],
  look: ({ environment, lookup }) => lookAtCaa(environment, lookup),
};
