import { serverName } from '../irc-output.ts';
import { maxWordsBytes, readIrcWords } from '../irc-text.ts';
import { numerics } from '../numerics.ts';
import { sendMotd, serverVersion } from '../welcome.ts';
import type { IrcCommands } from './irc-command.ts';
import { command } from './irc-command.ts';

/** The connection and the server themselves. */
export const serverCommands: IrcCommands = {
  PING: command('anybody', 1, (_client, [token = ''], reply) => {
    reply.line({ source: serverName, verb: 'PONG', params: [serverName], text: token });
  }),
  // That something came at all is the sign of life.
  PONG: { ...command('anybody', 0, () => undefined), isStream: true },
  ERROR: command('anybody', 0, () => undefined),
  QUIT: command('anybody', 0, async ({ port, shared, requests, end }, [text = '']) => {
    const self = port.self();
    if (!self) return end({ code: 'signed-out' });
    shared.sayGoodbye(self.account, readIrcWords(text, maxWordsBytes) || undefined);
    await requests.ask({ type: 'sign-out' });
  }),
  MOTD: command('in', 0, (client, _params, reply) => sendMotd(client, reply)),
  VERSION: command('in', 0, (_client, _params, reply) => {
    reply.numeric(numerics.version, [serverVersion, serverName], 'an Oda room');
  }),
  LUSERS: command('in', 0, (client, _params, reply) => {
    const here = client.present().length;
    const guests = client.present().filter((member) => member.guest).length;
    const sentence = `There are ${here - guests} members and ${guests} guests here`;
    reply.numeric(numerics.howManyUsers, [], sentence);
    reply.numeric(numerics.howManyHere, [], `I have ${here} people and 0 servers`);
  }),
  TIME: command('in', 0, ({ clock }, _params, reply) => {
    reply.numeric(numerics.time, [serverName], new Date(clock.wallMs()).toISOString());
  }),
  OPER: command('in', 0, (_client, _params, reply) => {
    reply.numeric(numerics.noOperators, [], 'A room is kept by its host, in Oda itself');
  }),
};
