import type { Entry, EntryDraft } from '../../../src-shared/protocol/entries.ts';
import type { AnswerOf } from '../../../src-shared/protocol/frames.ts';
import { directPair } from '../../../src-shared/protocol/ids.ts';
import type { AccountId, ConversationId, DeviceId } from '../../../src-shared/protocol/ids.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import type {
  Account,
  AccountStore,
  AppendOutcome,
  DeviceProof,
  FoundToken,
  HistoryQuery,
  NewAccount,
  RoomIdentity,
  RoomLog,
  RoomStore,
  SyncQuery,
  TokenProof,
  TokenRecord,
} from '../../room/ports.ts';
import { cutPage } from './history-page.ts';

export type MemoryRoomStoreOptions = {
  identity: RoomIdentity;
  /** Fewer than `limits.freeDiskBytes` and new messages are refused. */
  freeBytes?: () => number;
};

/** A room's store that ends with the process; for tests and rooms that keep nothing. */
export function createMemoryRoomStore(options: MemoryRoomStoreOptions): RoomStore {
  const { identity, freeBytes = () => Number.MAX_SAFE_INTEGER } = options;
  return {
    identity,
    log: new MemoryLog(() => freeBytes() < limits.freeDiskBytes),
    accounts: new MemoryAccounts(),
    size: async () => 0,
    close: async () => undefined,
  };
}

class MemoryLog implements RoomLog {
  readonly #isFull: () => boolean;
  readonly #entriesByConversation = new Map<ConversationId, Entry[]>();
  readonly #messagesByCid = new Map<string, Extract<Entry, { type: 'message' }>>();
  #lastId = 0;

  constructor(isFull: () => boolean) {
    this.#isFull = isFull;
  }

  async append(drafts: readonly EntryDraft[]): Promise<AppendOutcome[]> {
    return drafts.map((draft) => this.#appendOne(draft));
  }

  async readHistory(query: HistoryQuery): Promise<AnswerOf<'read-history'>> {
    const { in: conversation, limit, after, before } = query;
    const all = this.#entriesByConversation.get(conversation) ?? [];
    if (after !== undefined) {
      const entries = cutPage(all.slice(after), limit);
      return { entries, more: after + entries.length < all.length };
    }
    const older = all.slice(0, before === undefined ? undefined : before - 1);
    const entries = cutPage(older.toReversed(), limit).toReversed();
    return { entries, more: entries.length < older.length };
  }

  async conversationsAfter({ account, after, from }: SyncQuery): Promise<AnswerOf<'sync'>> {
    const found = [...this.#entriesByConversation]
      .filter(([id]) => directPair(id)?.includes(account) ?? true)
      .filter(([id]) => from === undefined || id >= from)
      .map(([id, entries]) => ({
        in: id,
        lastSeq: entries.length,
        lastId: entries.at(-1)?.id ?? 0,
      }))
      .filter(({ lastId }) => lastId > after)
      .toSorted((one, other) => (one.in < other.in ? -1 : 1));
    return {
      conversations: found.slice(0, limits.rosterPage),
      head: this.#lastId,
      next: found[limits.rosterPage]?.in,
    };
  }

  #appendOne(draft: EntryDraft): AppendOutcome {
    if (draft.type === 'message') {
      const stored = this.#messagesByCid.get(`${draft.from} ${draft.cid}`);
      if (stored) {
        const isSame = stored.in === draft.in && stored.text === draft.text;
        return isSame
          ? { kind: 'repeated', id: stored.id, seq: stored.seq, at: stored.at }
          : { kind: 'refused', code: 'cid-used' };
      }
      if (this.#isFull()) return { kind: 'refused', code: 'store-full' };
    }
    const entries = this.#entriesByConversation.get(draft.in) ?? [];
    const entry = { ...draft, id: this.#lastId + 1, seq: entries.length + 1 };
    this.#lastId = entry.id;
    entries.push(entry);
    this.#entriesByConversation.set(draft.in, entries);
    if (entry.type === 'message') this.#messagesByCid.set(`${entry.from} ${entry.cid}`, entry);
    return { kind: 'stored', id: entry.id, seq: entry.seq };
  }
}

type MemoryAccount = Omit<Account, 'hasPassword'> & { passwordHash: string | undefined };

class MemoryAccounts implements AccountStore {
  readonly #accounts = new Map<AccountId, MemoryAccount>();
  readonly #keyHashes = new Map<string, string>();
  readonly #tokens = new Map<DeviceId, TokenRecord>();

  async list(): Promise<Account[]> {
    return [...this.#accounts.values()].map(({ passwordHash, ...account }) => ({
      ...account,
      hasPassword: passwordHash !== undefined,
    }));
  }

  async create({ account, name, nameKey, passwordHash }: NewAccount) {
    const isTaken = [...this.#accounts.values()].some((other) => other.nameKey === nameKey);
    if (isTaken) return 'name-taken';
    if (this.#accounts.has(account)) throw new Error(`Account ${account} exists`);
    this.#accounts.set(account, { account, name, nameKey, passwordHash });
    return 'created';
  }

  async readPasswordHash(account: AccountId): Promise<string | undefined> {
    return this.#accounts.get(account)?.passwordHash;
  }

  async saveDevice({ account, device, keyHash }: DeviceProof): Promise<void> {
    this.#keyHashes.set(`${account} ${device}`, keyHash);
  }

  async hasDevice({ account, device, keyHash }: DeviceProof): Promise<boolean> {
    return this.#keyHashes.get(`${account} ${device}`) === keyHash;
  }

  async saveToken(token: TokenRecord): Promise<void> {
    this.#tokens.set(token.device, { ...token });
  }

  async findToken({ device, tokenHash, now }: TokenProof): Promise<FoundToken | undefined> {
    const token = this.#tokens.get(device);
    const found = [token, token?.previous].find((each) => each?.tokenHash === tokenHash);
    if (!token || !found || found.expiresAt <= now) return undefined;
    return { account: token.account, expiresAt: found.expiresAt };
  }

  async confirmToken(device: DeviceId): Promise<void> {
    const token = this.#tokens.get(device);
    if (token) this.#tokens.set(device, { ...token, previous: undefined });
  }

  async saveLastSeen(account: AccountId, at: number): Promise<void> {
    const known = this.#accounts.get(account);
    if (known) known.lastSeenAt = at;
  }
}
