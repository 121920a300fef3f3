import { program } from '../lib/cli/program';

const args = process.argv.slice(2);
void program(args).then((kitte) => kitte.parseAsync(args, { from: 'user' }));
