import { z } from 'zod';
import { decodeText } from './decode-text.ts';
import { jsonValues } from './json-values.ts';
import type { OpenZip } from './open-zip.ts';
import { ImportError, mostChats } from './read-chat.ts';
import type { ReadChat, ReadMessage } from './read-chat.ts';
import { slackEmoji, slackText } from './slack-text.ts';

const person = z.object({
  id: z.string(),
  name: z.string().optional(),
  real_name: z.string().nullish(),
  profile: z
    .object({ display_name: z.string().nullish(), real_name: z.string().nullish() })
    .optional(),
});
const channel = z.object({ name: z.string().min(1).max(255) });

const message = z.object({
  type: z.literal('message'),
  subtype: z.string().optional(),
  user: z.string().nullish(),
  username: z.string().nullish(),
  text: z.string().default(''),
  ts: z.string().regex(/^\d{1,12}\.\d{1,9}$/),
  thread_ts: z.string().optional(),
  reactions: z.array(z.object({ name: z.string(), count: z.int().positive() })).optional(),
  files: z.array(z.object({ name: z.string().nullish() })).optional(),
});

/** The others tell of who came and what was renamed. */
const said: ReadonlySet<string | undefined> = new Set([
  undefined,
  'bot_message',
  'me_message',
  'thread_broadcast',
  'file_share',
]);

const mostPeople = 200_000;

/** Whether an archive is laid out like its exports. */
export function isSlack(names: readonly string[]): boolean {
  return names.includes('users.json') && names.includes('channels.json');
}

/** Each of its open channels, and those for some people alone. */
export async function readSlack(zip: OpenZip, name: string): Promise<ReadChat[]> {
  const people = await peopleIn(zip, name);
  const chats: ReadChat[] = [];
  const daysOf = Map.groupBy(zip.names.filter(isDay), folderOf);
  for (const [file, isClosed] of [
    ['channels.json', false],
    ['groups.json', true],
  ] as const) {
    if (!zip.names.includes(file)) continue;
    for await (const { value } of listOf(zip, file, name)) {
      const read = channel.safeParse(value);
      if (!read.success) throw new ImportError('import-broken', `${name}: ${file}`);
      const folder = read.data.name;
      if (chats.length >= mostChats) throw new ImportError('import-too-large', `${name}: ${file}`);
      const days = (daysOf.get(folder) ?? []).toSorted();
      chats.push({
        name: folder,
        isClosed,
        messages: () => messagesOf({ zip, name, days, people }),
      });
    }
  }
  return chats;
}

function isDay(name: string): boolean {
  return /\/\d{4}-\d\d-\d\d\.json$/.test(name);
}

function folderOf(day: string): string {
  return day.slice(0, day.lastIndexOf('/'));
}

async function peopleIn(zip: OpenZip, name: string): Promise<Map<string, string>> {
  const people = new Map<string, string>();
  for await (const { value } of listOf(zip, 'users.json', name)) {
    const read = person.safeParse(value);
    if (!read.success) throw new ImportError('import-broken', `${name}: users.json`);
    const { id, profile } = read.data;
    const names = [profile?.display_name, profile?.real_name, read.data.real_name, read.data.name];
    people.set(id, names.find((each) => each) ?? id);
    if (people.size > mostPeople) throw new ImportError('import-too-large', `${name}: users.json`);
  }
  return people;
}

type Days = { zip: OpenZip; name: string; days: readonly string[]; people: Map<string, string> };

async function* messagesOf({ zip, name, days, people }: Days): AsyncGenerator<ReadMessage> {
  for (const day of days) {
    const ofDay: ReadMessage[] = [];
    for await (const { value } of listOf(zip, day, name)) {
      const read = message.safeParse(value);
      if (!read.success)
        throw new ImportError(
          'import-broken',
          `${name}: ${day}: ${JSON.stringify(value).slice(0, 80)}`,
        );
      const found = messageOf(read.data, people);
      if (found) ofDay.push(found);
    }
    // Within a day they stand in the order in which they were written.
    yield* ofDay.toSorted((one, other) => one.at - other.at);
  }
}

function messageOf(
  read: z.infer<typeof message>,
  people: ReadonlyMap<string, string>,
): ReadMessage | undefined {
  if (!said.has(read.subtype)) return undefined;
  const { ts, thread_ts: thread, user, username } = read;
  const files = (read.files ?? []).flatMap(({ name }) => (name ? [`📎 ${name}`] : []));
  const text = [slackText(read.text, people), ...files].filter((line) => line !== '').join('\n');
  if (text === '') return undefined;
  const known = user ? people.get(user) : undefined;
  const reactions = (read.reactions ?? []).flatMap(({ name, count }) => {
    const emoji = slackEmoji(name);
    return emoji === undefined ? [] : [{ emoji, count }];
  });
  return {
    id: ts,
    author: known || username || user || '?',
    at: Math.floor(Number(ts) * 1000),
    text,
    reply: thread !== undefined && thread !== ts ? thread : undefined,
    reactions: reactions.length > 0 ? reactions : undefined,
  };
}

function listOf(zip: OpenZip, file: string, name: string) {
  const place = `${name}: ${file}`;
  return jsonValues(decodeText(zip.read(file), place), place, (path) => path.length === 1);
}
