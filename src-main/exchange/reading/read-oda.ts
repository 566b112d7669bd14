import { z } from 'zod';
import { imported } from '../../../src-shared/protocol/imported.ts';
import { jsonValues } from './json-values.ts';
import type { JsonValue } from './json-values.ts';
import { ImportError, mostChats } from './read-chat.ts';
import type { PlacedMessage, ReadChat, ReadExport, ReadMessage } from './read-chat.ts';

const entry = z.object({
  seq: z.int().positive(),
  at: z.iso.datetime(),
  type: z.literal('message'),
  from: z.object({ id: z.string(), name: z.string() }),
  text: z.string(),
  reply: z.int().positive().optional(),
  imported,
  reactions: z
    .array(z.object({ emoji: z.string().min(1).max(64), count: z.int().positive() }))
    .optional(),
  files: z.array(z.object({ name: z.string() })).optional(),
});

/** Version 1 of docs/EXPORT.md. */
const knownVersion = 1;
const inConversation = ['rooms', '*', 'conversations', '*'];
const longestName = 200;
const ofEntry = [...inConversation, 'entries', '*'].join('/');

/** Our own exports as data. */
export async function readOda(
  texts: () => AsyncIterable<string>,
  name: string,
): Promise<Pick<ReadExport, 'chats' | 'all'>> {
  const chats: ReadChat[] = [];
  let kind = '';
  for await (const { path, value } of values(texts(), name)) {
    const field = path.join('/');
    if (field === 'version' && value !== knownVersion)
      throw new ImportError('import-unknown', `${name}: version ${String(value)}`);
    if (path.length !== 5) continue;
    if (path[4] === 'kind') kind = String(value);
    if (path[4] !== 'name') continue;
    const [place, called] = [chats.length, String(value).slice(0, longestName)];
    if (place >= mostChats) throw new ImportError('import-too-large', `${name}: ${called}`);
    chats.push({
      name: called,
      isClosed: kind === 'direct' || kind === 'group',
      messages: () => messagesOf(texts(), name, place),
    });
  }
  return { chats, all: () => allMessages(texts(), name) };
}

async function* messagesOf(
  texts: AsyncIterable<string>,
  name: string,
  wanted: number,
): AsyncGenerator<ReadMessage> {
  for await (const { message } of allMessages(texts, name, wanted)) yield message;
}

/** Of all conversations; those before a `wanted` one are gone over, and nothing after it is read. */
async function* allMessages(
  texts: AsyncIterable<string>,
  name: string,
  wanted?: number,
): AsyncGenerator<PlacedMessage> {
  let place = -1;
  for await (const { path, value } of values(texts, name)) {
    if (path.length === 5 && path[4] === 'name') place += 1;
    if (wanted !== undefined && place > wanted) return;
    if (place < (wanted ?? 0) || path.join('/') !== ofEntry) continue;
    const read = entry.safeParse(value);
    if (!read.success) {
      if ((value as { type?: unknown } | null)?.type !== 'message') continue;
      throw new ImportError('import-broken', `${name}: ${JSON.stringify(value).slice(0, 80)}`);
    }
    const message = messageOf(read.data);
    if (message) yield { place, message };
  }
}

function messageOf(said: z.infer<typeof entry>): ReadMessage | undefined {
  const { seq, at, from, text, reply, reactions, files = [] } = said;
  const names = files.map(({ name }) => `📎 ${name}`);
  const whole = [
    ...(names.length > 0 && text === files.map(({ name }) => name).join(', ') ? [] : [text]),
    ...names,
  ];
  const said1 = whole.filter((line) => line !== '').join('\n');
  if (said1 === '') return undefined;
  return {
    id: String(seq),
    author: said.imported?.author ?? from.name,
    at: Date.parse(at),
    text: said1,
    reply: reply === undefined ? undefined : String(reply),
    reactions: reactions ?? said.imported?.reactions,
  };
}

function values(texts: AsyncIterable<string>, name: string): AsyncGenerator<JsonValue> {
  return jsonValues(texts, name, (path) => path.join('/') === ofEntry);
}
