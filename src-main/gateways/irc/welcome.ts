import { limits } from '../../../src-shared/protocol/limits.ts';
import { ChannelTable, everyoneChannel, maxChannelCharacters } from './channels.ts';
import { maxHistoryMessages } from './history.ts';
import type { IrcClient } from './irc-client.ts';
import { maxMonitored } from './monitor-list.ts';
import { numerics } from './numerics.ts';
import type { Reply } from './reply.ts';
import { textsAreLogged } from './show-notice.ts';

export const serverVersion = 'oda';
/** Targets of one PRIVMSG, NOTICE, JOIN and the like. */
export const maxTargets = 10;
/** A client understands a handful of tokens in one line. */
const tokensPerLine = 12;

/** What the client asked to know is known: it is in. */
export function welcome(client: IrcClient, reply: Reply): void {
  const { port, shared, people, registration } = client;
  const self = port.self();
  if (!self) return;
  registration.isDone = true;
  registration.password = undefined;
  const { user, realName, nick } = registration;
  people.begin();
  // A guest who is back may spell the name in other letters.
  if (self.guest && nick !== undefined) shared.nicks.respell(self, nick, port.room);
  shared.enter(client, self.account, { user, realName });
  shared.mostHere(people.present.size);
  client.channels = new ChannelTable(port.room, port.room.groupsOf(self.account));
  const mask = people.maskOf(self.account);
  reply.numeric(numerics.welcome, [], `Merhaba! Welcome to ${port.room.name}, ${mask}`);
  reply.numeric(numerics.yourHost, [], `This is ${reply.server}, an Oda room`);
  reply.numeric(numerics.created, [], 'The room keeps what is said in it');
  reply.numeric(numerics.myInfo, [reply.server, serverVersion, 'i', 'beImnot']);
  sendSupport(client, reply);
  sendMotd(client, reply);
}

/** What this server can do, so that clients need not try (005). */
function supportTokens(client: IrcClient): string[] {
  return [
    'CASEMAPPING=ascii',
    'CHANTYPES=#',
    `CHANNELLEN=${maxChannelCharacters}`,
    `NICKLEN=${limits.maxNameCharacters}`,
    `TOPICLEN=${limits.maxAboutCharacters}`,
    `CHANLIMIT=#:${limits.groupsPerMember + 1}`,
    'PREFIX=(ov)@+',
    'CHANMODES=beI,,,mnt',
    'MODES=1',
    `TARGMAX=PRIVMSG:${maxTargets},NOTICE:${maxTargets},JOIN:${maxTargets},PART:${maxTargets},KICK:${maxTargets}`,
    `MAXTARGETS=${maxTargets}`,
    `MONITOR=${maxMonitored}`,
    `CHATHISTORY=${maxHistoryMessages}`,
    'MSGREFTYPES=msgid,timestamp',
    'UTF8ONLY',
    'CLIENTTAGDENY=*,-reply,-draft/reply,-draft/react,-draft/unreact',
    'SAFELIST',
    'ELIST=MNTU',
    'WHOX',
    `NETWORK=${networkName(client.port.room.name)}`,
  ];
}

function sendSupport(client: IrcClient, reply: Reply): void {
  const tokens = supportTokens(client);
  for (let start = 0; start < tokens.length; start += tokensPerLine) {
    const some = tokens.slice(start, start + tokensPerLine);
    reply.numeric(numerics.support, some, 'are supported by this server');
  }
}

export function sendMotd(client: IrcClient, reply: Reply): void {
  const groups = [...client.channels.all()].filter((channel) => channel.group);
  const lines = [
    `${everyoneChannel} is everyone in this room. A message to a nick is for one person.`,
  ];
  if (client.port.self()?.guest) {
    lines.push('You are a guest: groups and private chats are for members with an account.');
  } else if (groups.length > 0) {
    lines.push('Your groups are channels too, and LIST names them:');
    lines.push(...groups.slice(0, 20).map((channel) => channel.name));
  }
  lines.push('A line can be lost together with the connection: it is sent at most once.');
  if (client.logsTexts) lines.push(textsAreLogged);
  reply.numeric(numerics.motdStart, [], `${client.port.room.name}: message of the day`);
  for (const line of lines) reply.numeric(numerics.motd, [], line);
  reply.numeric(numerics.endOfMotd, [], 'End of the message of the day');
}

/** A token holds no blanks, and not every client reads their escape. */
function networkName(roomName: string): string {
  return roomName.replaceAll(/[\s\p{C}=\\]+/gu, '-') || 'Oda';
}
