import { assertNever } from '../../src-shared/assert-never.ts';
import type { HostLogEvent, HostLogLine } from '../../src-shared/host/host-log.ts';
import type { HostOptions } from '../../src-shared/host/host-options.ts';
import type { Refusal, RefusalCode } from '../../src-shared/protocol/codes.ts';
import type { Command } from '../../src-shared/protocol/protocol.ts';
import { isOfGroup } from '../../src-shared/protocol/entries.ts';
import type { Entry, EntryDraft } from '../../src-shared/protocol/entries.ts';
import type { Knock } from '../../src-shared/protocol/knocks.ts';
import type { Member } from '../../src-shared/protocol/members.ts';
import type { Receipt } from '../../src-shared/protocol/receipts.ts';
import { conversationKind, directPair, hasMembers } from '../../src-shared/protocol/ids.ts';
import type { AccountId, ConversationId, DeviceId } from '../../src-shared/protocol/ids.ts';
import type { RoomSettings } from '../../src-shared/protocol/room-settings.ts';
import { beginState } from './begin-state.ts';
import type { RoomOptions } from './begin-state.ts';
import type { RoomLimits } from '../../src-shared/protocol/limits.ts';
import { admit, depart } from './coming-and-going.ts';
import { wasEnded } from './device-commands.ts';
import { runCommand } from './command-table.ts';
import { entryLine } from './entry-line.ts';
import { endMutes } from './follow-moderation.ts';
import { followFileSpace } from './file-space.ts';
import { followSystem } from './follow-system.ts';
import type { Effect, Now, Reply, SessionId, SignInOutcome } from './effects.ts';
import { answerKnock, leaveDoor } from './knock-commands.ts';
import { Groups } from './groups.ts';
import type { NotedTime } from './room-time.ts';
import type { LaterOfAccount } from './ports.ts';
import { readable } from './permissions.ts';
import { foundFile, offeredFile } from './file-commands.ts';
import { sayLater } from './later-commands.ts';
import { receiptSaved } from './message-commands.ts';
import type { RoomIdentity } from './ports.ts';
import { OtherHosts } from './other-hosts.ts';
import { followRetention } from './retention-commands.ts';
import { refuse, sessionLine } from './room-state.ts';
import type { RoomState } from './room-state.ts';
import { noticeMember, presenceOf, Roster } from './roster.ts';
import type { RosterAccount } from './roster.ts';
import type { RoomSession } from './session.ts';
import { isAccountSession, isMemberSession, overdue } from './session.ts';
import { claimGuest, endIfSo, goodbye, passwordChanged, refuseBanned } from './sign-in-commands.ts';
import type { GuestEntering } from './sign-in-commands.ts';
import { endStatuses } from './status-commands.ts';
import { isSystem } from './system-entries.ts';
import type { LogEntry } from './system-entries.ts';

export type NewSession = Pick<
  RoomSession,
  'id' | 'address' | 'addressKey' | 'port' | 'isOwnComputer' | 'dialect'
>;

const dayMs = 24 * 60 * 60_000;

/** Who tries a password; `device` only if it has been in before. */
export type Guess = { account: AccountId; addressKey: string; device?: DeviceId | undefined };

/**
 * The room itself: who is in it and what they may do. It has no sockets, disk, timers or clock;
 * every call says what time it is and gives back what is to be done, in order.
 */
export class Room {
  readonly roster: Roster;
  readonly groups: Groups;
  readonly otherHosts: OtherHosts;
  readonly #state: RoomState;
  readonly #sessions = new Map<SessionId, RoomSession>();

  constructor({
    identity,
    snapshot,
    limits: roomLimits,
    newPrivateId,
    newTicket,
    host,
  }: RoomOptions) {
    const { accounts, groups } = snapshot;
    const { messageBurst: burst, messagesPerSecond: perSecond } = roomLimits;
    const roster = new Roster(accounts, { burst, perSecond });
    this.roster = roster;
    this.groups = new Groups(groups);
    this.otherHosts = new OtherHosts(roster, host);
    const { otherHosts } = this;
    const parts = { roster, groups: this.groups, otherHosts };
    this.#state = beginState(
      { identity, snapshot, limits: roomLimits, newPrivateId, newTicket },
      parts,
    );
  }

  open(session: NewSession, now: Now): void {
    this.#sessions.set(session.id, {
      ...session,
      openedAtMs: now.monotonicMs,
      heardAtMs: now.monotonicMs,
      stage: { is: 'new' },
    });
  }

  /** Any sign of life, even half a line or a datagram (W10). */
  heard(id: SessionId, now: Now): void {
    const session = this.#sessions.get(id);
    if (session) session.heardAtMs = now.monotonicMs;
  }

  /** The program did not run for so long: what was said to it meanwhile has not been read, and nobody was silent. */
  wasStopped(ms: number): void {
    for (const session of this.#sessions.values()) {
      session.openedAtMs += ms;
      session.heardAtMs += ms;
    }
    this.otherHosts.wasStopped(ms);
  }

  handle(id: SessionId, command: Command, now: Now): Effect[] {
    const session = this.#sessions.get(id);
    if (!session) return [];
    const reply = { session: id, rid: command.rid };
    const effects = runCommand(command, { room: this.#state, session, now, reply });
    if (!isAccountSession(session) || session.stage.token === 'arrived') return effects;
    session.stage.token = 'arrived';
    const { account, device } = session.stage;
    return [{ do: 'confirm-token', account, device }, ...effects];
  }

  /** In place of `hello` and `sign-in`: the person of a plain program; a guest who is in goes on under another name. */
  enterAsGuest(reply: Reply, entering: GuestEntering, now: Now): Effect[] {
    const session = this.#sessions.get(reply.session);
    if (!session) return [];
    if (session.stage.is === 'checking' || isAccountSession(session)) {
      return [refuse(reply, { code: 'already-signed-in' })];
    }
    const claimed = claimGuest(entering, { room: this.#state, session, now, reply });
    if ('effects' in claimed) return claimed.effects;
    return admit(this.#state, claimed.known, { session, reply, now, isNew: false });
  }

  /** The report on a `create-account`, `create-guest`, `check-claim` or `check-token`. */
  signInChecked(reply: Reply, outcome: SignInOutcome, now: Now): Effect[] {
    const session = this.#sessions.get(reply.session);
    if (session) this.#tokenChecked(session);
    this.#state.takenOver.delete(reply.session);
    if (outcome.is === 'refused') {
      if (!session) return [];
      if (!isMemberSession(session)) session.stage = { is: 'greeted' };
      const { code } = outcome.refusal;
      const line = { ...this.#line('refused', session, now), code };
      return [refuse(reply, outcome.refusal), { do: 'log', line }];
    }
    const isNew =
      outcome.is === 'guest-made' || (outcome.is === 'right' && outcome.how === 'registered');
    const account = this.roster.get(outcome.account);
    if (!session) return account && isNew ? noticeMember(account, this.roster) : [];
    if (!account || isOutdated(session, account, outcome)) {
      session.stage = { is: 'greeted' };
      return [refuse(reply, { code: 'token-invalid' })];
    }
    const refusal = this.#refuseIn(account, session, { outcome, now });
    if (refusal) {
      if (!isMemberSession(session)) session.stage = { is: 'greeted' };
      return [refuse(reply, refusal), ...endIfSo(session.id, refusal)];
    }
    const claim = outcome.is === 'right' ? { claim: outcome } : {};
    return admit(this.#state, account, { session, reply, now, isNew, ...claim });
  }

  /**
   * Before a password is checked: 0 if it may be, and then `guessed` must follow with the same guess; else how long
   * to wait. Others' wrong guesses do not make a device wait that has been in, nor somebody at another address.
   */
  beginGuess(guess: Guess, now: Now): number {
    return this.#state.guesses.begin(guessKey(guess), now.monotonicMs);
  }

  /** What came of it; gives back how long the next one waits. `untried`: nobody waited for it any more. */
  guessed(guess: Guess, how: 'right' | 'wrong' | 'untried', now: Now): number {
    const key = guessKey(guess);
    const { guesses } = this.#state;
    if (how === 'wrong') return guesses.wrong(key, now.monotonicMs);
    if (how === 'right') guesses.right(key);
    else guesses.untried(key, now.monotonicMs);
    return 0;
  }

  /** The report on a `save-receipt`. */
  receiptSaved(
    reply: Reply<'mark-delivered' | 'mark-read'>,
    receipt: Receipt,
    refusal: Refusal | undefined,
  ): Effect[] {
    return receiptSaved(reply, receipt, { refusal, room: this.#state });
  }

  /** The report on an `end-token`. */
  signedOut(reply: Reply<'sign-out'>, refusal: Refusal | undefined): Effect[] {
    return refusal ? [refuse(reply, refusal)] : goodbye(reply);
  }

  /** The report on a `change-password`. */
  passwordChanged(
    change: Extract<Effect, { do: 'change-password' }>,
    refusal: Refusal | undefined,
  ): Effect[] {
    return passwordChanged(change, refusal, this.roster);
  }

  /** The report on an `offer-file`. */
  offered(
    offer: Parameters<typeof offeredFile>[0],
    report: Parameters<typeof offeredFile>[1],
  ): Effect[] {
    return offeredFile(offer, report, this.#state);
  }

  /** The report on a `find-file`. */
  found(asked: Parameters<typeof foundFile>[0], report: Parameters<typeof foundFile>[1]): Effect[] {
    return foundFile(asked, report, this.#state);
  }

  /** What the session wanted to have stored was acknowledged, or refused by the store. */
  settled(id: SessionId): void {
    const session = this.#sessions.get(id);
    if (session && isMemberSession(session)) session.stage.unacknowledged -= 1;
  }

  /** What its writer wanted to be said at this time, or why that cannot be. */
  sayLater(later: LaterOfAccount, now: Now): ReturnType<typeof sayLater> {
    return sayLater(later, this.#state, now);
  }

  /** For each draft that the store refused. */
  notStored(draft: EntryDraft): Effect[] {
    if (!isOfGroup(draft)) return [];
    this.groups.notStored(draft);
    return this.#tellGroup(draft.in);
  }

  /**
   * What the log tells, in its order, whoever wrote it: all that the room decides by comes this way. Before any of
   * it is delivered: notices of groups come before the entries that they explain.
   */
  stored(entries: readonly LogEntry[]): Effect[] {
    const effects: Effect[] = [];
    const groups = new Set<ConversationId>();
    const restated = new Set<AccountId>();
    for (const entry of entries) {
      this.#state.position = entry.id;
      effects.push(...followFileSpace(entry, this.roster));
      if (isSystem(entry)) {
        effects.push(...followSystem(entry, this.#state, this.#sessions.values()));
        if (entry.type === 'status-set') restated.add(entry.account);
        if (entry.type === 'picture-set' && entry.of === 'self') restated.add(entry.by);
        continue;
      }
      if (entry.type === 'retention-changed') {
        effects.push(...followRetention(entry, this.#state));
        if (hasMembers(entry.in)) groups.add(entry.in);
        continue;
      }
      const line = entryLine(entry, (account) => this.roster.get(account)?.name);
      if (line) effects.push({ do: 'log', line });
      if (!isOfGroup(entry)) continue;
      this.groups.stored(entry);
      groups.add(entry.in);
    }
    // Of several at once the last one is told.
    for (const account of restated) {
      const known = this.roster.get(account);
      if (known) effects.push(...noticeMember(known, this.roster));
    }
    for (const group of groups) effects.push(...this.#tellGroup(group));
    return effects;
  }

  /** The connection has ended, by `reason` or (undefined) by itself. */
  closed(id: SessionId, reason: RefusalCode | undefined, now: Now): Effect[] {
    const session = this.#sessions.get(id);
    if (!session) return [];
    this.#sessions.delete(id);
    this.#tokenChecked(session);
    this.#state.transfers.ended(id);
    if (isMemberSession(session)) return depart(this.#state, session, { reason, now });
    const line = { ...this.#line('disconnected', session, now), code: reason };
    return [...leaveDoor(this.#state, id), { do: 'log', line }];
  }

  /**
   * Ends who did not sign in in time, who has been silent for too long, and private chats without an answer; tells
   * of new accounts whose people did not come in here.
   */
  tick(now: Now): Effect[] {
    const effects: Effect[] = [];
    for (const session of this.#sessions.values()) {
      const code = overdue(session, now);
      if (code) effects.push({ do: 'close', session: session.id, refusal: { code } });
    }
    for (const account of this.roster.unannounced)
      effects.push(...noticeMember(account, this.roster));
    return [
      ...effects,
      ...endMutes(this.#state, now.wallMs),
      ...endStatuses(this.roster, now.wallMs),
      ...this.otherHosts.tick(now),
      ...this.#state.privates.tick(now),
    ];
  }

  /** With the name that it has now. */
  get identity(): RoomIdentity {
    return this.#state.identity;
  }

  /** Who waits at the door. */
  knocks(): Knock[] {
    return this.#state.knocks.told({ isOwner: true });
  }

  /** Undefined if nobody waits there any more. */
  answerKnock(knock: number, letIn: boolean, now: Now): Effect[] | undefined {
    return answerKnock(this.#state, { knock, letIn }, now);
  }

  /** Since when whoever comes now reads what was said, by the room's time. */
  newcomersSince(now: Now): 'all' | 'now' | number {
    const { settings, time } = this.#state;
    const { newcomersRead } = settings;
    if (newcomersRead === 'all') return 'all';
    return newcomersRead === 0 ? 'now' : time.now(now) - newcomersRead * dayMs;
  }

  /** What is to be noted of the time; undefined if nothing is. */
  timeToNote(now: Now): Omit<NotedTime, 'id'> | undefined {
    return this.#state.time.toNote(this.#state.position, now);
  }

  /** How late it is for what grows old. */
  lateness(now: Now): number {
    return this.#state.time.now(now);
  }

  /** The first number of a conversation that the session reads. */
  firstRead(id: SessionId, conversation: ConversationId): number {
    const session = this.#sessions.get(id);
    if (!session || !isMemberSession(session)) return 1;
    const range = readable(session.stage.account, conversation, this.#state);
    return range === 'nothing' ? 1 : range.first;
  }

  get limits(): RoomLimits {
    return this.#state.limits;
  }

  get settings(): RoomSettings {
    return this.#state.settings;
  }

  get options(): HostOptions {
    return this.#state.options;
  }

  /**
   * Sessions that hear this entry; of a group, those of who was in it when it was written. The same for all
   * entries from one `added` or `removed` of a group to its next.
   */
  audienceOf({ in: id, seq }: Pick<Entry, 'in' | 'seq'>): Iterable<SessionId> {
    const kind = conversationKind(id);
    switch (kind) {
      case 'everyone':
        return this.roster.sessions;
      case 'direct':
        return this.#sessionsOf(directPair(id) ?? []);
      case 'group':
      case 'topic':
        return this.#hearing(this.groups.hearers(id, seq));
      default:
        return assertNever(kind);
    }
  }

  /** Whose session it is; undefined until it has signed in. */
  memberOf(id: SessionId): Member | undefined {
    const account = this.accountOf(id);
    return account === undefined ? undefined : this.roster.member(account);
  }

  accountOf(id: SessionId): AccountId | undefined {
    const session = this.#sessions.get(id);
    return session && isMemberSession(session) ? session.stage.account : undefined;
  }

  /** It has shown who it is; whether it may come in is known only now. */
  #refuseIn(
    account: RosterAccount,
    session: RoomSession,
    { outcome, now }: { outcome: SignInOutcome; now: Now },
  ): Refusal | undefined {
    // Somebody else may have come in under the name meanwhile.
    if (outcome.is === 'guest-back' && presenceOf(account) !== 'offline')
      return { code: 'name-taken' };
    const device = outcome.is === 'right' ? outcome.device : undefined;
    return refuseBanned({ account, device }, { room: this.#state, session, now });
  }

  #tokenChecked({ id, stage }: RoomSession): void {
    const key = stage.is === 'checking' ? stage.token : undefined;
    const { checkedTokens } = this.#state;
    if (key !== undefined && checkedTokens.get(key) === id) checkedTokens.delete(key);
  }

  #tellGroup(id: ConversationId): Effect[] {
    const effects: Effect[] = [];
    for (const { accounts, group } of this.groups.tell(id)) {
      const to = this.#sessionsOf(accounts);
      if (to.length > 0) effects.push({ do: 'notice', to, frame: { type: 'group', ...group } });
    }
    return effects;
  }

  /** One by one: whoever delivers to thousands makes no list of them first. */
  *#hearing(accounts: Iterable<AccountId>): Generator<SessionId> {
    for (const account of accounts) yield* this.roster.get(account)?.sessions.keys() ?? [];
  }

  #sessionsOf(accounts: Iterable<AccountId>): SessionId[] {
    return [...accounts].flatMap((id) => [...(this.roster.get(id)?.sessions.keys() ?? [])]);
  }

  #line(event: HostLogEvent, session: RoomSession, now: Now): HostLogLine {
    return sessionLine(event, session, { roster: this.roster, now });
  }
}

/** The proof was checked before the password was changed on another device, or the device was signed out. */
function isOutdated(
  session: RoomSession,
  account: RosterAccount,
  outcome: Exclude<SignInOutcome, { is: 'refused' }>,
): boolean {
  if (outcome.is === 'right' && wasEnded(session, account, outcome.device)) return true;
  const { stage } = session;
  const { passwordChange } = account;
  if (stage.is !== 'checking' || !passwordChange || outcome.is !== 'right') return false;
  return passwordChange.id > stage.since && passwordChange.device !== outcome.device;
}

function guessKey({ account, addressKey, device }: Guess): string {
  return device === undefined ? `${account} at ${addressKey}` : `${account} on ${device}`;
}
