import { limits } from '../../src-shared/protocol/limits.ts';
import type { AnswerOf, Member } from '../../src-shared/protocol/frames.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import type { SessionId } from './effects.ts';
import type { Account } from './ports.ts';
import { TokenBucket } from './rate-limits.ts';

/** An account of the room with who is signed in to it now. */
export type RosterAccount = Account & {
  readonly sessions: Set<SessionId>;
  readonly bucket: TokenBucket;
  /** Wrong passwords in a row, and until when (monotonic) the next try is refused. */
  wrongPasswords: number;
  lockedUntilMs: number;
};

/** Everybody the room knows, in the order in which their accounts were made. */
export class Roster {
  readonly #inOrder: RosterAccount[] = [];
  readonly #placeById = new Map<AccountId, number>();
  readonly #byNameKey = new Map<string, RosterAccount>();
  readonly #bucketSize: { burst: number; perSecond: number };

  constructor(accounts: readonly Account[], bucketSize: { burst: number; perSecond: number }) {
    this.#bucketSize = bucketSize;
    for (const account of accounts) this.add(account);
  }

  add(account: Account): RosterAccount {
    const added: RosterAccount = {
      ...account,
      sessions: new Set(),
      bucket: new TokenBucket(this.#bucketSize),
      wrongPasswords: 0,
      lockedUntilMs: 0,
    };
    this.#placeById.set(added.account, this.#inOrder.length);
    this.#inOrder.push(added);
    this.#byNameKey.set(added.nameKey, added);
    return added;
  }

  has(id: AccountId): boolean {
    return this.#placeById.has(id);
  }

  get(id: AccountId): RosterAccount | undefined {
    const place = this.#placeById.get(id);
    return place === undefined ? undefined : this.#inOrder[place];
  }

  findByNameKey(nameKey: string): RosterAccount | undefined {
    return this.#byNameKey.get(nameKey);
  }

  /** A page for `list-members`; an unknown `from` starts over. */
  page(from: AccountId | undefined): AnswerOf<'list-members'> {
    const start = from === undefined ? 0 : (this.#placeById.get(from) ?? 0);
    const end = start + limits.rosterPage;
    const next = this.#inOrder[end]?.account;
    const members = this.#inOrder.slice(start, end).map(asMember);
    return next === undefined ? { members } : { members, next };
  }
}

function asMember(account: RosterAccount): Member {
  return {
    account: account.account,
    name: account.name,
    online: account.sessions.size > 0,
    lastSeenAt: account.lastSeenAt,
  };
}
