import { channelCommands } from './channel-commands.ts';
import { registrationCommands } from './registration.ts';
import { historyCommands } from './history-commands.ts';
import type { IrcCommand, IrcCommands } from './irc-command.ts';
import { messageCommands } from './message-commands.ts';
import { peopleCommands } from './people-commands.ts';
import { serverCommands } from './server-commands.ts';
import { whoCommands } from './who-commands.ts';

const commandTable: IrcCommands = {
  ...registrationCommands,
  ...serverCommands,
  ...channelCommands,
  ...messageCommands,
  ...peopleCommands,
  ...whoCommands,
  ...historyCommands,
};

export function findCommand(verb: string): IrcCommand | undefined {
  return Object.hasOwn(commandTable, verb) ? commandTable[verb] : undefined;
}

export const verbs = Object.keys(commandTable);
