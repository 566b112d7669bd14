import type { AppendOutcome, RoomLog, RoomStore, Told } from '../../room/ports.ts';
import type { LogDraft, LogEntry } from '../../room/system-entries.ts';
import { StoreError } from '../store-error.ts';

/** The log where it is kept, which answers who asks and tells nobody by itself. */
export interface StoredLog extends Omit<RoomLog, 'follow'> {
  append(drafts: readonly LogDraft[]): Promise<AppendOutcome[]>;
  /** The entries after a position, in order, as many as come at once; none only if there are none. */
  readAfter(after: number): Promise<LogEntry[]>;
}

/** A room's store where it is kept; `head`: the log's newest id when it was opened. */
export type StoredRoom = Omit<RoomStore, 'log'> & {
  readonly log: StoredLog;
  readonly head: number;
};

/** The same for whoever runs rooms on it. */
export function followed({ log, head, ...room }: StoredRoom): RoomStore {
  const { identity, key, accounts, receipts, invites, later, files, file } = room;
  return {
    identity,
    key,
    accounts,
    receipts,
    invites,
    later,
    files,
    file,
    log: new FollowedLog(log, head),
  };
}

type Follower = {
  position: number;
  isReading: boolean;
  readonly told: Told;
};
/** What was written here: answered when those who follow have taken in all up to its last entry. */
type Unanswered = { last: number; answer: () => void };

/**
 * Tells those who follow a log. What is written here comes back from what was handed in and the outcomes, without
 * being read; answers may overtake each other, the entries never do.
 */
export class FollowedLog implements RoomLog {
  readonly #log: StoredLog;
  readonly #followers = new Set<Follower>();
  /** Stored, but not told yet: what comes before them is still missing. */
  readonly #early = new Map<number, LogEntry>();
  #unanswered: Unanswered[] = [];
  /** Up to where everybody who is not reading has been told. */
  #position: number;
  #underWay = 0;
  #isReading = false;

  constructor(log: StoredLog, head: number) {
    this.#log = log;
    this.#position = head;
  }

  async append(
    drafts: readonly LogDraft[],
    settle: (outcomes: readonly AppendOutcome[]) => void = () => undefined,
  ): Promise<AppendOutcome[]> {
    const outcomes = await this.#write(drafts);
    const entries = entriesOf(drafts, outcomes);
    const last = entries.at(-1)?.id ?? 0;
    if (last <= this.#position) {
      settle(outcomes);
      return outcomes;
    }
    return new Promise((resolve) => {
      const answer = (): void => {
        settle(outcomes);
        resolve(outcomes);
      };
      this.#unanswered.push({ last, answer });
      this.#take(entries);
    });
  }

  follow(after: number, told: Told): () => void {
    const follower = { position: after, isReading: false, told };
    this.#followers.add(follower);
    this.#bringUp(follower);
    return () => this.#followers.delete(follower);
  }

  snapshot: RoomLog['snapshot'] = () => this.#log.snapshot();
  readRecord: RoomLog['readRecord'] = (query) => this.#log.readRecord(query);
  lastWords: RoomLog['lastWords'] = (topics, from) => this.#log.lastWords(topics, from);
  expiring: RoomLog['expiring'] = (query) => this.#log.expiring(query);
  countExpired: RoomLog['countExpired'] = (query) => this.#log.countExpired(query);
  readsFrom: RoomLog['readsFrom'] = (time) => this.#log.readsFrom(time);
  readHistory: RoomLog['readHistory'] = (query) => this.#log.readHistory(query);
  conversationsAfter: RoomLog['conversationsAfter'] = (query) =>
    this.#log.conversationsAfter(query);

  async #write(drafts: readonly LogDraft[]): Promise<AppendOutcome[]> {
    this.#underWay += 1;
    try {
      const outcomes = await this.#log.append(drafts);
      this.#underWay -= 1;
      return outcomes;
    } catch (error) {
      this.#underWay -= 1;
      // It may have been stored all the same.
      this.#tellEarly();
      throw error;
    }
  }

  /** Tells what is next. */
  #take(entries: readonly LogEntry[]): void {
    if (this.#early.size === 0 && entries[0]?.id === this.#position + 1 && isDense(entries))
      return this.#tell(entries);
    for (const entry of entries) if (entry.id > this.#position) this.#early.set(entry.id, entry);
    this.#tellEarly();
  }

  #tellEarly(): void {
    const next: LogEntry[] = [];
    for (let id = this.#position + 1; ; id += 1) {
      const entry = this.#early.get(id);
      if (!entry) break;
      this.#early.delete(id);
      next.push(entry);
    }
    if (next.length > 0) this.#tell(next);
    // What is missing comes with the answer to somebody here; else it was stored elsewhere.
    if (this.#early.size > 0 && this.#underWay === 0) void this.#readMissing();
  }

  async #readMissing(): Promise<void> {
    if (this.#isReading) return;
    this.#isReading = true;
    const end = Math.min(...this.#early.keys());
    try {
      const page = await this.#log.readAfter(this.#position);
      // No further: what is written here meanwhile is told after its own outcome.
      const missing = page.filter(({ id }) => id < end);
      if (page.length === 0) throw new Error(`The log has a gap before ${end}`);
      if (missing.length > 0) this.#tell(missing);
      // What was between and is not there any more is gone by a rule: nobody is told of it.
      if (missing.length < page.length) this.#position = end - 1;
    } catch (error) {
      // Their outcomes are known, and nothing more will be stored by a store that cannot be read.
      for (const { answer } of this.#unanswered.splice(0)) answer();
      if (!(error instanceof StoreError)) throw error;
      return;
    } finally {
      this.#isReading = false;
    }
    this.#tellEarly();
  }

  #tell(entries: readonly LogEntry[]): void {
    const before = this.#position;
    this.#position = entries.at(-1)?.id ?? before;
    const passOn: (() => void)[] = [];
    for (const follower of this.#followers) {
      if (follower.position < before) this.#bringUp(follower);
      else passOn.push(tellFollower(follower, entries));
    }
    this.#answer();
    for (const pass of passOn) pass();
  }

  #answer(): void {
    const isTold = ({ last }: Unanswered): boolean => last <= this.#position;
    const told = this.#unanswered.filter(isTold);
    this.#unanswered = this.#unanswered.filter((each) => !isTold(each));
    for (const { answer } of told) answer();
  }

  /** Reads for who is behind, until there is nothing more that the others have been told. */
  #bringUp(follower: Follower): void {
    if (follower.isReading || follower.position >= this.#position) return;
    follower.isReading = true;
    void this.#readFor(follower).finally(() => {
      follower.isReading = false;
    });
  }

  async #readFor(follower: Follower): Promise<void> {
    while (this.#followers.has(follower) && follower.position < this.#position) {
      let page: LogEntry[];
      try {
        page = await this.#log.readAfter(follower.position);
      } catch (error) {
        // Tried again when the next entry comes.
        if (!(error instanceof StoreError)) throw error;
        return;
      }
      const known = page.filter(({ id }) => id <= this.#position);
      if (known.length === 0) return;
      if (this.#followers.has(follower)) tellFollower(follower, known)();
    }
  }
}

/** Gives back what passes them on. */
function tellFollower(follower: Follower, entries: readonly LogEntry[]): () => void {
  const isNew = entries[0] !== undefined && entries[0].id > follower.position;
  const rest = isNew ? entries : entries.filter(({ id }) => id > follower.position);
  const last = rest.at(-1);
  if (!last) return () => undefined;
  follower.position = last.id;
  return follower.told(rest);
}

function entriesOf(drafts: readonly LogDraft[], outcomes: readonly AppendOutcome[]): LogEntry[] {
  return drafts.flatMap((draft, place): LogEntry[] => {
    const outcome = outcomes[place];
    if (outcome?.is !== 'stored') return [];
    const { id, seq, added } = outcome;
    return [{ ...withoutSecret(draft), ...added, id, seq } as LogEntry];
  });
}

type WithoutSecret<D> = D extends LogDraft ? Omit<D, 'secret'> : never;

/** What is stored of a draft, and told. */
export function withoutSecret(draft: LogDraft): WithoutSecret<LogDraft> {
  if (!('secret' in draft)) return draft;
  const { secret: _secret, ...told } = draft;
  return told;
}

function isDense(entries: readonly LogEntry[]): boolean {
  const [first] = entries;
  return first !== undefined && entries.at(-1)?.id === first.id + entries.length - 1;
}
