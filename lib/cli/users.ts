import { Command } from 'commander';

import { usersShow } from './users-show';
import { usersList } from './users-list';
import { usersPassword } from './users-password';

/** `kitte users`: the logins, their settings and their passwords. */
export function usersCommand(): Command {
  return new Command('users')
    .description('The logins: who there is, how a program logs in, and a new password for one.')
    .addCommand(usersList(), { isDefault: true })
    .addCommand(usersShow())
    .addCommand(usersPassword())
    .addHelpText(
      'after',
      `
Examples:
  kitte users
  kitte users show app --for django
  kitte users password app`,
    );
}
