import type { ParsedParams } from '../../src-shared/bridge/bridge.ts';
import type { ImportChat, ImportView } from '../../src-shared/bridge/importing.ts';
import { done, refused, refusalOf } from '../../src-shared/protocol/outcome.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import { openExport } from '../exchange/reading/open-export.ts';
import type { ReadChat, ReadExport } from '../exchange/reading/read-chat.ts';
import { Cancelled } from './exchange-work.ts';
import { ChatBringer, topicNameFor } from './bring-chat.ts';
import type { Membership } from './membership.ts';
import type { AppContext, Handlers } from './requests.ts';

type Standing = ImportView extends infer V
  ? V extends { import: number }
    ? Omit<V, 'import'>
    : never
  : never;
type Tell = (standing: Standing) => void;
type Work = (read: ReadExport, tell: Tell, signal: AbortSignal) => Promise<void>;
type File = Pick<ParsedParams<'import/look'>, 'room' | 'hash' | 'name'>;

/** A window is told no more often than after so many messages. */
const toldEvery = 1000;
/** More are counted as so many. */
const mostPeople = 100_000;

/** What was said elsewhere is brought in by whoever hosts the room, on the computer that does, and by nobody else. */
export function importRequests(
  context: AppContext,
): Pick<Handlers, 'import/look' | 'import/start' | 'import/cancel'> {
  const { memberships } = context;
  const { exchange, pushes, files, options } = memberships;

  const begin = async ({ hash, name }: File, work: Work): Promise<Outcome<{ import: number }>> => {
    if ((await files.sizeOf(hash)) === undefined)
      return refused({ code: 'file-unreadable', subject: name });
    const tell = (own: number, standing: Standing) =>
      pushes.send('import/changed', { import: own, ...standing });
    const started = exchange.begin(
      (own, signal) =>
        withExport({ path: files.pathOf(hash), name }, work, {
          tell: tell.bind(undefined, own),
          signal,
        }),
      (error, own) => {
        options.reportDefect(error);
        tell(own, { is: 'failed', refusal: { code: 'defect' }, brought: 0 });
      },
    );
    return started === undefined
      ? refused({ code: 'exchange-running' })
      : done({ import: started });
  };

  const hostOf = (room: File['room']): Membership | undefined => {
    const membership = memberships.get(room);
    return membership?.hosting ? membership : undefined;
  };

  return {
    'import/look': async (asked) => {
      if (!hostOf(asked.room)) return refused({ code: 'room-not-running' });
      return begin(asked, look);
    },
    'import/start': async (asked) => {
      const membership = hostOf(asked.room);
      if (!membership) return refused({ code: 'room-not-running' });
      return begin(asked, (read, tell, signal) =>
        bring({ membership, chats: asked.chats, clock: options.clock }, read, { tell, signal }),
      );
    },
    'import/cancel': async (asked) => {
      exchange.cancel(asked.import);
      return done(null);
    },
  };
}

type Told = { tell: Tell; signal: AbortSignal };

async function withExport(
  { path, name }: { path: string; name: string },
  work: Work,
  { tell, signal }: Told,
): Promise<void> {
  try {
    const read = await openExport(path, name);
    try {
      await work(read, tell, signal);
    } finally {
      await read.close();
    }
  } catch (error) {
    const refusal = refusalOf(error);
    if (error instanceof Cancelled) tell({ is: 'cancelled', brought: 0 });
    else if (refusal) tell({ is: 'failed', refusal, brought: 0 });
    else throw error;
  }
}

/** Reads all of it: what is damaged is found before anything is brought in. */
async function look({ source, chats }: ReadExport, tell: Tell, signal: AbortSignal): Promise<void> {
  let seen = 0;
  const looked: ImportChat[] = [];
  for (const chat of chats) {
    const found = await lookAt(chat, () => {
      seen += 1;
      if (signal.aborted) throw new Cancelled();
      if (seen % toldEvery === 0) tell({ is: 'looking', messages: seen });
    });
    if (found.messages > 0) looked.push(found);
    else looked.push({ ...found, messages: 0 });
  }
  tell({ is: 'looked', source, chats: looked });
}

async function lookAt(chat: ReadChat, seen: () => void): Promise<ImportChat> {
  const people = new Set<string>();
  let messages = 0;
  let [from, to] = [Infinity, -Infinity];
  for await (const { author, at } of chat.messages()) {
    seen();
    messages += 1;
    if (people.size < mostPeople) people.add(author);
    from = Math.min(from, at);
    to = Math.max(to, at);
  }
  const { name, isClosed } = chat;
  const about = { name, isClosed, topic: topicNameFor(name), messages, people: people.size };
  return messages === 0 ? about : { ...about, from, to };
}

type Wanted = {
  membership: Membership;
  chats: ParsedParams<'import/start'>['chats'];
  clock: ConstructorParameters<typeof ChatBringer>[0]['clock'];
};

async function bring(
  { membership, chats, clock }: Wanted,
  read: ReadExport,
  { tell, signal }: Told,
) {
  const { source } = read;
  const bringer = new ChatBringer({ membership, source, signal, clock });
  const topics: string[] = [];
  try {
    for (const { place, topic } of chats) {
      const chat = read.chats[place];
      if (!chat) continue;
      const { messages: total } = await lookAt(chat, () => {
        if (signal.aborted) throw new Cancelled();
      });
      let toldAt = 0;
      topics.push(topic);
      await bringer.bring(chat, topic, (reached) => {
        if (reached - toldAt < toldEvery && reached > 1) return;
        toldAt = reached;
        tell({ is: 'bringing', topic, done: reached, total });
      });
    }
    const { brought, known } = bringer;
    tell({ is: 'done', brought, known, topics });
  } catch (error) {
    const { brought } = bringer;
    const refusal = refusalOf(error);
    if (error instanceof Cancelled) tell({ is: 'cancelled', brought });
    else if (refusal) tell({ is: 'failed', refusal, brought });
    else throw error;
  }
}
