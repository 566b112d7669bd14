import type { Entry, EntryOf, MessageEntry } from '../../../src-shared/protocol/entries.ts';
import type { Member } from '../../../src-shared/protocol/members.ts';
import type { AccountId } from '../../../src-shared/protocol/ids.ts';
import { entrySentence, tellEntry } from '../../../src-shared/sentences/entry-sentence.ts';
import type { OtherEntry } from '../../../src-shared/sentences/entry-sentence.ts';
import {
  isIn,
  isNear,
  joinChannel,
  joinLine,
  rankOf,
  sharedChannels,
  showAwayAtJoin,
  showHeir,
  voicedIn,
} from './channel-view.ts';
import type { Channel } from './channels.ts';
import type { IrcClient } from './irc-client.ts';
import { maxBodyBytes } from './irc-line.ts';
import type { OutgoingLine } from './irc-line.ts';
import { splitText } from './irc-text.ts';
import { messageLines, reactionLines, timeTag } from './message-lines.ts';
import type { ReactionEntry } from './message-lines.ts';
import { timeText } from '../common/sentence-of.ts';
import type { MeantMessage } from '../common/said-memory.ts';
import type { ToldEntries } from '../common/shared-translations.ts';

/** What just went into the room's log, to the client. `meant` is what it answers or changes, if the client knows of that. */
export function showEntry(client: IrcClient, entry: Entry, meant: MeantMessage | undefined): void {
  switch (entry.type) {
    case 'message':
      return showSaid(client, entry, messageLines(client, entry, meant?.quote));
    case 'reaction-added':
    case 'reaction-removed':
      return showReaction(client, entry, meant);
    case 'left':
      return showWent(client, entry);
    case 'added':
      return showAdded(client, entry);
    case 'removed':
      return showRemoved(client, entry);
    case 'renamed':
      return showRenamed(client, entry);
    case 'topic-made':
      return showMade(client, entry);
    case 'described':
      return showDescribed(client, entry);
    case 'group-changed':
      return showModerated(client, entry);
    case 'expired':
      return;
    default:
      return showOther(client, entry, meant);
  }
}

/** What IRC has no verb for is said as a sentence, where it happened. */
function showOther(client: IrcClient, entry: OtherEntry, meant: MeantMessage | undefined): void {
  const channel = client.channels.of(entry.in);
  if (channel && !channel.isJoined) return;
  const told = tellEntry(entry, {
    nameOf: (account) => client.people.nickOfAccount(account),
    // Its channel says which.
    groupName: () => undefined,
    meant: meant && {
      author: client.people.nickOfAccount(meant.from),
      quote: meant.quote,
      time: timeText(meant.at),
    },
  });
  const params = [channel?.name ?? client.nick];
  const verb = 'NOTICE';
  const maxTextBytes =
    maxBodyBytes - Buffer.byteLength(`:${client.out.server} ${verb} ${params[0]} :`);
  for (const text of splitText(entrySentence(told, 'en'), maxTextBytes))
    tell(client, entry, { verb, params, text });
}

/** By a program that has switched off tags since it reacted it is known already, and waited for. */
function showReaction(
  client: IrcClient,
  entry: ReactionEntry,
  meant: MeantMessage | undefined,
): void {
  if (client.out.has('message-tags')) return showSaid(client, entry, reactionLines(client, entry));
  const own = entry.cid === undefined ? undefined : client.sends.takeDelivered(entry.cid);
  if (own) own.release();
  else showOther(client, entry, meant);
}

/** What the client said itself comes back to it by `echo-message` only. */
function showSaid(
  client: IrcClient,
  entry: MessageEntry | ReactionEntry,
  lines: readonly OutgoingLine[],
): void {
  const own = entry.cid === undefined ? undefined : client.sends.takeDelivered(entry.cid);
  if (own) {
    if (client.out.has('echo-message')) for (const line of lines) own.reply.line(line);
    return own.release();
  }
  const channel = client.channels.of(entry.in);
  if (channel && !channel.isJoined) return;
  for (const line of lines) client.out.line(line);
}

/** Who comes, all of them `joined`. */
export function showCame(client: IrcClient, told: ToldEntries): void {
  const { people, port, shared } = client;
  const own = port.account();
  const news: number[] = [];
  for (const [place, entry] of told.entries.entries())
    if (entry.type === 'joined' && entry.account !== own && people.present.add(entry.account))
      news.push(place);
  const isAlike = !shared.hasAnyParted && !client.out.has('away-notify');
  for (const channel of client.channels.all()) {
    if (!channel.group && isAlike) showCameAlike(client, { channel, told, news });
    else
      for (const place of news) {
        const entry = told.entries[place];
        if (entry?.type !== 'joined' || !isNear(client, channel, entry.account)) continue;
        tellJoin(client, entry, { channel, account: entry.account });
      }
  }
}

type Came = { channel: Channel; told: ToldEntries; news: readonly number[] };

/** Where many come, each of them is told to all the others: made once for all whose programs read it alike. */
function showCameAlike(client: IrcClient, { channel, told, news }: Came): void {
  if (!channel.isJoined || news.length === 0) return;
  const { out } = client;
  const { texts, bytes } = told.translated(
    (entry) => (entry.type === 'joined' ? joinText(client, channel, entry) : ''),
    out.formIn(channel.name),
  );
  const isAllNews = news.length === told.entries.length;
  out.alike(isAllNews ? bytes : Buffer.from(news.map((place) => texts[place]).join('')), 'later');
}

export function showWent(
  client: IrcClient,
  entry: Pick<EntryOf<'left'>, 'account' | 'at' | 'reason'>,
): void {
  const { account: by } = entry;
  if (client.isSelf(by) || !client.people.present.delete(by)) return;
  client.people.away.delete(by);
  const near = sharedChannels(client, by);
  if (client.port.room.member(by)?.guest)
    for (const { members } of client.channels.all()) members.delete(by);
  if (near.length === 0) return;
  const words = client.shared.personaOf(by)?.lastWords;
  const goodbye = words ? `Quit: ${words}` : 'Left the room';
  const text = entry.reason === 'left' ? goodbye : 'Connection lost';
  tell(client, entry, { by, verb: 'QUIT', params: [], text });
  for (const channel of near) showHeir(client, channel);
}

function showAdded(client: IrcClient, entry: EntryOf<'added'>): void {
  const channel = client.channels.of(entry.in);
  if (!channel) return;
  if (client.isSelf(entry.account)) {
    channel.sinceId = entry.id;
    if (!channel.isJoined && !client.moving.has(entry.in)) joinChannel(client, channel, client.out);
    return;
  }
  const isNews = !channel.members.has(entry.account);
  channel.members.add(entry.account);
  if (!isNews || !channel.isJoined || !isIn(client, channel, entry.account)) return;
  tellJoin(client, entry, { channel, account: entry.account });
}

function tellJoin(
  client: IrcClient,
  entry: EntryOf<'joined' | 'added'>,
  { channel, account }: { channel: Channel; account: AccountId },
): void {
  const { out, shared } = client;
  const join = (): string => joinText(client, channel, { account, at: entry.at });
  out.alike(shared.translations.bytesOf(entry, join, out.formIn(channel.name)), 'later');
  // Nobody has a voice where it is not moderated.
  if (!channel.isModerated && !out.has('away-notify')) return;
  const member = client.port.room.member(account);
  if (!member) return;
  showVoice(client, channel, member);
  showAwayAtJoin(client, member);
}

function showRemoved(client: IrcClient, entry: EntryOf<'removed'>): void {
  const channel = client.channels.of(entry.in);
  if (!channel) return;
  const isSelf = client.isSelf(entry.account);
  // A guest who has left the room: that is said by the QUIT which follows.
  if (!isSelf && entry.by === entry.account && isGone(client, entry.account)) return;
  if (isSelf && client.moving.has(entry.in)) return;
  const wasIn = isIn(client, channel, entry.account);
  channel.members.delete(entry.account);
  if (wasIn && channel.isJoined) {
    const { by, account } = entry;
    const { name } = channel;
    const kicked = [name, client.people.nickOfAccount(account)];
    const text = client.shared.whyOf(entry);
    if (by === account) tell(client, entry, { by, verb: 'PART', params: [name], text });
    else {
      // Without a reason it is the nick of who did it, as everywhere in IRC.
      const why = text ?? client.people.nickOfAccount(by);
      tell(client, entry, { by, verb: 'KICK', params: kicked, text: why });
    }
  }
  showHeir(client, channel);
  if (isSelf) client.channels.remove(channel);
}

function isGone(client: IrcClient, account: AccountId): boolean {
  const member = client.port.room.member(account);
  return member?.guest === true && member.presence === 'offline';
}

/** At another program of the same person; who makes it by JOIN is answered by that. */
function showMade(client: IrcClient, { in: id, by, at, about }: EntryOf<'topic-made'>): void {
  const channel = client.channels.of(id);
  if (!channel) return;
  if (about !== '') client.shared.topicWasSet(id, { by, at });
  if (!channel.isJoined && !client.moving.has(id)) joinChannel(client, channel, client.out);
}

function showDescribed(client: IrcClient, entry: EntryOf<'described'>): void {
  const { in: id, by, at, about } = entry;
  const channel = client.channels.of(id);
  if (!channel) return;
  client.shared.topicWasSet(id, { by, at });
  channel.topic = about;
  if (!channel.isJoined) return;
  tell(client, entry, { by, verb: 'TOPIC', params: [channel.name], text: about });
}

function showRenamed(client: IrcClient, entry: EntryOf<'renamed'>): void {
  const channel = client.channels.of(entry.in);
  if (!channel || (channel.topic === entry.name && !channel.group?.topic)) return;
  const before = channel.name;
  const isMoved = client.channels.rename(channel, entry.name);
  if (!channel.isJoined) return;
  const params = [before];
  const isOpen = channel.group?.topic !== undefined;
  if (!isOpen) tell(client, entry, { by: entry.by, verb: 'TOPIC', params, text: entry.name });
  if (!isMoved) return;
  const text = `This ${isOpen ? 'topic' : 'group'} is ${channel.name} now`;
  tell(client, entry, { by: client.port.self()?.account, verb: 'PART', params, text });
  joinChannel(client, channel, client.out);
}

/** A voice is what the room's moderators have in a moderated group, and nobody in another one. */
function showModerated(client: IrcClient, entry: EntryOf<'group-changed'>): void {
  const channel = client.channels.of(entry.in);
  if (!channel || channel.isModerated === entry.readOnly) return;
  const voicedBefore = voicedIn(client, channel);
  channel.isModerated = entry.readOnly;
  if (!channel.isJoined) return;
  const { name } = channel;
  const sign = entry.readOnly ? '+' : '-';
  tell(client, entry, { by: entry.by, verb: 'MODE', params: [name, `${sign}m`] });
  for (const member of entry.readOnly ? voicedIn(client, channel) : voicedBefore) {
    const params = [name, `${sign}v`, client.people.nickOf(member)];
    tell(client, entry, { verb: 'MODE', params });
  }
}

/** Who comes into a moderated group as one of the room's moderators. */
function showVoice(client: IrcClient, channel: Channel, member: Member): void {
  if (rankOf(channel, member) !== '+' || !isIn(client, channel, member.account)) return;
  const params = [channel.name, '+v', client.people.nickOf(member)];
  client.out.line({ source: client.out.server, verb: 'MODE', params });
}

function joinText(
  client: IrcClient,
  channel: Channel,
  { account, at }: Pick<EntryOf<'joined'>, 'account' | 'at'>,
): string {
  const member = client.port.room.member(account);
  if (!member) return '';
  const line = joinLine(client, channel, member);
  return client.out.format({ ...line, tags: { ...line.tags, time: timeTag(at) } });
}

/** What happened at some time (epoch milliseconds). */
type At = Pick<Entry, 'at'>;
type Happened = Omit<OutgoingLine, 'source' | 'tags'> & { by?: AccountId | undefined };

/** Who did it is its source; else it is the room that says it. */
function tell(client: IrcClient, { at }: At, { by, ...line }: Happened): void {
  const { source, tags } = by === undefined ? { source: client.out.server } : client.people.by(by);
  client.out.line({ ...line, source, tags: { ...tags, time: timeTag(at) } });
}
