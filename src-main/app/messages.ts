import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { everyone, directPartner } from '../../src-shared/protocol/ids.ts';
import { textOf } from '../../src-shared/protocol/said.ts';
import type { Said } from '../../src-shared/protocol/said.ts';
import { isEmoji } from '../../src-shared/protocol/emoji.ts';
import type { Cid, ConversationId } from '../../src-shared/protocol/ids.ts';
import { filePathFor, namesOfFiles } from '../../src-shared/text/file-names.ts';
import { refuseText } from '../../src-shared/text/refuse-text.ts';
import type { SentFile } from '../../src-shared/protocol/files.ts';
import type { FileFolder } from '../files/file-folder.ts';
import type { RoomClient } from '../client/room-client.ts';
import { done, refused } from '../../src-shared/protocol/outcome.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import { ofRooms } from './requests.ts';
import type { AppContext, Handlers } from './requests.ts';
import type { ParsedParams } from '../../src-shared/bridge/bridge.ts';
import type { TimelinePage, HitNames, SearchHit } from '../../src-shared/member/own-copy.ts';

/** What waits in the outbox, or was not taken. */
export function waitingRequests(context: AppContext) {
  return ofRooms(context, {
    'message/retry': async ({ client }, { cid }) => {
      const isRetried = await client.outbox.retry(cid);
      return isRetried ? done(null) : refused({ code: 'no-such-message' });
    },

    'message/delete': async ({ client }, { cid }) => {
      const refusal = await client.outbox.remove(cid);
      return refusal ? refused(refusal) : done(null);
    },

    'message/rewrite': async ({ client }, { cid, text }) => {
      const refusal =
        refuseText(text, client.terms.maxTextCharacters) ??
        (await client.outbox.rewrite(cid, text));
      return refusal ? refused(refusal) : done(null);
    },
  });
}

/** Writing and reading, and what belongs to a conversation on this computer alone. */
export function messageRequests(context: AppContext) {
  const { replica, pushes, fetched } = context.memberships;
  return ofRooms(context, {
    'message/send': async ({ client }, said) => {
      const sent = await send(client, said, fetched.folder);
      const hashes = said.files?.map(({ hash }) => hash) ?? [];
      if (!sent.ok || hashes.length === 0) return sent;
      await fetched.said(client.record.room, hashes);
      return sent;
    },

    'message/forward': async ({ client }, { in: id, seq, to }) => {
      const [found] = await replica.entries.readMessages(client.record.room, id, [seq]);
      if (!found) return refused({ code: 'no-such-message' });
      const { text, from, forwarded = from, files, imported } = found.message;
      if (imported) return refused({ code: 'imported-not-forwarded' });
      if (text === '') return refused({ code: 'message-gone' });
      const refusal = to.map((each) => refuseWriting(client, each)).find((each) => each);
      if (refusal) return refused(refusal);
      const forward = { in: id, seq, from: forwarded };
      for (const each of new Set(to)) {
        const said = await say(client, each, {
          type: 'send-message',
          text,
          forward,
          ...(files ? { files } : {}),
        });
        if (!said.ok) return said;
      }
      return done(null);
    },

    'message/change': ({ client }, { in: id, change }) => say(client, id, change),

    'message/pinned': async ({ client }, { in: id }) =>
      done(await replica.entries.readPinned(client.record.room, id)),

    'message/versions': async ({ client }, { in: id, seq }) =>
      done(await replica.entries.readVersions(client.record.room, id, seq)),

    'timeline/first-since': async ({ client }, { in: id, at }) =>
      done({ seq: await replica.entries.firstSince(client.record.room, id, at) }),

    'conversation/mark-read': async ({ client }, { in: id, seq }) => {
      await client.reading.markRead(id, seq);
      return done(null);
    },

    'typing/set': async ({ client }, { in: id, isTyping }) => {
      client.reading.typed(id, isTyping);
      return done(null);
    },

    'conversation/mark-unread': async ({ client }, { in: id, seq }) => {
      await client.reading.markUnread(id, seq);
      return done(null);
    },

    'conversation/set-attention': async ({ client, attention }, { room, in: id, ...change }) => {
      await attention.change(id, change);
      pushes.conversationChanged({ room, in: id });
      const partner = directPartner(id, client.record.account);
      for (const each of client.privates.list())
        if (each.partner === partner) pushes.privateChanged({ room, private: each.private });
      return done(null);
    },

    'draft/save': async ({ client }, { in: id, text, aim }) => {
      const refusal = refuseWriting(client, id);
      if (refusal) return refused(refusal);
      await client.reading.saveDraft(id, aim ? { text, aim } : { text });
      return done(null);
    },

    /** What the copy does not reach is fetched first. */
    'timeline/page': async ({ client }, asked) => {
      const page = await replica.entries.readTimeline(asked);
      if (!isShort(page, asked)) return done(page);
      await client.fetchOlder(asked.in);
      return done(await replica.entries.readTimeline(asked));
    },
  });
}

/** What is said with files, and nothing else, says their names. */
export function withNames<T extends { text: string; files?: SentFile[] | undefined }>(said: T): T {
  const files = said.files?.map((file) => ({ ...file, name: filePathFor(file.name) }));
  const text = files && said.text.trim() === '' ? namesOfFiles(files) : said.text;
  return { ...said, text, files };
}

/** Files that are not here any more would wait for ever. */
async function send(
  client: RoomClient,
  asked: ParsedParams<'message/send'>,
  staged: FileFolder,
): Promise<Outcome<{ cid: Cid }>> {
  const { in: id, text, reply, files } = withNames(asked);
  for (const file of files ?? [])
    if (!(await staged.has(file))) return refused({ code: 'file-unreadable', subject: file.name });
  return say(client, id, {
    type: 'send-message',
    text,
    ...(reply === undefined ? {} : { reply }),
    ...(files ? { files } : {}),
  });
}

async function say(
  client: RoomClient,
  id: ConversationId,
  said: Said,
): Promise<Outcome<{ cid: Cid }>> {
  const text = textOf(said);
  const wrongText =
    text === undefined ? undefined : refuseText(text, client.terms.maxTextCharacters);
  const wrongEmoji = 'emoji' in said && !isEmoji(said.emoji);
  const refusal =
    refuseWriting(client, id) ??
    refuseArchived(client, id, said) ??
    wrongText ??
    (wrongEmoji ? { code: 'not-an-emoji' as const } : undefined);
  if (refusal) return refused(refusal);
  return done({ cid: await client.outbox.add(id, said) });
}

/** What was said can be deleted still. */
function refuseArchived(
  { groups }: RoomClient,
  id: ConversationId,
  { type }: Said,
): Refusal | undefined {
  const isOver = groups.get(id)?.topic?.archived === true && type !== 'delete-message';
  return isOver ? { code: 'topic-archived' } : undefined;
}

function refuseWriting(
  { record, members, groups }: RoomClient,
  id: ConversationId,
): Refusal | undefined {
  if (id === everyone) return undefined;
  const group = groups.get(id);
  if (group) return group.standing === 'member' ? undefined : { code: 'not-in-group' };
  const partner = directPartner(id, record.account);
  const mayWrite = partner !== undefined && members.has(partner);
  return mayWrite ? undefined : { code: 'no-such-conversation' };
}

type Asked = ParsedParams<'timeline/page'>;

/** There is more than the copy holds in the direction asked for. */
function isShort({ entries, hasOlder }: TimelinePage, { after, around, limit }: Asked): boolean {
  return after === undefined && around === undefined && hasOlder && entries.length < limit;
}

/** Search in everything that this computer holds, in one room or in all (R0.6, R0.7). */
export function searchRequests({ memberships }: AppContext): Pick<Handlers, 'search/find'> {
  return {
    'search/find': async (query) => {
      if (query.room !== undefined && !memberships.get(query.room)) {
        return refused({ code: 'no-such-room' });
      }
      const { hits, next } = await memberships.replica.search.find(query);
      return done({
        hits: hits.map((hit) => {
          const client = memberships.get(hit.room)?.client;
          return client ? { ...hit, names: namesOf(hit, client) } : hit;
        }),
        next,
      });
    },
  };
}

function namesOf({ message }: SearchHit, { record, members, groups }: RoomClient): HitNames {
  const partner = directPartner(message.in, record.account);
  return {
    room: record.name,
    isOwn: message.from === record.account,
    from: members.nameOf(message.from),
    partner: partner === undefined ? undefined : members.nameOf(partner),
    group: groups.nameOf(message.in),
  };
}
