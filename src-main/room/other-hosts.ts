import { assertNever } from '../../src-shared/assert-never.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { Presence } from '../../src-shared/protocol/members.ts';
import type { Effect, Now } from './effects.ts';
import type { HostId, HostNotice } from './ports.ts';
import { tellSpace } from './file-space.ts';
import { endDevice, noticeMember, noticeTo, presenceHere, presenceOf } from './roster.ts';
import type { Roster } from './roster.ts';

type WithoutHost<N> = N extends HostNotice ? Omit<N, 'host'> : never;
type OtherHost = { heardAtMs: number; accounts: Set<AccountId> };

/** More are not listened to. */
const maxHosts = 64;

/** The hosts that this one knows of, and who is in there. */
export class OtherHosts {
  readonly #hosts = new Map<HostId, OtherHost>();
  readonly #roster: Roster;
  /** Missing if the room has one host. */
  readonly #own: HostId | undefined;
  #toldAtMs = 0;

  constructor(roster: Roster, own: HostId | undefined) {
    this.#roster = roster;
    this.#own = own;
  }

  /** Nothing if the room has one host. */
  tell(notice: WithoutHost<HostNotice>): Effect[] {
    if (this.#own === undefined) return [];
    return [{ do: 'tell-hosts', notice: { host: this.#own, ...notice } }];
  }

  tellPresent(now: Now, isNew = false): Effect[] {
    this.#toldAtMs = now.monotonicMs;
    const accounts = [...this.#roster.here()].flatMap((account) => {
      const presence = presenceHere(account);
      return presence === 'offline' ? [] : [{ account: account.account, presence }];
    });
    return this.tell({ type: 'present', accounts, ...(isNew ? { isNew } : {}) });
  }

  heard(notice: HostNotice, now: Now): Effect[] {
    if (notice.host === this.#own) return [];
    const host = this.#hosts.get(notice.host) ?? { heardAtMs: 0, accounts: new Set() };
    if (!this.#hosts.has(notice.host) && this.#hosts.size >= maxHosts) return [];
    this.#hosts.set(notice.host, host);
    host.heardAtMs = now.monotonicMs;
    const roster = this.#roster;
    switch (notice.type) {
      case 'present': {
        const present = new Map(notice.accounts.map((each) => [each.account, each.presence]));
        const effects = [...new Set([...host.accounts, ...present.keys()])].flatMap((account) =>
          this.#stands(notice.host, [account, present.get(account) ?? 'offline']),
        );
        return notice.isNew ? [...effects, ...this.tellPresent(now)] : effects;
      }
      case 'presence': {
        const known = roster.get(notice.account);
        const { lastSeenAt } = notice;
        if (known && lastSeenAt !== undefined)
          known.lastSeenAt = Math.max(known.lastSeenAt ?? 0, lastSeenAt);
        return this.#stands(notice.host, [notice.account, notice.presence]);
      }
      case 'entered':
        return endDevice(roster.get(notice.account), notice.device);
      case 'receipt':
        return noticeTo(notice.to, { type: 'receipt', ...notice.receipt }, roster);
      case 'typing':
        return noticeTo(notice.to, { type: 'typing', ...notice.typing }, roster);
      case 'file-space': {
        const to = roster.get(notice.to);
        return to ? tellSpace(to, notice.told, roster) : [];
      }
      case 'gone':
        return this.#forget(notice.host);
      default:
        return assertNever(notice);
    }
  }

  /** What they said meanwhile has not been read. */
  wasStopped(ms: number): void {
    for (const host of this.#hosts.values()) host.heardAtMs += ms;
  }

  /** A sign of life now and then; who gives none is not there any more, and nobody who was in there. */
  tick(now: Now): Effect[] {
    if (this.#own === undefined) return [];
    const effects: Effect[] = [];
    for (const [id, { heardAtMs }] of this.#hosts)
      if (now.monotonicMs - heardAtMs >= limits.silenceMs) effects.push(...this.#forget(id));
    if (now.monotonicMs - this.#toldAtMs < limits.heartbeatMs) return effects;
    return [...effects, ...this.tellPresent(now)];
  }

  #forget(id: HostId): Effect[] {
    const accounts = [...(this.#hosts.get(id)?.accounts ?? [])];
    const effects = accounts.flatMap((account) => this.#stands(id, [account, 'offline']));
    this.#hosts.delete(id);
    return effects;
  }

  /** Somebody whom the log has not told of yet is taken in with the next `present`. */
  #stands(id: HostId, [account, presence]: [AccountId, Presence]): Effect[] {
    const known = this.#roster.get(account);
    if (!known) return [];
    const before = presenceOf(known);
    if (presence === 'offline') {
      known.elsewhere.delete(id);
      this.#hosts.get(id)?.accounts.delete(account);
    } else {
      known.elsewhere.set(id, presence);
      this.#hosts.get(id)?.accounts.add(account);
    }
    return presenceOf(known) === before ? [] : noticeMember(known, this.#roster);
  }
}
