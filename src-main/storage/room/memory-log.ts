import type { Entry, EntryDraft } from '../../../src-shared/protocol/entries.ts';
import { partsJson, partsOf } from '../../../src-shared/protocol/entry-parts.ts';
import type { EntryParts } from '../../../src-shared/protocol/entry-parts.ts';
import type { AnswerOf } from '../../../src-shared/protocol/protocol.ts';
import { conversationKind, directPair } from '../../../src-shared/protocol/ids.ts';
import type { AccountId, ConversationId } from '../../../src-shared/protocol/ids.ts';
import type { HistoryPage } from '../../../src-shared/protocol/history.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import type {
  AppendOutcome,
  HistoryQuery,
  RoomLog,
  StoredGroup,
  SyncQuery,
} from '../../room/ports.ts';
import { cutPage } from './cut-page.ts';
import type { PageEntry } from './cut-page.ts';

/** The log of a room that ends with the process. */
export class MemoryLog implements RoomLog {
  readonly #isFull: () => boolean;
  readonly #entriesByConversation = new Map<ConversationId, Entry[]>();
  readonly #sentByCid = new Map<string, Entry>();
  readonly #groups = new Map<ConversationId, StoredGroup>();
  #lastId = 0;

  constructor(isFull: () => boolean) {
    this.#isFull = isFull;
  }

  async append(drafts: readonly EntryDraft[]): Promise<AppendOutcome[]> {
    return drafts.map((draft) => this.#appendOne(draft));
  }

  async readHistory(query: HistoryQuery): Promise<HistoryPage> {
    const { in: conversation, limit, after, before, visible } = query;
    const entries = this.#entriesByConversation.get(conversation) ?? [];
    const hidden = (visible?.first ?? 1) - 1;
    const last = Math.min(visible?.last ?? entries.length, entries.length);
    if (after !== undefined) {
      const newer = entries.slice(Math.max(after, hidden), last);
      const page = cutPage(newer.map(pageEntry), { limit, order: 'oldest-first' });
      return { entries: page.entries, more: page.last?.seq !== newer.at(-1)?.seq };
    }
    const end = Math.min((before ?? last + 1) - 1, last);
    const older = entries.slice(hidden, Math.max(hidden, end));
    const page = cutPage(older.toReversed().map(pageEntry), { limit, order: 'newest-first' });
    return { entries: page.entries, more: page.last?.seq !== older[0]?.seq };
  }

  async conversationsAfter({ account, after, from }: SyncQuery): Promise<AnswerOf<'sync'>> {
    const found = [...this.#entriesByConversation.keys()]
      .filter((id) => from === undefined || id >= from)
      .flatMap((id) => this.#newestFor(account, id) ?? [])
      .filter(({ id }) => id > after)
      .map(({ in: conversation, seq, id }) => ({ in: conversation, lastSeq: seq, lastId: id }))
      .toSorted((one, other) => (one.in < other.in ? -1 : 1));
    return {
      conversations: found.slice(0, limits.rosterPage),
      head: this.#lastId,
      next: found[limits.rosterPage]?.in,
    };
  }

  /** 0 where nothing is in it. */
  lastSeq(conversation: ConversationId): number {
    return this.#entriesByConversation.get(conversation)?.length ?? 0;
  }

  groups(): StoredGroup[] {
    return structuredClone([...this.#groups.values()]);
  }

  /** The newest entry that the account may read; undefined where it has no part in the conversation. */
  #newestFor(account: AccountId, conversation: ConversationId): Entry | undefined {
    const entries = this.#entriesByConversation.get(conversation);
    if (conversationKind(conversation) !== 'group') {
      const mayRead = directPair(conversation)?.includes(account) ?? true;
      return mayRead ? entries?.at(-1) : undefined;
    }
    const { members = [] } = this.#groups.get(conversation) ?? {};
    const member = members.find((each) => each.account === account);
    return member && entries?.at((member.lastSeq ?? 0) - 1);
  }

  #appendOne(draft: EntryDraft): AppendOutcome {
    const parts = partsOf(draft);
    if (parts.cid !== undefined) {
      const stored = this.#sentByCid.get(cidKey(parts));
      if (stored) {
        const isSame = stored.in === draft.in && saysTheSame(partsOf(stored), parts);
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
    if (parts.cid !== undefined) this.#sentByCid.set(cidKey(parts), entry);
    this.#follow(entry);
    return { kind: 'stored', id: entry.id, seq: entry.seq };
  }

  #follow(entry: Entry): void {
    if (entry.type !== 'added' && entry.type !== 'removed' && entry.type !== 'renamed') return;
    const group = this.#groups.get(entry.in) ?? {
      in: entry.in,
      name: '',
      owner: entry.by,
      members: [],
    };
    this.#groups.set(entry.in, group);
    if (entry.type === 'renamed') {
      group.name = entry.name;
      return;
    }
    const known = group.members.find(({ account }) => account === entry.account);
    if (entry.type === 'added') {
      if (known) delete known.lastSeq;
      else group.members.push({ account: entry.account, firstSeq: entry.seq });
      return;
    }
    if (known) known.lastSeq ??= entry.seq;
    const staying = group.members.find(({ lastSeq }) => lastSeq === undefined);
    if (group.owner === entry.account && staying) group.owner = staying.account;
  }
}

function pageEntry(entry: Entry): PageEntry {
  return { seq: entry.seq, json: partsJson(partsOf(entry), entry) };
}

function cidKey({ who, cid }: EntryParts): string {
  return `${who.account} ${cid}`;
}

function saysTheSame(one: EntryParts, other: EntryParts): boolean {
  return one.type === other.type && one.rest === other.rest;
}
