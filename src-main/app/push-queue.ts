import type { PushName, Pushes } from '../../src-shared/bridge/bridge.ts';
import type { Quote, ShownMessage } from '../../src-shared/member/own-copy.ts';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import type { Member } from '../../src-shared/protocol/members.ts';
import type {
  AccountId,
  ConversationId,
  PrivateId,
  RoomId,
} from '../../src-shared/protocol/ids.ts';

export type PushListener = <N extends PushName>(name: N, push: Pushes[N]) => void;

type Timeline = { room: RoomId; in: ConversationId };
type Private = { room: RoomId; private: PrivateId };
type RoomNews = {
  resynced?: Pushes['room/resynced'];
  members: Map<AccountId, Member>;
  appended: Map<ConversationId, { entries: Entry[]; quotes: Quote[] }>;
  changed: Map<ConversationId, Map<number, ShownMessage>>;
  groups: Set<ConversationId>;
  expired: Map<ConversationId, number>;
  outboxes: Set<ConversationId>;
  conversations: Set<ConversationId>;
  privates: Set<PrivateId>;
  removedPrivates: Set<PrivateId>;
  isRoomChanged: boolean;
};

/** How things stand when the pushes go out. */
export type PushViews = {
  room: (room: RoomId) => Pushes['room/changed'] | undefined;
  groups: (room: RoomId, ids: Iterable<ConversationId>) => Pushes['group/changed'];
  conversations: (room: RoomId, ids: Iterable<ConversationId>) => Pushes['conversation/changed'];
  outbox: (timeline: Timeline) => Pushes['outbox/changed']['items'];
  privates: (room: RoomId, ids: ReadonlySet<PrivateId>) => Pushes['private/changed'][];
  arrival: (timeline: Timeline, entries: readonly Entry[]) => Pushes['message/arrived'] | undefined;
};

/**
 * Gathers what one turn of the loop changes and tells each thing once, in an order that windows can follow:
 * an entry comes before its message leaves the outbox, both before the counts that follow from them.
 */
export class PushQueue {
  readonly #views: PushViews;
  readonly #listeners = new Set<PushListener>();
  readonly #newsByRoom = new Map<RoomId, RoomNews>();

  constructor(views: PushViews) {
    this.#views = views;
  }

  /** Returns what ends the subscription. */
  on(listener: PushListener): () => void {
    // A new function each time: the same listener may be given twice and ended once.
    const own: PushListener = (name, push) => listener(name, push);
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
    };
  }

  /** Tells at once what does not belong to a room's news. */
  send<N extends PushName>(name: N, push: Pushes[N]): void {
    for (const listener of this.#listeners) listener(name, push);
  }

  roomChanged(room: RoomId): void {
    this.#news(room).isRoomChanged = true;
  }

  resynced(push: Pushes['room/resynced']): void {
    this.#news(push.room).resynced = push;
  }

  membersChanged(room: RoomId, members: readonly Member[]): void {
    const news = this.#news(room);
    for (const member of members) news.members.set(member.account, member);
  }

  appended(
    { room, in: id }: Timeline,
    entries: readonly Entry[],
    quotes: readonly Quote[] = [],
  ): void {
    const { appended } = this.#news(room);
    const before = appended.get(id) ?? { entries: [], quotes: [] };
    before.entries.push(...entries);
    before.quotes.push(...quotes);
    appended.set(id, before);
  }

  messagesChanged({ room, in: id }: Timeline, messages: readonly ShownMessage[]): void {
    const { changed } = this.#news(room);
    const before = changed.get(id) ?? new Map<number, ShownMessage>();
    for (const each of messages) before.set(each.message.seq, each);
    changed.set(id, before);
  }

  expired({ room, in: id }: Timeline, firstSeq: number): void {
    this.#news(room).expired.set(id, firstSeq);
  }

  outboxChanged({ room, in: id }: Timeline): void {
    this.#news(room).outboxes.add(id);
  }

  conversationChanged({ room, in: id }: Timeline): void {
    const news = this.#news(room);
    news.conversations.add(id);
    // Its unread messages are the room's too.
    news.isRoomChanged = true;
  }

  groupsChanged(room: RoomId, groups: readonly { in: ConversationId }[]): void {
    const news = this.#news(room);
    for (const { in: id } of groups) news.groups.add(id);
  }

  privateChanged({ room, private: id }: Private): void {
    this.#news(room).privates.add(id);
  }

  privateRemoved({ room, private: id }: Private): void {
    this.#news(room).removedPrivates.add(id);
  }

  /** The room is gone: nothing more is said of it. */
  forget(room: RoomId): void {
    this.#newsByRoom.delete(room);
  }

  #news(room: RoomId): RoomNews {
    if (this.#newsByRoom.size === 0) setImmediate(() => this.flush());
    const known = this.#newsByRoom.get(room);
    if (known) return known;
    const news: RoomNews = {
      members: new Map(),
      appended: new Map(),
      changed: new Map(),
      groups: new Set(),
      expired: new Map(),
      outboxes: new Set(),
      conversations: new Set(),
      privates: new Set(),
      removedPrivates: new Set(),
      isRoomChanged: false,
    };
    this.#newsByRoom.set(room, news);
    return news;
  }

  flush(): void {
    const all = [...this.#newsByRoom];
    this.#newsByRoom.clear();
    for (const [room, news] of all) this.#tell(room, news);
  }

  #tell(room: RoomId, news: RoomNews): void {
    const roomView = this.#views.room(room);
    if (!roomView) return;
    if (news.resynced) this.send('room/resynced', news.resynced);
    if (news.members.size > 0) {
      this.send('member/changed', { room, members: [...news.members.values()] });
    }
    if (news.groups.size > 0) this.send('group/changed', this.#views.groups(room, news.groups));
    for (const [id, { entries, quotes }] of news.appended) {
      const answered = quotes.length > 0 ? { quotes } : {};
      this.send('timeline/appended', { room, in: id, entries, ...answered });
    }
    for (const [id, firstSeq] of news.expired)
      this.send('timeline/expired', { room, in: id, firstSeq });
    for (const [id, messages] of news.changed) {
      this.send('message/changed', { room, in: id, messages: [...messages.values()] });
    }
    for (const id of news.outboxes) {
      const items = this.#views.outbox({ room, in: id });
      this.send('outbox/changed', { room, in: id, items });
    }
    if (news.conversations.size > 0) {
      this.send('conversation/changed', this.#views.conversations(room, news.conversations));
    }
    for (const view of this.#views.privates(room, news.privates))
      this.send('private/changed', view);
    for (const id of news.removedPrivates) this.send('private/removed', { room, private: id });
    if (news.isRoomChanged) this.send('room/changed', roomView);
    for (const [id, { entries }] of news.appended) {
      const arrival = this.#views.arrival({ room, in: id }, entries);
      if (arrival) this.send('message/arrived', arrival);
    }
  }
}
