import { cutToBytes } from '../irc-line.ts';
import { packWords } from '../irc-text.ts';
import { numerics } from '../numerics.ts';
import type { Reply } from '../reply.ts';

/** How a command is written, by its verb. */
const usage: Readonly<Record<string, string>> = {
  AWAY: 'AWAY [:text] - shows you as away, or without a text as here again',
  CHATHISTORY: 'CHATHISTORY LATEST channel-or-nick * 50 - shows what was said',
  INVITE: 'INVITE nick channel - asks somebody into a channel',
  ISON: 'ISON nick [nick ...] - says who of these is here',
  JOIN: 'JOIN channel[,channel ...] - comes into channels; one that is not there is made',
  KICK: 'KICK channel nick [:why] - takes somebody out',
  LIST: 'LIST [mask or >people or <people] - names the channels',
  LUSERS: 'LUSERS - counts people and channels',
  MODE: 'MODE channel [+m or -m] - shows how a channel stands, or changes it',
  MONITOR: 'MONITOR + nick[,nick ...] - tells when somebody comes or goes',
  MOTD: 'MOTD - the first words of the room again',
  NAMES: 'NAMES [channel] - says who is in a channel',
  NICK: 'NICK nick - the name of a guest',
  NOTICE: 'NOTICE channel-or-nick :text - says something that programs do not answer',
  PART: 'PART channel [:text] - leaves a channel',
  PRIVMSG: 'PRIVMSG channel-or-nick :text - says something',
  QUIT: 'QUIT [:text] - leaves the room',
  SETNAME: 'SETNAME :name - changes the real name that WHOIS shows',
  TIME: 'TIME - the time at the host',
  TOPIC: 'TOPIC channel [:text] - shows or sets what a channel is about',
  USERHOST: 'USERHOST nick [nick ...] - a line about each of these',
  WHO: 'WHO [channel, nick or mask] - a line about each of these',
  WHOIS: 'WHOIS nick - what is known of somebody',
  WHOWAS: 'WHOWAS nick - the same of who is gone',
};
const contents = '*';
const maxLineBytes = 300;

export function sendHelp(asked: string, reply: Reply): void {
  const subject = cutToBytes(asked, 64);
  const line = Object.hasOwn(usage, asked.toUpperCase()) ? usage[asked.toUpperCase()] : undefined;
  if (asked !== '' && line === undefined)
    return reply.numeric(numerics.helpNotFound, [subject], 'There is no help on that');
  const about = asked === '' ? contents : subject;
  const lines = line === undefined ? packWords(Object.keys(usage), maxLineBytes) : [line];
  const first = line === undefined ? 'HELP with one of these says more' : subject.toUpperCase();
  reply.numeric(numerics.helpStart, [about], first);
  for (const text of lines) reply.numeric(numerics.help, [about], text);
  reply.numeric(numerics.endOfHelp, [about], 'End of HELP');
}
