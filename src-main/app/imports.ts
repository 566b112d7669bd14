import type { ParsedParams } from '../../src-shared/bridge/bridge.ts';
import type { ImportChat, ImportView } from '../../src-shared/bridge/importing.ts';
import { done, refused, refusalOf } from '../../src-shared/protocol/outcome.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import { openExport } from '../exchange/reading/open-export.ts';
import type { ReadExport } from '../exchange/reading/read-chat.ts';
import { Cancelled, nextTurn, turnEvery } from './exchange-work.ts';
import { ChatBringer, topicNameFor } from './bring-chat.ts';
import type { Membership } from './membership.ts';
import type { AppContext, Handlers } from './requests.ts';

type Standing = ImportView extends infer V
  ? V extends { import: number }
    ? Omit<V, 'import'>
    : never
  : never;
type Tell = (standing: Standing) => void;
/** Its end is told when nothing of it is left. */
type Work = (read: ReadExport, tell: Tell, signal: AbortSignal) => Promise<Standing>;
type File = Pick<ParsedParams<'import/look'>, 'room' | 'hash' | 'name'>;

/** A window is told no more often than after so many messages. */
const toldEvery = 1000;
/** More are counted as so many. */
const mostPeople = 100_000;

/** What was said elsewhere is brought in by whoever hosts the room, on the computer that does, and by nobody else. */
export function importRequests(
  context: AppContext,
): Pick<Handlers, 'import/look' | 'import/start' | 'import/cancel' | 'import/forget'> {
  const { memberships } = context;
  const { exchange, pushes, files, fetched, options } = memberships;
  let inUse: string | undefined;

  /** The person's own file is where it was; what was handed over is a copy. */
  const forget = async (hash: File['hash']): Promise<void> => {
    if (hash === inUse) return;
    await fetched.sent([hash]);
    await fetched.forget([hash]);
  };

  const begin = async ({ hash, name }: File, work: Work): Promise<Outcome<{ import: number }>> => {
    if ((await files.sizeOf(hash)) === undefined)
      return refused({ code: 'file-unreadable', subject: name });
    const tell = (own: number, standing: Standing) =>
      pushes.send('import/changed', { import: own, ...standing });
    const started = exchange.begin(
      async (own, signal) => {
        inUse = hash;
        let end: Standing | undefined;
        try {
          const file = { path: files.pathOf(hash), name };
          end = await withExport(file, work, { tell: tell.bind(undefined, own), signal });
        } finally {
          inUse = undefined;
          if (end?.is !== 'looked') await forget(hash);
        }
        tell(own, end);
      },
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
    'import/forget': async ({ hash }) => {
      await forget(hash);
      return done(null);
    },
  };
}

type Told = { tell: Tell; signal: AbortSignal };

async function withExport(
  { path, name }: { path: string; name: string },
  work: Work,
  { tell, signal }: Told,
): Promise<Standing> {
  try {
    const read = await openExport(path, name, signal);
    try {
      return await work(read, tell, signal);
    } finally {
      await read.close();
    }
  } catch (error) {
    const refusal = refusalOf(error);
    if (error instanceof Cancelled) return { is: 'cancelled', brought: 0 };
    if (refusal) return { is: 'failed', refusal, brought: 0 };
    throw error;
  }
}

/** Reads all of it, once: what is damaged is found before anything is brought in. */
async function look(
  { source, ...read }: ReadExport,
  tell: Tell,
  signal: AbortSignal,
): Promise<Standing> {
  const chats = await lookedAt(read, signal, (messages) => tell({ is: 'looking', messages }));
  return { is: 'looked', source, chats };
}

async function lookedAt(
  { chats, all }: Pick<ReadExport, 'chats' | 'all'>,
  signal: AbortSignal,
  seen: (messages: number) => void,
): Promise<ImportChat[]> {
  const looked = chats.map(({ name, isClosed }): ImportChat => {
    return { name, isClosed, topic: topicNameFor(name), messages: 0, people: 0 };
  });
  const people = new Set<string>();
  let messages = 0;
  for await (const { place, message } of all()) {
    const chat = looked[place];
    if (!chat) continue;
    if (chat.messages === 0) people.clear();
    if (people.size < mostPeople) people.add(message.author);
    messages += 1;
    chat.messages += 1;
    chat.people = people.size;
    chat.from = Math.min(chat.from ?? message.at, message.at);
    chat.to = Math.max(chat.to ?? message.at, message.at);
    if (messages % toldEvery === 0) seen(messages);
    if (messages % turnEvery === 0) await nextTurn(signal);
  }
  return looked;
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
): Promise<Standing> {
  const { source } = read;
  const bringer = new ChatBringer({ membership, source, signal, clock });
  const topics: string[] = [];
  try {
    const looked = await lookedAt(read, signal, () => undefined);
    for (const { place, topic } of chats) {
      const chat = read.chats[place];
      if (!chat) continue;
      const total = looked[place]?.messages ?? 0;
      let toldAt = 0;
      topics.push(topic);
      await bringer.bring(chat, topic, (reached) => {
        if (reached - toldAt < toldEvery && reached > 1) return;
        toldAt = reached;
        tell({ is: 'bringing', topic, done: reached, total });
      });
    }
    const { brought, known } = bringer;
    return { is: 'done', brought, known, topics };
  } catch (error) {
    const { brought } = bringer;
    const refusal = refusalOf(error);
    if (error instanceof Cancelled) return { is: 'cancelled', brought };
    if (refusal) return { is: 'failed', refusal, brought };
    throw error;
  }
}
