import { program } from 'commander';
import { dkimCommand } from '../lib/cli/dkim';
import { doctorCommand } from '../lib/cli/doctor';
import { initCommand } from '../lib/cli/init';
import { preflightCommand } from '../lib/cli/preflight';
import { rehearseCommand } from '../lib/cli/rehearse';
import { zoneCommand } from '../lib/cli/zone';

program.name('kitte').description('One typed config becomes a sending mail server whose mail is accepted.');
program.addCommand(dkimCommand());
program.addCommand(doctorCommand());
program.addCommand(initCommand());
program.addCommand(preflightCommand());
program.addCommand(rehearseCommand());
program.addCommand(zoneCommand());

void program.parseAsync();
