import { z } from 'zod';
import { limits } from '../../../src-shared/protocol/limits.ts';
import { checkName } from '../../../src-shared/text/names.ts';
import type { TypedNames } from '../../../src-shared/typed/read-typed.ts';
import type { PlainRequest, PlainSpeech } from '../plain/plain-speech.ts';
import { readPlain } from '../plain/read-plain.ts';
import { ObjectReader } from './object-reader.ts';

/** Names that mean the room itself in `TO~TEXT`; nobody can be called so. */
const everyoneNames = new Set(['everyone', 'herkes']);

/** The line feed behind each is not written. */
const maxObjectBytes = limits.maxPlainObjectBytes + 1;

const help =
  'TO~TEXT goes to one person, #TOPIC~TEXT to a topic, everyone~TEXT and any other text to the whole room; /topics lists topics, /join TOPIC and /leave TOPIC go in and out; users lists who is here, left leaves.';

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
  told: fromServer,
  refused: fromServer,
  said: ({ from, text, to }) => messages(`${from}~${to === 'you' ? '' : `[${to}] `}`, text),
  came: (name) => fromServer(`${name} added to the chat`),
  went: (name) => object({ command: 'left', message: `[SERVER] ${name} left the chat` }),
  who: users,
  help: () => fromServer(help),
  goodbye: fromServer,
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
  return messages('SERVER~', sentence);
}

/** A text that is too long for one object comes in several, cut between characters, each with its beginning. */
function messages(beginning: string, text: string): string {
  const whole = object({ command: 'message', message: `${beginning}${text}` });
  if (Buffer.byteLength(whole) <= maxObjectBytes) return whole;
  const freeBytes =
    maxObjectBytes - Buffer.byteLength(object({ command: 'message', message: beginning }));
  return cut([...text], freeBytes)
    .map((part) => object({ command: 'message', message: `${beginning}${part.join('')}` }))
    .join('');
}

/** A list that is too long for one object comes in several: `more` says that it goes on. */
function users(online: readonly string[]): string {
  const freeBytes =
    maxObjectBytes - Buffer.byteLength(object({ command: 'users', users: [], more: true }));
  const parts = cut(online, freeBytes);
  const last = parts.pop() ?? [];
  const before = parts.map((names) => object({ command: 'users', users: names, more: true }));
  return before.join('') + object({ command: 'users', users: last });
}

/** In order, as many in each part as fit written as JSON, with quotes or a comma between them; at least one part. */
function cut(items: readonly string[], freeBytes: number): string[][] {
  const parts: string[][] = [[]];
  let bytes = 0;
  for (const item of items) {
    const itemBytes = Buffer.byteLength(JSON.stringify(item)) + 1;
    if (bytes + itemBytes > freeBytes && bytes > 0) {
      parts.push([]);
      bytes = 0;
    }
    bytes += itemBytes;
    parts.at(-1)?.push(item);
  }
  return parts;
}

/** The line feed is for who writes them one by one. */
function object(fields: object): string {
  return `${JSON.stringify(fields)}\n`;
}
