import { Command } from 'commander';

import { usersShow } from './users-show';
import { usersList } from './users-list';
import { usersPassword } from './users-password';

/** `kitte users`: the logins, their settings and their passwords. */
export function usersCommand(command: Command): Command {
  return command
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
