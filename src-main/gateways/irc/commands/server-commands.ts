import { cutToBytes } from '../irc-line.ts';
import { serverName } from '../irc-output.ts';
import { maxWordsBytes, readIrcWords } from '../irc-text.ts';
import { numerics } from '../numerics.ts';
import { sendMotd, serverVersion } from '../welcome.ts';
import type { IrcCommands } from './irc-command.ts';

/** The connection and the server themselves. */
export const serverCommands: IrcCommands = {
  PING: {
    who: 'anybody',
    atLeast: 1,
    run(_client, [token = ''], reply) {
      const text = cutToBytes(token, 400);
      reply.line({ source: serverName, verb: 'PONG', params: [serverName], text });
    },
  },
  // That something came at all is the sign of life.
  PONG: { who: 'anybody', atLeast: 0, run: () => undefined },
  ERROR: { who: 'anybody', atLeast: 0, run: () => undefined },
  QUIT: {
    who: 'anybody',
    atLeast: 0,
    async run(client, [text = '']) {
      if (!client.port.self()) return client.end({ code: 'signed-out' });
      // What was said before is said first.
      await client.sends.emptied();
      const self = client.port.self();
      if (self)
        client.shared.sayGoodbye(self.account, readIrcWords(text, maxWordsBytes) || undefined);
      await client.requests.ask({ type: 'sign-out' });
    },
  },
  MOTD: { who: 'in', atLeast: 0, run: (client, _params, reply) => sendMotd(client, reply) },
  VERSION: {
    who: 'in',
    atLeast: 0,
    run(_client, _params, reply) {
      reply.numeric(numerics.version, [serverVersion, serverName], 'an Oda room');
    },
  },
  LUSERS: {
    who: 'in',
    atLeast: 0,
    run(client, _params, reply) {
      const here = client.present().length;
      const guests = client.present().filter((member) => member.guest).length;
      const sentence = `There are ${here - guests} members and ${guests} guests here`;
      reply.numeric(numerics.howManyUsers, [], sentence);
      reply.numeric(numerics.howManyHere, [], `I have ${here} people and 0 servers`);
    },
  },
  TIME: {
    who: 'in',
    atLeast: 0,
    run(client, _params, reply) {
      const now = new Date(client.clock.wallMs()).toISOString();
      reply.numeric(numerics.time, [serverName], now);
    },
  },
  OPER: {
    who: 'in',
    atLeast: 0,
    run(_client, _params, reply) {
      reply.numeric(numerics.noOperators, [], 'A room is kept by its host, in Oda itself');
    },
  },
};
