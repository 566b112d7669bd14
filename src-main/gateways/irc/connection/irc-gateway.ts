import type { RoomId } from '../../../../src-shared/protocol/ids.ts';
import type { Gateway, SessionPort } from '../../../server/session-port.ts';
import { IrcSpeaker } from './irc-speaker.ts';
import type { IrcClient, SharedRoom } from '../irc-client.ts';
import { IrcRoom } from '../irc-room.ts';

/**
 * With what an IRC client begins, or a person who types IRC by hand, in any case. A blank and a word follow: Nick alone is
 * somebody's name. `pass secret` must never be taken for a name or a text, so in doubt it is IRC.
 */
const firstWords = [
  'CAP LS',
  'CAP REQ',
  'CAP LIST',
  'CAP END',
  'NICK ',
  'PASS ',
  'USER ',
  'AUTHENTICATE ',
  'OPER ',
  'WEBIRC ',
  'PING ',
  'PONG ',
  'QUIT :',
  'JOIN #',
  'MODE #',
  'PRIVMSG ',
  'NOTICE ',
] as const;
/** What may stand before the command is passed over: empty lines, blanks, tags, a source. */
const beforeCommand = /^[\r\n ]*(?:@[^ \r\n]* +)?(?::[^ \r\n]* +)?/;
const maxLookedAt = 512;

/** IRC for ordinary clients (docs/IRC.md). */
export function createIrcGateway(): Gateway {
  const rooms = new Map<RoomId, SharedRoom>();
  const sharedOf = ({ room }: SessionPort): SharedRoom => {
    const shared = rooms.get(room.id) ?? new IrcRoom<IrcClient>();
    rooms.set(room.id, shared);
    return shared;
  };
  return {
    dialect: 'irc',
    recognises: (firstBytes) =>
      beginsIrc(Buffer.from(firstBytes.subarray(0, maxLookedAt)).toString('latin1')),
    speak: (parts) => new IrcSpeaker({ ...parts, sharedOf }),
  };
}

/** Whether what a peer says first is IRC; `unsure` if more of it would tell. */
export function beginsIrc(text: string): 'yes' | 'no' | 'unsure' {
  const command = text.replace(beforeCommand, '').replaceAll(/ +/g, ' ').toUpperCase();
  if (firstWords.some((word) => command.startsWith(word))) return 'yes';
  // Tags or a source of which the end is still to come.
  if (/^[@:][^ \r\n]*$/.test(command)) return 'unsure';
  return firstWords.some((word) => word.startsWith(command)) ? 'unsure' : 'no';
}
