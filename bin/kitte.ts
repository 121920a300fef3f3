import { program } from 'commander';
import { zoneCommand } from '../lib/cli/zone';

program.name('kitte').description('One typed config becomes a sending mail server whose mail is accepted.');
program.addCommand(zoneCommand());

void program.parseAsync();
