import { isDeepStrictEqual } from 'node:util';
import type { Draft } from '../../src-shared/member/draft-aim.ts';
import { quoteOf } from '../../src-shared/member/quote.ts';
import type { Quote, ShownMessage } from '../../src-shared/member/own-copy.ts';
import { isChange } from '../../src-shared/protocol/entries.ts';
import type { FileHash } from '../../src-shared/protocol/files.ts';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import { everyone } from '../../src-shared/protocol/ids.ts';
import type { ConversationId, RoomId } from '../../src-shared/protocol/ids.ts';
import type { ConversationRecord } from './replica/conversations.ts';
import type { Replica } from './replica/replica.ts';
import { Turns } from './turns.ts';

/** Messages as people see them now, and as others quote them. */
export type Touched = { changed: ShownMessage[]; quotes: Quote[] };

/** More conversations than this are not kept of one room, however many it says there are. */
export const maxConversations = 100_000;

export type RoomCopyParts = {
  /** Of messages that are deleted, or that the room lets go. */
  forgetFiles?: (hashes: readonly FileHash[]) => Promise<void>;
  /** What was before this number is here no more. */
  dropped?: (conversation: ConversationId, firstSeq: number) => void;
};

/**
 * What this computer holds of one room: the replica with its heads in memory. Whatever order pages,
 * live entries and reconnects come in, a conversation grows at its ends only, without a hole (W7).
 */
export class RoomCopy {
  readonly room: RoomId;
  readonly #replica: Pick<Replica, 'rooms' | 'conversations' | 'entries'>;
  readonly #conversations = new Map<ConversationId, ConversationRecord>();
  readonly #parts: RoomCopyParts;
  #newestId = 0;
  /** One write of a conversation after another: what touches its end depends on the one before. */
  readonly #writes = new Turns<ConversationId>();
  /** Before these numbers nothing is kept, whatever page is still on its way. */
  readonly #floors = new Map<ConversationId, number>();

  constructor(
    replica: Pick<Replica, 'rooms' | 'conversations' | 'entries'>,
    room: RoomId,
    parts: RoomCopyParts = {},
  ) {
    this.#parts = parts;
    this.#replica = replica;
    this.room = room;
  }

  async load(): Promise<void> {
    for (const record of await this.#replica.conversations.list(this.room)) {
      this.#conversations.set(record.in, record);
      this.#newestId = Math.max(this.#newestId, record.lastMessage?.id ?? 0);
    }
  }

  /** The newest position of the log that is known to be held. */
  get newestId(): number {
    return this.#newestId;
  }

  conversation(id: ConversationId): ConversationRecord {
    return this.#conversations.get(id) ?? blank(id);
  }

  /** Everyone first, then those that were ever written in (or begun to be). */
  conversations(): ConversationRecord[] {
    const others = [...this.#conversations.values()].filter((record) => record.in !== everyone);
    return [this.conversation(everyone), ...others];
  }

  /** False if nothing of this conversation is held and it would be one too many. */
  hasRoomFor(id: ConversationId): boolean {
    return this.#conversations.has(id) || this.#conversations.size < maxConversations;
  }

  /** Adds what is newer than the copy and touches it; answers with what was added. */
  append(id: ConversationId, entries: readonly Entry[]): Promise<Entry[]> {
    return this.#writes.take(id, async () => {
      await this.#dropBelow(id, floorIn(entries));
      const { lastSeq } = this.conversation(id);
      const floor = this.#floors.get(id) ?? 1;
      const newer = entries.filter(({ seq }) => seq > lastSeq && seq >= floor);
      const first = newer[0];
      if (!first || (lastSeq > 0 && first.seq !== lastSeq + 1)) return [];
      await this.#forgetFilesOf(id, newer);
      this.#keep(await this.#replica.entries.add(this.room, id, newer));
      this.#newestId = Math.max(this.#newestId, newer.at(-1)?.id ?? 0);
      return newer;
    });
  }

  /** Adds what is older than the copy and touches it; answers with what was added. */
  prepend(id: ConversationId, entries: readonly Entry[]): Promise<Entry[]> {
    return this.#writes.take(id, async () => {
      const { firstSeq, lastSeq } = this.conversation(id);
      const floor = this.#floors.get(id) ?? 1;
      const older = entries.filter(({ seq }) => seq < firstSeq && seq >= floor);
      if (lastSeq === 0 || older.at(-1)?.seq !== firstSeq - 1) return [];
      await this.#forgetFilesOf(id, older);
      this.#keep(await this.#replica.entries.add(this.room, id, older));
      return older;
    });
  }

  /** The room has nothing before this number any more. It only ever rises. */
  dropBelow(id: ConversationId, firstSeq: number): Promise<void> {
    return this.#writes.take(id, () => this.#dropBelow(id, firstSeq));
  }

  async #dropBelow(id: ConversationId, firstSeq: number): Promise<void> {
    if (firstSeq <= (this.#floors.get(id) ?? 1)) return;
    const { firstSeq: held, lastSeq, oldestSeq } = this.conversation(id);
    const isLetGo = lastSeq === 0 ? oldestSeq >= firstSeq : held >= firstSeq;
    for (let isDone = isLetGo; !isDone;) {
      // Before the step: after it nothing tells any more which they were.
      const files = await this.#replica.entries.filesBelow(this.room, id, firstSeq);
      if (files.length > 0) await this.#parts.forgetFiles?.(files);
      const step = await this.#replica.entries.dropBelow(this.room, id, firstSeq);
      this.#keep(step.record);
      isDone = step.isDone;
    }
    // Not before: where the disk said no, it is tried again.
    this.#floors.set(id, firstSeq);
    if (!isLetGo) this.#parts.dropped?.(id, firstSeq);
  }

  /** Before the copy learns of the deletion: then nothing tells any more which they were. */
  async #forgetFilesOf(id: ConversationId, entries: readonly Entry[]): Promise<void> {
    const deleted = entries.flatMap((entry) =>
      entry.type === 'message-deleted' ? [entry.target] : [],
    );
    if (deleted.length === 0) return;
    const found = await this.#replica.entries.readMessages(this.room, id, deleted);
    const files = found.flatMap(({ message }) => message.files ?? []);
    if (files.length > 0) await this.#parts.forgetFiles?.(files.map(({ hash }) => hash));
  }

  /** The messages that these entries change, and those that they answer, as far as they are held. */
  async touchedBy(id: ConversationId, entries: readonly Entry[]): Promise<Touched> {
    const changed = new Set(entries.filter(isChange).map(({ target }) => target));
    const answered = new Set(
      entries.flatMap((entry) =>
        entry.type === 'message' && entry.reply !== undefined ? [entry.reply] : [],
      ),
    );
    if (changed.size + answered.size === 0) return { changed: [], quotes: [] };
    const seqs = [...new Set([...changed, ...answered])];
    const found = await this.#replica.entries.readMessages(this.room, id, seqs);
    const quoted = found.filter(({ message }) => answered.has(message.seq));
    return {
      changed: found.filter(({ message }) => changed.has(message.seq)),
      quotes: quoted.map(({ message }) => quoteOf(message)),
    };
  }

  markRead(id: ConversationId, seq: number): Promise<void> {
    return this.#writes.take(id, async () => {
      const known = Math.min(seq, this.conversation(id).lastSeq);
      if (known <= this.conversation(id).readSeq) return;
      this.#keep(await this.#replica.conversations.markRead(this.room, id, known));
    });
  }

  markUnread(id: ConversationId, seq: number): Promise<void> {
    return this.#writes.take(id, async () => {
      const { readSeq, lastSeq } = this.conversation(id);
      if (seq > lastSeq) return;
      // Whoever begins later than before has read what stands between.
      if (seq - 1 > readSeq) await this.#replica.conversations.markRead(this.room, id, seq - 1);
      this.#keep(await this.#replica.conversations.markUnread(this.room, id, seq));
    });
  }

  /** The other one of a direct conversation has everything up to `seq`; false if that was known. */
  markDelivered(id: ConversationId, seq: number): Promise<boolean> {
    return this.#writes.take(id, async () => {
      if (seq <= this.conversation(id).deliveredSeq) return false;
      this.#keep(await this.#replica.conversations.markDelivered(this.room, id, seq));
      return true;
    });
  }

  /** The room gives nothing older than this number. */
  noteOldest(id: ConversationId, seq: number): Promise<void> {
    return this.#writes.take(id, async () => {
      if (seq === this.conversation(id).oldestSeq || seq < (this.#floors.get(id) ?? 1)) return;
      this.#keep(await this.#replica.conversations.noteOldest(this.room, id, seq));
    });
  }

  saveDraft(id: ConversationId, written: Draft): Promise<void> {
    return this.#writes.take(id, async () => {
      const { draft, aim } = this.conversation(id);
      if (isDeepStrictEqual({ text: draft, aim }, { aim: undefined, ...written })) return;
      await this.#replica.conversations.saveDraft(this.room, id, written);
      this.#keep({ ...this.conversation(id), draft: written.text, aim: written.aim });
    });
  }

  /** After it changed whom this person does not want to hear: answers with what that changed. */
  async recounted(): Promise<ConversationId[]> {
    const changed = (await this.#replica.conversations.list(this.room)).filter((record) => {
      const { unread, mentions, lastMessage } = this.conversation(record.in);
      if (record.mentions !== mentions) return true;
      return record.unread !== unread || record.lastMessage?.seq !== lastMessage?.seq;
    });
    const none: readonly Entry[] = [];
    return Promise.all(
      changed.map(({ in: id }) =>
        this.#writes.take(id, async () => {
          this.#keep(await this.#replica.entries.add(this.room, id, none));
          return id;
        }),
      ),
    );
  }

  /** Full resync (W9): forgets what the room said, keeps what the person wrote. */
  async clear(): Promise<void> {
    await this.settled();
    await this.#replica.rooms.clearCopy(this.room);
    this.#conversations.clear();
    this.#floors.clear();
    this.#newestId = 0;
    await this.load();
  }

  /** Resolves when every write that was begun is done or has failed. */
  async settled(): Promise<void> {
    await this.#writes.settled();
  }

  #keep(record: ConversationRecord): void {
    this.#conversations.set(record.in, record);
  }
}

/** The first number that is left after what these entries tell. */
function floorIn(entries: readonly Entry[]): number {
  return entries.reduce(
    (floor, each) => (each.type === 'expired' ? Math.max(floor, each.target + 1) : floor),
    1,
  );
}

function blank(id: ConversationId): ConversationRecord {
  return {
    in: id,
    firstSeq: 0,
    lastSeq: 0,
    oldestSeq: 1,
    readSeq: 0,
    unread: 0,
    mentions: 0,
    draft: '',
    deliveredSeq: 0,
  };
}
