import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { ChangedMessage } from '../../../../src-shared/protocol/changed-message.ts';
import type { Entry, MessageEntry } from '../../../../src-shared/protocol/entries.ts';
import type { AccountId, Cid, ConversationId } from '../../../../src-shared/protocol/ids.ts';

/** Where the rows of a room are found: `key` for as long as it is known, `copy` until a full resync. */
export type RoomKeys = { key: number; copy: number; account: AccountId };

/** Places of entries. Both ends belong to it. */
export type Range = { lowest: number; highest: number };

/** The numbers `firstSeq…lastSeq` are held; 0 and 0 if nothing is. */
export type Held = { firstSeq: number; lastSeq: number };

/** What is held of one conversation. `lastMessage`: the place of its newest message that nobody blocked wrote. */
export type ConversationRow = Held & {
  number: number;
  name: ConversationId;
  readSeq: number;
  unread: number;
  mentions: number;
  lastMessage: number | null;
  deliveredSeq: number;
  oldestSeq: number;
};

/**
 * What came in one call: one run of numbers without a hole, at either end of what was held `before`. A projection
 * may change its own fields of `conversation`, which is stored after the run.
 */
export type Run = {
  room: RoomKeys;
  before: Readonly<ConversationRow>;
  conversation: ConversationRow;
};

/**
 * An entry that is about to be stored at `place`. `entry`: of a message that was changed, what people see of it, from
 * the first projection on. `columns`: what projections keep in its own row.
 */
export type Told = { entry: Entry; place: number; columns: Record<string, SQLInputValue> };

/** A message that is held and shown in another way from now on. `columns`: as they were, and are to be. */
export type Changed = {
  /** As the log has it, and as people see it. */
  written: MessageEntry;
  message: MessageEntry;
  isPinned: boolean;
  place: number;
  before: Readonly<Record<string, unknown>>;
  columns: Record<string, SQLInputValue>;
};

/** A row that is about to go. */
type Gone = {
  place: number;
  person: number;
  conversation: number;
  columns: Readonly<Record<string, unknown>>;
};

/**
 * Something that is derived from entries. It is told of each one in the transaction that stores it: newer ones in
 * order, and older ones, page by page, as they are fetched.
 */
export interface Projection {
  tell?(told: Told, run: Run): void;
  /** It was told before; what changes it is stored. */
  tellChanged?(changed: Changed, run: Run): void;
  /** The run is over: what was put off until then. */
  settle?(): void;
  /** The read mark is about to move up to `seq`. */
  tellRead?(conversation: ConversationRow, seq: number): void;
  /** Whom this person blocked, or the account that is theirs, has changed. */
  tellPeople?(room: RoomKeys, conversation: ConversationRow): void;
  /** Entries of a removed copy are swept; `wiped`: those of one that stays, of which nothing may be left. */
  tellGone?(rows: readonly Gone[], how?: 'wiped'): void;
  /** A removed copy is swept: nothing is left at these places. */
  tellSwept?(places: Range): void;
  /** What is kept in memory may be ahead of the disk. */
  forget?(): void;
  /** All that is held of the room is told next: nothing of it has been told yet. */
  clear?(room: RoomKeys, conversations: readonly ConversationRow[]): void;
  /** A quicker way than to be told everything again. Its tables are empty. */
  makeAnew?(): void;
}

/** What projections know besides entries. */
export type ProjectionParts = {
  people: { ensure(copy: number, account: AccountId): number };
  messages: {
    /** As it is with what changes it; undefined if nothing does. */
    fold(
      message: MessageEntry,
      where: { number: number; name: ConversationId },
    ): Pick<ChangedMessage, 'text' | 'mentions' | 'pinned'> | undefined;
  };
  outbox: { take(room: number, cid: Cid): void };
  groupMessages: {
    /** The room has the message of this cid under this number. */
    noteSeq(room: RoomKeys, cid: Cid, seq: number): void;
    /** Other messages may have the numbers now. */
    forgetSeqs(room: RoomKeys): void;
  };
};

export type ProjectionKind = {
  name: string;
  /** Raised when it derives something else than before: it is made anew then. */
  version: number;
  /** Its columns of the table `entry`. */
  columns?: readonly string[];
  /** Its own tables, and the SQL that makes them. Damage in them is mended: they are made anew. */
  tables?: readonly string[];
  schema?: string;
  /** Missing if every SQLite can do it. */
  isAvailable?: (database: DatabaseSync) => boolean;
  open: (database: DatabaseSync, parts: ProjectionParts) => Projection;
};
