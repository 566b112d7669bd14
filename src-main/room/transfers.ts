import type { FileTicket } from '../../src-shared/protocol/files.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { Now, RelayedTransfer, SessionId, Transfer } from './effects.ts';

/** `asker`: for whom one is to give. */
type Given = Transfer & { untilMs: number; asker?: AccountId };
type RelaySize = Pick<RelayedTransfer, 'size' | 'held'>;

/** Who may open a connection for which file, and who has. */
export class Transfers {
  readonly #newTicket: () => FileTicket;
  readonly #tickets = new Map<FileTicket, Given>();
  readonly #open = new Map<SessionId, AccountId>();
  #meetings = 0;

  constructor(newTicket: () => FileTicket) {
    this.#newTicket = newTicket;
  }

  /**
   * Good once, and not for long. The account's oldest one makes room for it, among those that the same one has asked for: who
   * asks another one without end pushes none of the others out.
   */
  give(transfer: Transfer, now: Now, asker?: AccountId): FileTicket {
    const own: FileTicket[] = [];
    for (const [ticket, given] of this.#tickets) {
      if (given.untilMs <= now.monotonicMs) this.#tickets.delete(ticket);
      else if (given.account === transfer.account && given.asker === asker) own.push(ticket);
    }
    const [oldest] = own;
    if (oldest !== undefined && own.length >= limits.ticketsPerAccount)
      this.#tickets.delete(oldest);
    const ticket = this.#newTicket();
    const untilMs = now.monotonicMs + limits.ticketMs;
    this.#tickets.set(ticket, { ...transfer, untilMs, ...(asker ? { asker } : {}) });
    return ticket;
  }

  /** Two that belong together; undefined if who takes has as many already that nobody has come with. */
  giveTwo(
    { takes, gives, size, held }: { takes: AccountId; gives: AccountId } & RelaySize,
    now: Now,
  ): { takes: FileTicket; gives: FileTicket } | undefined {
    const waiting = [...this.#tickets.values()].filter(
      ({ way, account, untilMs }) =>
        way === 'takes' && account === takes && untilMs > now.monotonicMs,
    );
    if (waiting.length >= limits.transfersPerAccount) return undefined;
    this.#meetings += 1;
    const both = { meeting: this.#meetings, size, held };
    return {
      takes: this.give({ way: 'takes', account: takes, ...both }, now),
      gives: this.give({ way: 'gives', account: gives, ...both }, now, takes),
    };
  }

  /** What it is for; undefined if it is not good. It is not good for a second time. */
  take(ticket: FileTicket, now: Now): Transfer | undefined {
    const given = this.#tickets.get(ticket);
    this.#tickets.delete(ticket);
    if (!given || given.untilMs <= now.monotonicMs) return undefined;
    const { untilMs: _, asker: _asker, ...transfer } = given;
    return transfer;
  }

  /** False if the account has as many connections for files as it may have. */
  open(session: SessionId, account: AccountId): boolean {
    if (this.#open.get(session) === account) return true;
    const own = [...this.#open.values()].filter((each) => each === account).length;
    if (own >= limits.transfersPerAccount) return false;
    this.#open.set(session, account);
    return true;
  }

  ended(session: SessionId): void {
    this.#open.delete(session);
  }

  /** None of its tickets is good any more. */
  forget(account: AccountId): void {
    for (const [ticket, given] of this.#tickets)
      if (given.account === account) this.#tickets.delete(ticket);
  }
}
