import type { Entry } from '../../src-shared/protocol/entries.ts';
import {
  conversationKind,
  everyone,
  hasMembers,
  type ConversationId,
} from '../../src-shared/protocol/ids.ts';
import { digest, digestOf, whatOf } from './claims.ts';
import type { Claim, FileClaim } from './claims.ts';
import { LaterJudge } from './later-judge.ts';
import { mayHaveBeenSo } from './pin-states.ts';
import { formatLine } from './shown-lines.ts';
import { StatusJudge } from './status-judge.ts';

/** What lies in the room's database at the end. */
export type RoomAtEnd = {
  /** All that it has not let go, by conversation, with everybody's cids. */
  entries: ReadonlyMap<ConversationId, readonly Entry[]>;
  /** Who was ever in a group or a topic, by account. */
  members: ReadonlyMap<ConversationId, ReadonlySet<string>>;
  /** The whole of it. */
  hasFile: (file: FileClaim) => Promise<boolean>;
  /** What it has still to send, by cid: when. */
  later: ReadonlyMap<string, number>;
};

type Said = { by: string; what: string; in: ConversationId; file?: FileClaim | undefined };
type Kept = Said & {
  state: 'waiting' | 'acknowledged' | 'refused';
  code?: string;
  /** It has a number above this one: that was seen by its writer before. */
  above: number;
  mark?: number | undefined;
};

/** Violations beyond this are counted and not listed. */
const mostListed = 30;

/**
 * Knows only what clients sent and saw, and judges the room by it: what was acknowledged is there exactly once for
 * everyone who may see it; what was not, at most once; one order; nobody sees what is not theirs; all copies show what the log says.
 * Below the first number that is left of a conversation anything may be missing, and is missing everywhere.
 */
export class Judge {
  readonly violations: string[] = [];
  readonly counts = {
    kept: 0,
    acknowledged: 0,
    refused: 0,
    seen: 0,
    files: 0,
    'let go': 0,
    fetched: 0,
    'heard in private': 0,
    statuses: 0,
  };
  readonly later = new LaterJudge();
  readonly #statuses = new StatusJudge();
  readonly #unfetched: Extract<Claim, { is: 'not-fetched' }>[] = [];
  #unlisted = 0;
  readonly #accounts = new Map<string, string>();
  /** By member and what: until it is kept. */
  readonly #tried = new Map<string, Said & Pick<Kept, 'above'>>();
  readonly #kept = new Map<string, Kept>();
  /** The cid of each deletion by what it deletes: the entry that says so may be let go with it. */
  readonly #deletions = new Map<string, string>();
  readonly #lastSeen = new Map<string, number>();
  /** By conversation, then number: what the first who saw it saw. */
  readonly #seen = new Map<ConversationId, Map<number, Set<number>>>();
  readonly #seers = new Map<ConversationId, Set<string>>();
  readonly #backups: { before: ReadonlySet<string>; room: RoomAtEnd }[] = [];
  readonly #copies: Extract<Claim, { is: 'copy' }>[] = [];
  /** The first number that is left by what members were told. */
  readonly #told = new Map<ConversationId, number>();
  #rule: number | undefined;

  /** So many numbers the room keeps of what is said to everyone. */
  get rule(): number | undefined {
    return this.#rule;
  }

  takeRule(messages: number): void {
    this.#rule = messages;
  }

  take(claim: Claim): void {
    switch (claim.is) {
      case 'entered':
        this.#accounts.set(claim.by, claim.account);
        return;
      case 'tried':
        this.#tried.set(`${claim.by} ${claim.in} ${claim.what}`, {
          ...claim,
          above: this.#lastSeenIn(claim),
        });
        return;
      case 'kept':
        return this.#takeKept(claim);
      case 'acknowledged':
      case 'refused': {
        const kept = this.#kept.get(claim.cid);
        if (!kept) return this.#violated(`${claim.by}: an answer to ${claim.cid}, never kept`);
        if (kept.state === 'waiting') this.counts[claim.is] += 1;
        kept.state = claim.is;
        return;
      }
      case 'saw':
        return this.#takeSeen(claim);
      case 'broke':
        return this.#violated(`${claim.by}: ${claim.why}`);
      case 'let-go':
        this.#told.set(claim.in, Math.max(this.#told.get(claim.in) ?? 1, claim.firstSeq));
        return;
      case 'copy':
        this.#copies.push(claim);
        return;
      default:
        return this.#takeUnsaid(claim);
    }
  }

  /** What no outbox tells of. */
  #takeUnsaid(claim: Claim): void {
    switch (claim.is) {
      case 'later':
        return this.later.take(claim, this.#lastSeenIn(claim));
      case 'later-answered':
        return this.later.takeAnswer(claim);
      case 'status':
        this.counts.statuses += 1;
        return this.#statuses.take(claim);
      case 'status-answered':
        return this.#statuses.takeAnswer(claim);
      case 'knew': {
        const wrong = this.#statuses.takeShown(claim);
        return wrong === undefined ? undefined : this.#violated(wrong);
      }
      case 'private':
        this.counts['heard in private'] += 1;
        return;
      case 'fetched':
        this.counts.fetched += 1;
        if (!claim.isWhole)
          this.#violated(`${claim.by}: what it fetched of ${claim.in} ${claim.seq} is not whole`);
        return;
      case 'not-fetched':
        this.#unfetched.push(claim);
        return;
      default:
    }
  }

  #lastSeenIn({ by, in: conversation }: { by: string; in: ConversationId }): number {
    return this.#lastSeen.get(`${by} ${conversation}`) ?? 0;
  }

  /** What everybody may show of everybody. */
  statuses(): ReturnType<StatusJudge['possible']> {
    return this.#statuses.possible(this.#accounts);
  }

  #takeKept(claim: Extract<Claim, { is: 'kept' }>): void {
    const { by, cid, in: conversation, what, mark, deletes } = claim;
    const key = `${by} ${conversation} ${what}`;
    const { file, above = 0 } = this.#tried.get(key) ?? {};
    this.#tried.delete(key);
    // After it was killed it says once more what waits.
    if (this.#kept.has(cid)) return;
    this.counts.kept += 1;
    if (deletes !== undefined) this.#deletions.set(`${conversation} ${deletes}`, cid);
    this.#kept.set(cid, { by, in: conversation, what, file, state: 'waiting', above, mark });
  }

  #takeSeen({ by, in: conversation, entries }: Extract<Claim, { is: 'saw' }>): void {
    const place = `${by} ${conversation}`;
    let last = this.#lastSeen.get(place) ?? 0;
    const seen = entry(this.#seen, conversation, () => new Map<number, Set<number>>());
    entry(this.#seers, conversation, () => new Set<string>()).add(by);
    for (const [seq, said] of entries) {
      this.counts.seen += 1;
      if (seq <= last)
        this.#violated(
          `${by} was shown ${conversation} ${seq} after ${last}: again, or out of order`,
        );
      last = Math.max(last, seq);
      entry(seen, seq, () => new Set<number>()).add(said);
    }
    this.#lastSeen.set(place, last);
  }

  /** The cids of what was acknowledged so far. */
  acknowledged(): ReadonlySet<string> {
    const all = [...this.#kept].filter(([, { state }]) => state === 'acknowledged');
    return new Set(all.map(([cid]) => cid));
  }

  /** A backup that was begun when all of `before` was acknowledged. What was restored of it need not stay. */
  async takeBackup(before: ReadonlySet<string>, room: RoomAtEnd): Promise<void> {
    const whole = new Set<string>();
    for (const cid of before) {
      const file = this.#kept.get(cid)?.file;
      if (file && (await room.hasFile(file))) whole.add(file.hash);
    }
    this.#backups.push({ before, room: { ...room, hasFile: async ({ hash }) => whole.has(hash) } });
  }

  /** All that can only be known at the end. */
  async close(room: RoomAtEnd): Promise<void> {
    const shown = new Map<ConversationId, string[]>();
    for (const [conversation, entries] of room.entries) {
      this.#judgeNumbers(conversation, entries);
      this.#judgeLetGo(conversation, entries);
      shown.set(conversation, linesOfLog(entries));
    }
    this.#judgeSaid(room.entries);
    const mayBeGone = (later: Pick<Kept, 'in' | 'above'>) => this.#mayBeGone(later, room.entries);
    const late = this.later.close({ ...room, waiting: room.later, mayBeGone });
    for (const wrong of late) this.#violated(wrong);
    this.#judgeUnfetched(room.entries);
    this.#judgeSeen(room.entries);
    this.#judgeSeers(room.members);
    this.#judgePlaces(room.entries);
    for (const copy of this.#copies) this.#judgeCopy(copy, shown.get(copy.in) ?? [], room.entries);
    await this.#judgeFiles(room, this.#kept.keys());
    for (const backup of this.#backups) await this.#judgeBackup(backup, room);
    if (this.#unlisted > 0) this.violations.push(`and ${this.#unlisted} more`);
  }

  #judgeNumbers(conversation: ConversationId, entries: readonly Entry[]): void {
    const first = firstOf(entries);
    const wrong = entries.findIndex(({ seq }, place) => seq !== place + first);
    if (wrong !== -1) this.#violated(`${conversation} has a hole before ${entries[wrong]?.seq}`);
  }

  /** It begins exactly where the log says, which no member was told otherwise, and keeps what the rule keeps. */
  #judgeLetGo(conversation: ConversationId, entries: readonly Entry[]): void {
    const first = firstOf(entries);
    this.counts['let go'] += first - 1;
    const said = entries.flatMap((each) => (each.type === 'expired' ? [each.target + 1] : []));
    if (first !== Math.max(1, ...said))
      this.#violated(`${conversation} begins at ${first}, and says ${said.join(', ')}`);
    const told = this.#told.get(conversation) ?? 1;
    if (told > first)
      this.#violated(`${conversation} begins at ${first}, and members were told ${told}`);
    if (conversation !== everyone || this.#rule === undefined) return;
    const left = entries.length;
    if (first > 1 && left < this.#rule)
      this.#violated(`${left} numbers are left of ${conversation}, and ${this.#rule} are to stay`);
    if (left > 2 * this.#rule)
      this.#violated(`${left} numbers are left of ${conversation}, and ${this.#rule} are to stay`);
  }

  /** Kept: exactly once, unless it was refused or could be done to nothing any more; only tried: at most once. */
  #judgeSaid(entries: RoomAtEnd['entries']): void {
    const stored = new Map<string, number>();
    const written = new Map<string, number>();
    for (const [conversation, each] of entries) {
      for (const said of each) {
        const cid = 'cid' in said ? said.cid : undefined;
        if (cid) stored.set(cid, (stored.get(cid) ?? 0) + 1);
        if (said.type === 'message' && said.text !== '') {
          const key = `${said.from} ${conversation} ${said.text}`;
          written.set(key, (written.get(key) ?? 0) + 1);
        }
      }
    }
    for (const [cid, kept] of this.#kept) {
      const { by, what, state } = kept;
      const times = stored.get(cid) ?? 0;
      if (times === 0 && this.#mayBeGone(kept, entries)) continue;
      const expected = state === 'refused' ? 0 : 1;
      if (times !== expected)
        this.#violated(`${by}: "${what}" (${cid}) was ${state} and is there ${times} times`);
    }
    for (const [what, times] of written)
      if (times > 1) this.#violated(`"${what}" is there ${times} times`);
  }

  /** A file of what is still there comes, as long as it takes. */
  #judgeUnfetched(entries: RoomAtEnd['entries']): void {
    for (const { by, in: conversation, seq, code } of this.#unfetched) {
      const log = entries.get(conversation) ?? [];
      const isGone = log.some((each) => each.type === 'message-deleted' && each.target === seq);
      if (seq >= firstOf(log) && !isGone)
        this.#violated(`${by} could not fetch the file of ${conversation} ${seq}: ${code}`);
    }
  }

  /** Everybody saw the same under one number, and it is what the log has; what was deleted may be seen with its words and without. */
  #judgeSeen(entries: RoomAtEnd['entries']): void {
    for (const [conversation, seen] of this.#seen) {
      const log = entries.get(conversation) ?? [];
      const first = firstOf(log);
      const deleted = new Set(
        log.flatMap((each) => (each.type === 'message-deleted' ? each.target : [])),
      );
      for (const [seq, digests] of seen) {
        if (seq < first) continue;
        const there = log[seq - first];
        if (!there) {
          this.#violated(`${conversation} ${seq} was shown and is not in the log`);
          continue;
        }
        const target = 'target' in there ? there.target : seq;
        const versions = target < first || deleted.has(target) ? 2 : 1;
        if (digests.size > versions)
          this.#violated(`${conversation} ${seq} was shown as ${digests.size} different things`);
        else if (versions === 1 && !digests.has(digestOf(there)))
          this.#violated(`${conversation} ${seq} was shown as something else than the log has`);
      }
    }
  }

  #judgeSeers(members: RoomAtEnd['members']): void {
    const copied = this.#copies.map(({ by, in: conversation }) => [conversation, by] as const);
    const shown = [...this.#seers].flatMap(([conversation, by]) =>
      [...by].map((each) => [conversation, each] as const),
    );
    for (const [conversation, by] of new Set([...copied, ...shown])) {
      const account = this.#accounts.get(by) ?? '';
      const isTheirs =
        conversationKind(conversation) === 'direct'
          ? conversation.includes(account)
          : conversation === everyone || members.get(conversation)?.has(account);
      if (!isTheirs) this.#violated(`${by} was shown ${conversation}`);
    }
  }

  /** A text that was meant for one conversation stands in no other. */
  #judgePlaces(entries: RoomAtEnd['entries']): void {
    const meant = new Map<string, ConversationId>();
    for (const { what, in: conversation } of this.#kept.values()) meant.set(what, conversation);
    for (const [conversation, each] of entries)
      for (const one of each) {
        if (one.type !== 'message') continue;
        const place = meant.get(whatOf({ ...one, type: 'send-message' }));
        if (place && place !== conversation)
          this.#violated(`"${one.text}" was meant for ${place} and stands in ${conversation}`);
      }
  }

  #judgeCopy(
    { by, in: conversation, firstSeq, lastSeq, hundreds }: Extract<Claim, { is: 'copy' }>,
    lines: readonly string[],
    entries: RoomAtEnd['entries'],
  ): void {
    const log = entries.get(conversation) ?? [];
    const first = firstOf(log);
    const last = log.at(-1)?.seq ?? 0;
    // What is sent later by itself may have come after the copy was told.
    const least = log.findLast((each) => !this.later.isOne(each))?.seq ?? 0;
    if (lastSeq < least || lastSeq > last)
      this.#violated(`${by}: the copy of ${conversation} ends at ${lastSeq}, the log at ${last}`);
    // Of a group one sees nothing before one came.
    if (firstSeq < first || (firstSeq > first && !hasMembers(conversation)))
      this.#violated(
        `${by}: the copy of ${conversation} begins at ${firstSeq}, the log at ${first}`,
      );
    for (const [place, said] of hundreds.entries()) {
      const from = firstSeq + place * 100;
      const to = from + 99;
      const shown = lines
        .slice(Math.max(0, from - first), Math.min(to, lastSeq) - first + 1)
        .filter((line) => line !== '');
      if (digest(shown.join('\n')) !== said)
        this.#violated(
          `${by}: the copy of ${conversation} shows something else from ${from} to ${to}`,
        );
    }
  }

  /** It is what the log was at one moment, with all that was acknowledged by then. */
  async #judgeBackup(
    { before, room }: { before: ReadonlySet<string>; room: RoomAtEnd },
    atEnd: RoomAtEnd,
  ): Promise<void> {
    const missing = new Set(before);
    for (const [conversation, entries] of room.entries) {
      const log = atEnd.entries.get(conversation) ?? [];
      const first = firstOf(log);
      const other = entries.find(({ id, seq }) => seq >= first && log[seq - first]?.id !== id);
      if (other) this.#violated(`a backup has another ${conversation} ${other.seq} than the log`);
      for (const said of entries) if ('cid' in said && said.cid) missing.delete(said.cid);
    }
    for (const cid of missing) {
      const kept = this.#kept.get(cid);
      if (kept && this.#mayBeGone(kept, room.entries)) continue;
      this.#violated(`"${kept?.what}" was acknowledged before a backup without it`);
    }
    await this.#judgeFiles({ ...room, entries: atEnd.entries }, before);
  }

  /** Those of messages that nobody has deleted. */
  async #judgeFiles({ hasFile, entries }: RoomAtEnd, cids: Iterable<string>): Promise<void> {
    const deleted = new Set<string>();
    const stored = new Set<string>();
    for (const each of entries.values()) {
      const gone = new Set(
        each.flatMap((one) => (one.type === 'message-deleted' ? one.target : [])),
      );
      for (const one of each) {
        if (one.type !== 'message' || !one.cid) continue;
        stored.add(one.cid);
        if (gone.has(one.seq)) deleted.add(one.cid);
      }
    }
    for (const cid of cids) {
      const kept = this.#kept.get(cid);
      if (!kept?.file || kept.state !== 'acknowledged' || deleted.has(cid)) continue;
      if (!stored.has(cid) && this.#mayBeGone(kept, entries)) continue;
      const { by, file } = kept;
      this.counts.files += 1;
      if (!(await hasFile(file)))
        this.#violated(`${by}: a file of ${file.size} bytes is not whole in the room`);
    }
  }

  /** It may have had a number that the room has let go, there was nothing any more that it could be done to, or it was so already. */
  #mayBeGone(
    { in: id, above, mark, what = '' }: Pick<Kept, 'in' | 'above' | 'mark'> & { what?: string },
    entries: RoomAtEnd['entries'],
  ): boolean {
    const log = entries.get(id) ?? [];
    if (above + 1 < firstOf(log) || mayHaveBeenSo({ what, mark, above }, log)) return true;
    const deletion = mark === undefined ? undefined : this.#deletions.get(`${id} ${mark}`);
    return deletion !== undefined && this.#kept.get(deletion)?.state === 'acknowledged';
  }

  #violated(what: string): void {
    if (this.violations.length < mostListed) this.violations.push(what);
    else this.#unlisted += 1;
  }
}

/** The first number that is left. */
function firstOf(entries: readonly Entry[]): number {
  return entries[0]?.seq ?? 1;
}

/** What the log says that everybody sees, by number from its first on; empty where no message stands. Written apart from the app's own folding. */
export function linesOfLog(entries: readonly Entry[]): string[] {
  const first = firstOf(entries);
  type Shown = {
    seq: number;
    from: string;
    text: string;
    isDeleted: boolean;
    by: Map<string, Set<string>>;
    files: string[];
    reply: number | undefined;
    isPinned: boolean;
  };
  const shown: (Shown | undefined)[] = entries.map((said) =>
    said.type === 'message'
      ? {
          seq: said.seq,
          from: said.from,
          text: said.text,
          isDeleted: false,
          by: new Map(),
          files: (said.files ?? []).map(({ hash }) => hash),
          reply: said.reply,
          isPinned: false,
        }
      : undefined,
  );
  for (const said of entries) {
    const target = 'target' in said ? shown[said.target - first] : undefined;
    if (!target) continue;
    if (said.type === 'message-edited') target.text = said.text;
    if (said.type === 'message-deleted') target.isDeleted = true;
    if (said.type === 'message-pinned') target.isPinned = true;
    if (said.type === 'message-unpinned') target.isPinned = false;
    if (said.type === 'reaction-added')
      entry(target.by, said.emoji, () => new Set<string>()).add(said.by);
    if (said.type === 'reaction-removed') target.by.get(said.emoji)?.delete(said.by);
  }
  return shown.map((one) => {
    if (!one) return '';
    const reactions = [...one.by].map(([emoji, by]) => [emoji, by.size] as const);
    return formatLine({ ...one, reactions: new Map(reactions.filter(([, count]) => count > 0)) });
  });
}

function entry<K, V>(map: Map<K, V>, key: K, made: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const fresh = made();
  map.set(key, fresh);
  return fresh;
}
