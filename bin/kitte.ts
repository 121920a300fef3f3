import { program } from 'commander';
import { costCommand } from '../lib/cli/cost';
import { dkimCommand } from '../lib/cli/dkim';
import { doctorCommand } from '../lib/cli/doctor';
import { initCommand } from '../lib/cli/init';
import { logsCommand } from '../lib/cli/logs';
import { port25Command } from '../lib/cli/port25';
import { preflightCommand } from '../lib/cli/preflight';
import { queueCommand } from '../lib/cli/queue';
import { rehearseCommand } from '../lib/cli/rehearse';
import { sendCommand } from '../lib/cli/send';
import { usersCommand } from '../lib/cli/users';
import { zoneCommand } from '../lib/cli/zone';

program.name('kitte').description('One typed config becomes a sending mail server whose mail is accepted.');
program.addCommand(costCommand());
program.addCommand(dkimCommand());
program.addCommand(doctorCommand());
program.addCommand(initCommand());
program.addCommand(logsCommand());
program.addCommand(port25Command());
program.addCommand(preflightCommand());
program.addCommand(queueCommand());
program.addCommand(rehearseCommand());
program.addCommand(sendCommand());
program.addCommand(usersCommand());
program.addCommand(zoneCommand());

void program.parseAsync();
