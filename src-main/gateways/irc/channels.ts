import type { Group } from '../../../src-shared/protocol/groups.ts';
import type { AccountId, ConversationId } from '../../../src-shared/protocol/ids.ts';
import { everyone, isTopic } from '../../../src-shared/protocol/ids.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import type { RoomDirectory } from '../../server/session-port.ts';
import { cutToBytes } from './irc-line.ts';
import { foldNick } from './nicks.ts';

export const everyoneChannel = '#oda';
/** Of a channel's name, its `#` included: as many as a topic can have, which JOIN makes. */
export const maxChannelCharacters = 1 + limits.maxTopicNameCharacters;
const maxSlugBytes = 96;
const suffixCharacters = 4;

/** A conversation of several as a channel of one connection. */
export type Channel = {
  readonly conversation: ConversationId;
  name: string;
  topic: string;
  /** The client has joined it: what is said there is shown. */
  isJoined: boolean;
  /** Undefined for everyone, where whoever is in the room is in it; of a topic too. */
  group: Group | undefined;
  /** Who has it since its owner left, until the client is told of that. */
  heir?: AccountId | undefined;
  /** Who is in the group or topic as far as the client was told; empty for everyone. */
  members: Set<AccountId>;
  /** The number in the log from which on the client was in it, if it came while it was connected. */
  sinceId?: number | undefined;
  /** Only its owner and the room's moderators write in the group, as far as the client was told. */
  isModerated: boolean;
};

/** What a channel's table asks of its room. */
type Known = Pick<RoomDirectory, 'name' | 'findTopic' | 'peopleIn'>;

/** The channels of one connection: everyone, and the groups and topics of its account. */
export class ChannelTable {
  readonly #byConversation = new Map<ConversationId, Channel>();
  readonly #byName = new Map<string, Channel>();

  readonly #room: Known;

  constructor(room: Known, groups: readonly Group[]) {
    this.#room = room;
    this.#put({
      conversation: everyone,
      name: everyoneChannel,
      topic: room.name,
      isJoined: false,
      group: undefined,
      members: new Set(),
      isModerated: false,
    });
    for (const group of groups) this.takeIn(group);
  }

  all(): Iterable<Channel> {
    return this.#byConversation.values();
  }

  /** By the name of a channel, in any case. */
  named(name: string): Channel | undefined {
    return this.#byName.get(foldNick(name));
  }

  of(conversation: ConversationId): Channel | undefined {
    return this.#byConversation.get(conversation);
  }

  /** A group or topic as it stands now. Its channel's name changes only with `rename`. */
  takeIn(group: Group): Channel {
    const known = this.#byConversation.get(group.in);
    if (known) {
      known.group = group;
      if (group.topic) known.topic = group.topic.about;
      return known;
    }
    return this.#put({
      conversation: group.in,
      name: this.#freeName(group.name, group.in),
      topic: group.topic?.about ?? group.name,
      isJoined: false,
      group,
      members: new Set(this.#room.peopleIn(group.in)),
      isModerated: group.readOnly === true,
    });
  }

  /** True if the channel's own name is another one now. */
  rename(channel: Channel, name: string): boolean {
    if (!channel.group?.topic) channel.topic = name;
    this.#byName.delete(foldNick(channel.name));
    const before = channel.name;
    channel.name = this.#freeName(name, channel.conversation);
    this.#byName.set(foldNick(channel.name), channel);
    return channel.name !== before;
  }

  remove(channel: Channel): void {
    this.#byConversation.delete(channel.conversation);
    this.#byName.delete(foldNick(channel.name));
  }

  #put(channel: Channel): Channel {
    this.#byConversation.set(channel.conversation, channel);
    this.#byName.set(foldNick(channel.name), channel);
    return channel;
  }

  /** A second group of the same name has a part of its id behind it: the same at every connection. */
  #freeName(name: string, conversation: ConversationId): string {
    const isOwn = isTopic(conversation);
    // A topic's name is its channel's, and everybody's: no group is called so.
    const slug = isOwn ? name : asSlug(name);
    const id = conversation.slice('group:'.length);
    const names = [`#${slug}`, `#${slug}-${id.slice(0, suffixCharacters)}`, `#${id}`];
    const isFree = (wanted: string) =>
      !this.#byName.has(foldNick(wanted)) && (isOwn || !this.#room.findTopic(wanted));
    return names.find(isFree) ?? `#${id}`;
  }
}

/** A group's name as a channel's, without `#`: `Hafta sonu` is `Hafta-sonu`. */
export function asSlug(name: string): string {
  const words = name.replaceAll(/[\s\p{C},:]+/gu, '-');
  const characters = [...words].slice(0, maxChannelCharacters - 1 - suffixCharacters - 1).join('');
  return cutToBytes(characters, maxSlugBytes).replaceAll(/^-+|-+$/g, '') || 'group';
}
