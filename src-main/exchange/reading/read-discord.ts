import { z } from 'zod';
import { jsonValues } from './json-values.ts';
import { ImportError } from './read-chat.ts';
import type { ReadChat, ReadMessage } from './read-chat.ts';

/** What DiscordChatExporter writes of a message: https://github.com/Tyrrrz/DiscordChatExporter (JSON). */
const message = z.object({
  id: z.string().min(1).max(64),
  type: z.string(),
  timestamp: z.iso.datetime({ offset: true }),
  content: z.string(),
  author: z.object({ name: z.string(), nickname: z.string().nullish() }),
  attachments: z.array(z.object({ fileName: z.string() })).optional(),
  reactions: z
    .array(z.object({ emoji: z.object({ name: z.string() }), count: z.int().positive() }))
    .optional(),
  reference: z.object({ messageId: z.string().nullish() }).nullish(),
});

/** The others tell of pins, calls and who came. */
const said: ReadonlySet<string> = new Set(['Default', 'Reply', 'ThreadStarterMessage']);

/** One channel. */
export async function readDiscord(
  texts: () => AsyncIterable<string>,
  name: string,
): Promise<ReadChat[]> {
  let channel = '';
  let kind = '';
  for await (const { path, value } of jsonValues(texts(), name, () => false)) {
    const field = path.join('/');
    if (field === 'channel/name') channel = String(value);
    if (field === 'channel/type') kind = String(value);
    // What is said about the channel stands before what is said in it.
    if (path[0] === 'messages') break;
  }
  const isClosed = kind.startsWith('Direct');
  return [{ name: channel || 'discord', isClosed, messages: () => messagesOf(texts(), name) }];
}

async function* messagesOf(
  texts: AsyncIterable<string>,
  name: string,
): AsyncGenerator<ReadMessage> {
  for await (const { path, value } of jsonValues(texts, name, isMessage)) {
    if (!isMessage(path)) continue;
    const read = message.safeParse(value);
    if (!read.success)
      throw new ImportError('import-broken', `${name}: ${JSON.stringify(value).slice(0, 80)}`);
    const found = messageOf(read.data);
    if (found) yield found;
  }
}

function isMessage(path: readonly string[]): boolean {
  return path.length === 2 && path[0] === 'messages';
}

function messageOf(read: z.infer<typeof message>): ReadMessage | undefined {
  if (!said.has(read.type)) return undefined;
  const files = (read.attachments ?? []).map(({ fileName }) => `📎 ${fileName}`);
  const text = [read.content, ...files].filter((line) => line !== '').join('\n');
  if (text === '') return undefined;
  return {
    id: read.id,
    author: read.author.nickname ?? read.author.name,
    at: Date.parse(read.timestamp),
    text,
    reply: read.reference?.messageId ?? undefined,
    reactions: read.reactions?.map(({ emoji, count }) => ({ emoji: emoji.name, count })),
  };
}
