import { z } from 'zod';
import { checkName } from '../../../src-shared/text/names.ts';
import type { TypedNames } from '../../../src-shared/typed/read-typed.ts';
import type { PlainRequest, PlainSpeech } from '../plain/plain-speech.ts';
import { readPlain } from '../plain/read-plain.ts';
import { ObjectReader } from './object-reader.ts';

/** Names that mean the room itself in `TO~TEXT`; nobody can be called so. */
const everyoneNames = new Set(['everyone', 'herkes']);

const help =
  'TO~TEXT goes to one person, everyone~TEXT and any other text to the whole room; users lists who is here, left leaves.';

const request = z.discriminatedUnion('command', [
  z.object({ command: z.literal('add_client'), message: z.string() }),
  z.object({ command: z.literal('users') }),
  z.object({ command: z.literal('message'), message: z.string() }),
  z.object({ command: z.enum(['left', 'exit', 'quit']) }),
]);

/** Bare JSON objects (R0.11). What the room itself has to say comes from `SERVER`. */
export const jsonSpeech: PlainSpeech<Record<string, unknown>> = {
  comesWhole: true,
  reader: () => new ObjectReader(),
  read(piece, { isIn, people }): PlainRequest {
    const parsed = request.safeParse(piece);
    if (!parsed.success) {
      const known = 'add_client, users, message and left';
      return { is: 'unclear', sentence: `This is not understood. The commands are ${known}.` };
    }
    const { data } = parsed;
    switch (data.command) {
      case 'add_client':
        return { is: 'enter', name: data.message };
      case 'users':
        return { is: 'who' };
      case 'message':
        return isIn ? readMessage(data.message, people) : { is: 'say', text: data.message };
      default:
        return { is: 'leave' };
    }
  },
  greeting: () => '',
  entered: () => '',
  refused: (sentence) => fromServer(sentence),
  said: ({ from, text, isDirect }) => message(`${from}~${isDirect ? text : `[everyone] ${text}`}`),
  came: (name, { online }) => `${fromServer(`${name} added to the chat`)}${users(online)}`,
  went: (name, { online }) =>
    `${object({ command: 'left', message: `[SERVER] ${name} left the chat` })}${users(online)}`,
  who: users,
  help: () => fromServer(help),
  goodbye: (sentence) => fromServer(sentence),
};

function readMessage(text: string, people: TypedNames['people']): PlainRequest {
  // As R0's own client asks.
  if (text === 'users') return { is: 'who' };
  const place = text.indexOf('~');
  const to = text.slice(0, place).trim();
  if (place > 0 && everyoneNames.has(to.toLowerCase())) {
    return { is: 'say', text: text.slice(place + 1) };
  }
  const read = readPlain(text, people);
  // Programs that know this dialect alone write no text without TO: they hear what became of it.
  const isUnknown = read.is === 'say' && place > 0 && checkName(to).ok && !/^\s/.test(text);
  return isUnknown ? { ...read, note: unknownNote(to) } : read;
}

function unknownNote(to: string): string {
  return `Nobody here is called “${to}”, so all of it went to everyone. /users lists who is here.`;
}

function fromServer(sentence: string): string {
  return message(`SERVER~${sentence}`);
}

function message(text: string): string {
  return object({ command: 'message', message: text });
}

function users(online: readonly string[]): string {
  return object({ command: 'users', users: online });
}

/** As it is: nothing stands between one object and the next. */
function object(fields: object): string {
  return JSON.stringify(fields);
}
