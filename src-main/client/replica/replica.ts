import type { StoreFinding } from '../../../src-shared/host/host-log.ts';
import { RefusalError } from '../../../src-shared/protocol/outcome.ts';
import type { ContactStore, GroupMessageStore } from './contacts.ts';
import type { ConversationStore, EntryStore, MessageSearch } from './conversations.ts';
import type { OutboxStore } from './outbox-store.ts';
import type { GroupRecordStore, MemberStore } from './people.ts';
import type { LaterCopyStore } from './later.ts';
import type { AttentionStore } from './attention.ts';
import type { FileCopyStore } from './file-copies.ts';
import type { MissedStore } from './missed.ts';
import type { SavedMessageStore } from './saved.ts';
import type { ProfileStore, RoomRecordStore } from './room-records.ts';

/**
 * A member's own disk: memberships, a copy of what the person may see with its full-text index, outbox,
 * drafts, read marks and settings. A write is on disk when its promise resolves; writes that are asked for
 * in one turn of the loop share a transaction. Rejects with `ReplicaError` if the disk says no.
 */
export type Replica = {
  readonly profile: ProfileStore;
  readonly rooms: RoomRecordStore;
  readonly members: MemberStore;
  readonly groups: GroupRecordStore;
  readonly conversations: ConversationStore;
  readonly entries: EntryStore;
  readonly search: MessageSearch;
  readonly contacts: ContactStore;
  readonly attention: AttentionStore;
  readonly fileCopies: FileCopyStore;
  readonly missed: MissedStore;
  readonly groupMessages: GroupMessageStore;
  readonly saved: SavedMessageStore;
  readonly outbox: OutboxStore;
  readonly later: LaterCopyStore;
  readonly file: ReplicaFile;
};

interface ReplicaFile {
  /** Bytes on disk. */
  size(): Promise<number>;
  /** The next thing that turns out about what is on disk; undefined if nothing more will. One asks at a time. */
  nextFinding(): Promise<StoreFinding | undefined>;
  close(): Promise<void>;
}

/** The disk said no: full, read-only, corrupt, newer, in use. */
export class ReplicaError extends RefusalError {}
