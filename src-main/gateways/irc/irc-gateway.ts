import type { RoomId } from '../../../src-shared/protocol/ids.ts';
import type { Gateway, SessionPort } from '../../server/session-port.ts';
import { IrcConnection } from './irc-connection.ts';
import { NickBook } from './nicks.ts';

/** With what an IRC client begins. In capitals, as all of them write it: a person may be called Nick. */
const firstVerbs = ['CAP ', 'NICK ', 'PASS ', 'USER ', 'AUTHENTICATE ', 'PING '];

/** IRC for ordinary clients (docs/IRC.md). */
export function createIrcGateway(): Gateway {
  const books = new Map<RoomId, NickBook>();
  const bookOf = ({ room }: SessionPort): NickBook => {
    const book = books.get(room.id) ?? new NickBook();
    books.set(room.id, book);
    return book;
  };
  return {
    dialect: 'irc',
    recognises,
    connect: (parts) => new IrcConnection({ ...parts, bookOf }),
  };
}

function recognises(firstBytes: Uint8Array): 'yes' | 'no' | 'unsure' {
  const text = Buffer.from(firstBytes.subarray(0, 32))
    .toString('latin1')
    .replace(/^[\r\n]+/, '');
  if (firstVerbs.some((verb) => text.startsWith(verb))) return 'yes';
  return firstVerbs.some((verb) => verb.startsWith(text)) ? 'unsure' : 'no';
}
