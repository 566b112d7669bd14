import type { Member } from '../../../../src-shared/protocol/members.ts';
import { maxWordsBytes, readIrcWords } from '../irc-text.ts';
import { numerics } from '../numerics.ts';
import { otherTopics } from '../topic-channels.ts';
import { sendMotd, serverVersion } from '../welcome.ts';
import { sendHelp } from './help.ts';
import type { IrcCommands } from './irc-command.ts';
import { command } from './irc-command.ts';

const isHere = ({ presence }: Pick<Member, 'presence'>): boolean => presence !== 'offline';

/** The connection and the server themselves. */
export const serverCommands: IrcCommands = {
  PING: command('anybody', 1, (_client, [token = ''], reply) => {
    reply.line({ source: reply.server, verb: 'PONG', params: [reply.server], text: token });
  }),
  // That something came at all is the sign of life.
  PONG: { ...command('anybody', 0, () => undefined), isStream: true },
  ERROR: command('anybody', 0, () => undefined),
  QUIT: command('anybody', 0, async ({ port, shared, requests, end }, [text = '']) => {
    const self = port.self();
    if (!self) return end({ code: 'signed-out' });
    shared.sayGoodbye(self.account, readIrcWords(text, maxWordsBytes));
    await requests.ask({ type: 'sign-out' });
  }),
  MOTD: command('in', 0, (client, _params, reply) => sendMotd(client, reply)),
  VERSION: command('in', 0, (_client, _params, reply) => {
    reply.numeric(numerics.version, [serverVersion, reply.server], 'an Oda room');
  }),
  LUSERS: command('in', 0, (client, _params, reply) => {
    // As the room has it: who has just come may not have been told to this client yet.
    const members = [...client.port.room.standings()].filter(isHere);
    const here = members.length;
    const guests = members.filter(({ role }) => role === 'guest').length;
    const most = client.shared.mostHere(here);
    const open = [...client.channels.all(), ...otherTopics(client)].length;
    // Nobody is invisible, there are no other servers, and nobody is an operator of this one.
    const sentence = `There are ${here} users and 0 invisible on 1 servers`;
    reply.numeric(numerics.howManyUsers, [], sentence);
    reply.numeric(numerics.howManyChannels, [String(open)], 'channels formed');
    reply.numeric(numerics.howManyHere, [], `I have ${here} clients and 0 servers`);
    for (const numeric of [numerics.howManyLocal, numerics.howManyGlobal]) {
      const words = `Current users ${here}, max ${most}: ${here - guests} members and ${guests} guests`;
      reply.numeric(numeric, [String(here), String(most)], words);
    }
  }),
  INFO: command('in', 0, (client, _params, reply) => {
    const lines = [
      `${client.port.room.name} is a room of Oda, a messenger that somebody's own computer hosts.`,
      'What is said here is kept on that computer, and goes nowhere else.',
    ];
    for (const line of lines) reply.numeric(numerics.info, [], line);
    reply.numeric(numerics.endOfInfo, [], 'End of INFO');
  }),
  ADMIN: command('in', 0, (_client, _params, reply) => {
    const sentence = 'Whoever hosts the room looks after it; in Oda their name is marked';
    reply.numeric(numerics.noAdminInfo, [reply.server], sentence);
  }),
  // There is this server and no other.
  LINKS: command('in', 0, (client, _params, reply) => {
    reply.numeric(numerics.links, [reply.server, reply.server], `0 ${client.port.room.name}`);
    reply.numeric(numerics.endOfLinks, ['*'], 'End of LINKS');
  }),
  HELP: command('in', 0, (_client, [subject = ''], reply) => sendHelp(subject, reply)),
  HELPOP: command('in', 0, (_client, [subject = ''], reply) => sendHelp(subject, reply)),
  TIME: command('in', 0, ({ clock }, _params, reply) => {
    reply.numeric(numerics.time, [reply.server], new Date(clock.wallMs()).toISOString());
  }),
  OPER: command('in', 0, (_client, _params, reply) => {
    reply.numeric(numerics.noOperators, [], 'A room is kept by its host, in Oda itself');
  }),
};
