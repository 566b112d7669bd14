import { z } from 'zod';
import type { PlainRequest, PlainSpeech } from '../plain/plain-speech.ts';
import { ObjectReader } from './object-reader.ts';

/** Names that mean the room itself in `TO~TEXT`; nobody can be called so. */
const everyoneNames = new Set(['everyone', 'herkes']);

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
  read(piece): PlainRequest {
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
        return readMessage(data.message);
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
  help: () => '',
  goodbye: (sentence) => fromServer(sentence),
};

function readMessage(text: string): PlainRequest {
  const place = text.indexOf('~');
  if (place < 1) {
    return {
      is: 'unclear',
      sentence: 'A message is TO~TEXT; everyone~TEXT goes to the whole room.',
    };
  }
  const [to, rest] = [text.slice(0, place), text.slice(place + 1)];
  if (everyoneNames.has(to.trim().toLowerCase())) return { is: 'say', text: rest };
  return { is: 'tell', to, text: rest };
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
