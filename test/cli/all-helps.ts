import type { Command } from 'commander';

import { program } from '../../lib/cli/program';

/** Prints the help of each command and of its own commands, as JSON: one process loads them all. */
async function main(): Promise<void> {
  const names = (await program([])).commands.map((each) => each.name());
  const helps: Record<string, string> = {};
  const write = process.stdout.write.bind(process.stdout);
  for (const name of names) {
    const found = (await program([name, '--help'])).commands.find((each) => each.name() === name);
    if (found === undefined) throw new Error(`There is no command ${name}.`);
    for (const command of [found, ...found.commands]) helps[titleOf(command)] = captured(command);
  }
  write(JSON.stringify(helps));
}

const titleOf = (command: Command): string =>
  command.parent === null ? '' : `${titleOf(command.parent)} ${command.name()}`.trim();

function captured(command: Command): string {
  const before = process.stdout.write.bind(process.stdout);
  let text = '';
  process.stdout.write = (chunk) => {
    text += String(chunk);
    return true;
  };
  try {
    command.outputHelp();
  } finally {
    process.stdout.write = before;
  }
  return text;
}

void main();
