import type { Entry, EntryOf, MessageEntry } from '../../../src-shared/protocol/entries.ts';
import { entrySentence, tellEntry } from '../../../src-shared/sentences/entry-sentence.ts';
import type { OtherEntry } from '../../../src-shared/sentences/entry-sentence.ts';
import { isIn, joinChannel, sharedChannels } from './channel-view.ts';
import type { IrcClient } from './irc-client.ts';
import { serverName } from './irc-output.ts';
import type { OutgoingLine } from './irc-line.ts';
import { messageLines, timeTag } from './message-lines.ts';

/** What just went into the room's log, to the client. */
export function showEntry(client: IrcClient, entry: Entry): void {
  switch (entry.type) {
    case 'message':
      return showMessage(client, entry);
    case 'joined':
      return showCame(client, entry);
    case 'left':
      return showWent(client, entry);
    case 'added':
      return showAdded(client, entry);
    case 'removed':
      return showRemoved(client, entry);
    case 'renamed':
      return showRenamed(client, entry);
    default:
      return showOther(client, entry);
  }
}

/** What IRC has no verb for is said as a sentence, where it happened. */
function showOther(client: IrcClient, entry: OtherEntry): void {
  const channel = client.channels.of(entry.in);
  if (channel && !channel.isJoined) return;
  const told = tellEntry(entry, {
    nameOf: (account) => client.people.nickOfAccount(account),
    // Its channel says which.
    groupName: () => undefined,
  });
  const params = [channel?.name ?? client.nick];
  const text = entrySentence(told, 'en');
  client.out.line(stamped(entry, { source: serverName, verb: 'NOTICE', params, text }));
}

function showMessage(client: IrcClient, entry: MessageEntry): void {
  const own = client.sends.takeDelivered(entry.cid);
  client.people.spokeAtMs.set(entry.from, entry.at);
  const isEcho = client.out.has('echo-message');
  if (own) {
    if (isEcho) for (const line of messageLines(client, entry)) own.reply.line(line);
    return own.release();
  }
  const channel = client.channels.of(entry.in);
  if (channel && !channel.isJoined) return;
  for (const line of messageLines(client, entry)) client.out.line(line);
}

function showCame(client: IrcClient, entry: EntryOf<'joined'>): void {
  const { people, out } = client;
  if (client.isSelf(entry.account) || people.present.has(entry.account)) return;
  people.present.add(entry.account);
  for (const channel of sharedChannels(client, entry.account)) {
    const source = people.maskOf(entry.account);
    out.line(stamped(entry, { source, verb: 'JOIN', params: [channel.name] }));
  }
}

function showWent(client: IrcClient, entry: EntryOf<'left'>): void {
  const { people, out } = client;
  if (client.isSelf(entry.account) || !people.present.delete(entry.account)) return;
  people.away.delete(entry.account);
  if (sharedChannels(client, entry.account).length === 0) return;
  const source = people.maskOf(entry.account);
  const words = client.shared.personaOf(entry.account)?.lastWords;
  const goodbye = words === undefined ? 'Left the room' : `Quit: ${words}`;
  const text = entry.reason === 'left' ? goodbye : 'Connection lost';
  out.line(stamped(entry, { source, verb: 'QUIT', params: [], text }));
}

function showAdded(client: IrcClient, entry: EntryOf<'added'>): void {
  const channel = client.channels.of(entry.in);
  if (!channel) return;
  if (client.isSelf(entry.account)) {
    if (!channel.isJoined) joinChannel(client, channel, client.out);
    return;
  }
  const isNews = !channel.members.has(entry.account);
  channel.members.add(entry.account);
  if (!isNews || !channel.isJoined || !isIn(client, channel, entry.account)) return;
  const source = client.people.maskOf(entry.account);
  client.out.line(stamped(entry, { source, verb: 'JOIN', params: [channel.name] }));
}

function showRemoved(client: IrcClient, entry: EntryOf<'removed'>): void {
  const channel = client.channels.of(entry.in);
  if (!channel) return;
  const isSelf = client.isSelf(entry.account);
  const wasIn = isIn(client, channel, entry.account);
  channel.members.delete(entry.account);
  if (wasIn && channel.isJoined) {
    const { people } = client;
    const source = people.maskOf(entry.by);
    const line: OutgoingLine =
      entry.by === entry.account
        ? { source, verb: 'PART', params: [channel.name] }
        : {
            source,
            verb: 'KICK',
            params: [channel.name, people.nickOfAccount(entry.account)],
            text: client.shared.whyOf(entry),
          };
    client.out.line(stamped(entry, line));
  }
  if (isSelf) client.channels.remove(channel);
}

function showRenamed(client: IrcClient, entry: EntryOf<'renamed'>): void {
  const channel = client.channels.of(entry.in);
  if (!channel || channel.topic === entry.name) return;
  const before = channel.name;
  const isMoved = client.channels.rename(channel, entry.name);
  if (!channel.isJoined) return;
  const { people, out } = client;
  const params = [before];
  const renamer = people.maskOf(entry.by);
  out.line(stamped(entry, { source: renamer, verb: 'TOPIC', params, text: entry.name }));
  if (!isMoved) return;
  const self = client.port.self();
  const source = self && people.maskOf(self.account);
  const text = `This group is ${channel.name} now`;
  out.line(stamped(entry, { source, verb: 'PART', params, text }));
  joinChannel(client, channel, out);
}

function stamped(entry: Entry, line: OutgoingLine): OutgoingLine {
  return { ...line, tags: { time: timeTag(entry.at) } };
}
