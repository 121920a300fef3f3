import { base, differs, type Life, succeeded } from './life';

export const SECRET = 'kitte/prod/users';
export const twoLogins = {
  ...base,
  users: ['mailer', 'shop'].map((login) => ({ login, senders: ['@example.com'] })),
};

/** What the account has beside its hosted zone. */
export const remains = ({ account }: Life) =>
  account
    .remains()
    .filter((line) => !/^hosted zone /.test(line))
    .sort();

/** A deploy that succeeds: there is one address, with its reverse name. */
export const works = (life: Life, name: string, step: string, config: object = base) =>
  life.step(
    name,
    step,
    () => life.deploy(config),
    async (run) => [
      ...(await succeeded(run)),
      ...differs(['mail.example.com'], [...life.account.reverseNames().values()]),
    ],
    () => `${life.account.addresses().join(', ')}, ${[...life.account.reverseNames().values()].join()}`,
  );
