import { assertNever } from '../../src-shared/assert-never.ts';
import type { ConnectionState } from '../../src-shared/member/own-copy.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { NoticeFrame } from '../../src-shared/protocol/protocol.ts';
import type { ConversationId } from '../../src-shared/protocol/ids.ts';
import { may, roleOf } from '../../src-shared/protocol/roles.ts';
import type { Role } from '../../src-shared/protocol/roles.ts';
import type { PresenceHere } from '../../src-shared/protocol/members.ts';
import { DialError } from '../net/transport.ts';
import { needsPerson } from './backoff.ts';
import { deriveDevice, greet, signIn } from './sign-in.ts';
import type { Credentials, Entered } from './sign-in.ts';
import { GatheredWrites } from './gathered-writes.ts';
import type { Outbox } from './outbox.ts';
import { Outage, withEnd } from './outage.ts';
import { ReplicaError } from './replica/replica.ts';
import type { RoomRecord } from './replica/room-records.ts';
import type { RoomCopy } from './room-copy.ts';
import type { RoomGroups } from './room-groups.ts';
import type { RoomClientParts } from './local-room.ts';
import { LocalRoom } from './local-room.ts';
import { RoomAccount } from './room-account.ts';
import { RoomKnocks } from './room-knocks.ts';
import { RoomLink } from './room-link.ts';
import type { FullDisks } from './full-disks.ts';
import type { RoomTransfers } from './room-transfers.ts';
import type { RoomLater } from './room-later.ts';
import type { RoomModeration } from './room-moderation.ts';
import type { RoomMembers } from './room-members.ts';
import type { RoomPrivates } from './room-privates.ts';
import { RoomReading } from './room-reading.ts';
import { RoomTerms } from './room-terms.ts';
import type { Incomplete, RoomSync } from './room-sync.ts';
import { tidyName, tidyRoomName } from './vet-entries.ts';

/** How long a goodbye may take. */
const goodbyeMs = 1000;

/** What the person has typed to come in. */
type Typed = Pick<Credentials, 'password' | 'newPassword'>;

type Attempt = {
  typed: Typed;
  link?: RoomLink;
  sync?: RoomSync;
  /** Resolves when it has signed in, or with the reason why it did not. */
  entered: PromiseWithResolvers<Refusal | undefined>;
};

/** One membership of a room: connects, keeps the copy up to date, sends what was written, comes back by itself. */
export class RoomClient {
  readonly copy: RoomCopy;
  readonly members: RoomMembers;
  readonly groups: RoomGroups;
  readonly privates: RoomPrivates;
  readonly outbox: Outbox;
  readonly knocks: RoomKnocks;
  readonly moderation: RoomModeration;
  readonly later: RoomLater;
  readonly transfers: RoomTransfers;
  readonly fullDisks: FullDisks;
  readonly account: RoomAccount;
  readonly reading: RoomReading;
  /** As the room said last. */
  readonly terms = new RoomTerms();
  readonly #held: LocalRoom;
  readonly #parts: RoomClientParts;
  readonly #outage: Outage;
  #record: RoomRecord;
  #state: ConnectionState = { is: 'closed' };
  #attempt: Attempt | undefined;
  #incomplete: Incomplete = {};
  /** As it is called now; however often a room says that, the last name is written. */
  #name: string;
  readonly #renames: GatheredWrites<'name'>;
  /** What was said last, or is to be said once connected. */
  #presence: PresenceHere = 'online';

  constructor(parts: RoomClientParts) {
    this.#parts = parts;
    this.#record = parts.record;
    this.#name = parts.record.name;
    this.#renames = new GatheredWrites({
      write: () => this.changeRecord({ name: this.#name }),
      failed: (error) => this.#broken(error),
    });
    this.#outage = new Outage(parts);
    const record = (): RoomRecord => this.#record;
    this.#held = new LocalRoom({ ...parts, record, failed: (error) => this.#broken(error) });
    this.copy = this.#held.copy;
    this.members = this.#held.members;
    this.groups = this.#held.groups;
    this.privates = this.#held.privates;
    this.outbox = this.#held.outbox;
    const changed = (): void => parts.events.changed();
    this.knocks = new RoomKnocks(changed);
    const deviceKey = () => deriveDevice(parts.profile, this.#record).deviceKey;
    this.account = new RoomAccount({ deviceKey, changed });
    this.moderation = this.#held.moderation;
    this.later = this.#held.later;
    this.transfers = this.#held.transfers;
    this.fullDisks = this.#held.fullDisks;
    this.reading = new RoomReading(this.#held, parts.events);
  }

  load(): Promise<void> {
    return this.#held.load();
  }

  get record(): RoomRecord {
    return this.#record;
  }

  get connection(): ConnectionState {
    return this.#state;
  }

  /** What this person is there, as the room said last. */
  get role(): Role {
    return roleOf(this.members.get(this.#record.account) ?? {});
  }

  /** Until when (this computer's clock) the slow mode lets this person write nothing to everyone; 0 if it does. */
  get slowUntil(): number {
    if (may(this.role, 'stand-above-settings')) return 0;
    return this.outbox.slowUntil(this.terms.settings.slowModeSeconds);
  }

  /** Why there is less here than in the room, as its newest connection has shown. */
  get incomplete(): Refusal | undefined {
    return this.#incomplete.lists ?? this.#incomplete.older;
  }

  /** How the person stands at this computer, said again after every reconnect. */
  setPresence(presence: PresenceHere): void {
    if (this.#presence === presence) return;
    this.#presence = presence;
    const { link, sync } = this.#attempt ?? {};
    if (link && sync) void link.request('set-presence', { presence });
  }

  /** Connects, unless it does already. Resolves when it has signed in, or with the reason why it could not. */
  connect(typed?: Typed): Promise<Refusal | undefined> {
    const running = this.#attempt;
    if (running && !typed) return running.entered.promise;
    if (running) this.#endAttempt({ code: 'signed-out' });
    return this.#start(typed);
  }

  /** Now instead of at `nextTryAt`, or again after it was closed. */
  retryNow(): void {
    void this.connect();
  }

  /** Goes on with a connection that has signed in already, as at the first joining. */
  takeOver({ link, greeting, admission }: Entered): void {
    this.#endAttempt({ code: 'replaced' });
    const attempt: Attempt = { typed: {}, link, entered: Promise.withResolvers() };
    this.#attempt = attempt;
    void this.#guard(this.#settleIn(attempt, { link, greeting, admission }));
  }

  /** Where the room is from now on; the next connection goes there. */
  async changeRecord(change: Partial<Omit<RoomRecord, 'room'>>): Promise<void> {
    const changed = { ...this.#record, ...change };
    const isSame = Object.entries(changed).every(
      ([field, value]) => this.#record[field as keyof RoomRecord] === value,
    );
    if (isSame) return;
    this.#record = changed;
    await this.#parts.replica.rooms.update(changed.room, change);
    this.#parts.events.changed();
  }

  /** The page before what is held; does nothing if it is not connected. */
  async fetchOlder(conversation: ConversationId): Promise<void> {
    await this.#attempt?.sync?.fetchOlder(conversation);
  }

  /** Says goodbye and closes (R1.6); `cause` is shown if it was not the person's wish. */
  async stop(cause?: Refusal): Promise<void> {
    const link = this.#attempt?.sync ? this.#attempt.link : undefined;
    if (link && !link.isEnded) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const cancel = this.#parts.clock.after(goodbyeMs, resolve);
      await Promise.race([promise, link.request('sign-out', {})]);
      cancel();
    }
    this.#endAttempt({ code: 'signed-out' });
    this.privates.forgetAll();
    this.#setState({ is: 'closed', cause });
    await Promise.all([this.#held.settled(), this.#renames.settled()]);
  }

  #start(typed: Typed = {}): Promise<Refusal | undefined> {
    this.#outage.cancelWait();
    const attempt: Attempt = { typed, entered: Promise.withResolvers() };
    this.#attempt = attempt;
    this.#setState({ is: 'connecting' });
    void this.#guard(this.#run(attempt));
    return attempt.entered.promise;
  }

  async #run(attempt: Attempt): Promise<void> {
    const link = await this.#openLink(attempt);
    if (!link) return;
    const greeted = await greet(link, this.#parts.program);
    if (!greeted.ok) return this.#lost(attempt, greeted.refusal);
    const { room } = greeted.value;
    if (room.id !== this.#record.room) {
      return this.#lost(attempt, { code: 'another-room', subject: room.name });
    }
    if (this.#attempt !== attempt) return;
    this.#setState({ is: 'signing-in' });
    const { ownName: name, token } = this.#record;
    const device = deriveDevice(this.#parts.profile, this.#record);
    const { computer } = this.#parts;
    const admitted = await signIn(link, device, { name, token, computer, ...attempt.typed });
    if (!admitted.ok) return this.#lost(attempt, admitted.refusal);
    await this.#settleIn(attempt, { link, greeting: greeted.value, admission: admitted.value });
  }

  async #openLink(attempt: Attempt): Promise<RoomLink | undefined> {
    const { dial, clock } = this.#parts;
    try {
      const transport = await dial(this.#record);
      const link = new RoomLink({ transport, clock });
      attempt.link = link;
      if (this.#attempt === attempt) return link;
      link.end({ code: 'signed-out' });
    } catch (error) {
      if (!(error instanceof DialError)) throw error;
      this.#lost(attempt, error.refusal);
    }
    return undefined;
  }

  /** From the sign-in's answer to live. */
  async #settleIn(attempt: Attempt, { link, greeting, admission }: Entered): Promise<void> {
    if (this.#attempt !== attempt) return;
    this.terms.greeted(greeting);
    const { account, token } = admission;
    const { epoch } = greeting.room;
    if (account !== this.#record.account || epoch !== this.#record.epoch) {
      await this.#startOver({ account, epoch });
    }
    const ownName = tidyName(admission.name, account);
    this.#name = greeting.room.name;
    await this.changeRecord({ token, ownName, name: this.#name });
    if (this.#attempt !== attempt) return;
    attempt.entered.resolve(undefined);
    this.account.attach(link, admission);
    this.#setState({ is: 'syncing' });

    const sync = this.#attach({ link, greeting, admission });
    attempt.sync = sync;
    link.listen({
      entry: (entry) => {
        this.transfers.giveWay();
        sync.take(entry);
      },
      notice: (frame) => this.#takeNotice(frame, sync),
      private: (frame) => this.privates.take(frame),
      behind: () => {
        sync.behind();
        this.#askForKnocks(link);
      },
      ended: (refusal) => this.#lost(attempt, refusal),
    });
    if (this.#attempt !== attempt) return;
    const caughtUp = await sync.catchUp();
    if (!caughtUp.ok) return this.#lost(attempt, caughtUp.refusal);
    if (this.#attempt !== attempt) return;
    this.#outage.end();
    this.#held.caughtUp({ link, greeting, admission });
    this.#setState({ is: 'live' });
    sync.startBackfill();
    this.#askForKnocks(link);
  }

  /** Whoever may not answer is told of nobody. */
  #askForKnocks(link: RoomLink): void {
    if (may(this.role, 'answer-knocks')) void this.knocks.attach(link);
    else this.knocks.take([]);
  }

  #attach(entered: Entered): RoomSync {
    const { link, admission } = entered;
    const { openDatagrams: open, replica } = this.#parts;
    const { heartbeat } = admission;
    if (heartbeat && open) {
      link.beatByDatagrams({ open, heartbeat, failed: (error) => this.#broken(error) });
    }
    const presence = this.#presence;
    if (presence !== 'online') void link.request('set-presence', { presence });
    this.#incomplete = {};
    return this.#held.attach(entered, {
      saveProgress: (change) => {
        this.#record = { ...this.#record, ...change };
        return replica.rooms.update(this.#record.room, change);
      },
      incomplete: (what) => this.#noteIncomplete(what),
    });
  }

  #noteIncomplete(what: Incomplete): void {
    const before = this.incomplete?.code;
    this.#incomplete = { ...this.#incomplete, ...what };
    if (this.incomplete?.code !== before) this.#parts.events.changed();
  }

  #takeNotice(frame: NoticeFrame, sync: RoomSync): void {
    const { link } = this.#attempt ?? {};
    switch (frame.type) {
      case 'member':
        sync.takeMember(withoutType(frame));
        // Its role may be another one now.
        if (frame.account === this.#record.account && link) this.#askForKnocks(link);
        return;
      case 'group':
        return sync.takeGroup(withoutType(frame));
      case 'room':
        this.terms.changed(frame);
        this.#parts.events.changed();
        this.#name = tidyRoomName(frame.name, this.#record.room);
        return this.#renames.note('name');
      case 'knocks':
        return this.knocks.take(frame.knocks);
      case 'recorded':
        return this.#parts.events.recorded(this.moderation.tidy(withoutType(frame)));
      case 'typing':
        return this.#held.typing.take(frame);
      case 'file-space':
        return this.fullDisks.take(withoutType(frame));
      case 'receipt':
        return this.#held.receipts.take(frame, this.#record.account);
      default:
        assertNever(frame);
    }
  }

  /** The numbers that are held mean nothing to the room any more: the copy goes, what was written stays. */
  async #startOver(change: Partial<Pick<RoomRecord, 'epoch' | 'account'>>): Promise<void> {
    await this.#held.clear();
    await this.changeRecord({ ...change, syncedTo: 0, olderBytes: 0, seenId: 0, seenAt: 0 });
    this.#parts.events.resynced({ code: 'cursor-ahead' });
  }

  /** An attempt, or the connection that it became, is over: wait and try again, or leave it to the person. */
  #lost(attempt: Attempt, refusal: Refusal): void {
    if (this.#attempt !== attempt) return;
    this.#endAttempt(refusal);
    const { clock } = this.#parts;
    if (needsPerson(refusal.code)) {
      return this.#setState({ is: 'closed', cause: withEnd(refusal, clock.wallMs()) });
    }
    const wait = this.#outage.wait(refusal, () => void this.#guard(this.#comeBack(refusal)));
    this.#setState({ is: 'waiting', ...wait });
  }

  async #comeBack(refusal: Refusal): Promise<void> {
    if (refusal.code === 'cursor-ahead') await this.#startOver({});
    if (this.#state.is === 'waiting') void this.#start();
  }

  #endAttempt(refusal: Refusal): void {
    const attempt = this.#attempt;
    this.#attempt = undefined;
    this.#outage.cancelWait();
    if (!attempt) return;
    this.#held.detach();
    this.knocks.detach();
    this.account.detach();
    attempt.sync?.stop();
    attempt.link?.end(refusal);
    attempt.entered.resolve(refusal);
    this.members.setOffline();
  }

  #setState(state: ConnectionState): void {
    if (state.is === 'closed') {
      this.#outage.forget();
      this.privates.endAll();
    }
    this.#state = state;
    this.#parts.events.changed();
  }

  async #guard(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.#broken(error);
    }
  }

  /** This computer's own disk said no, or something is wrong here: nothing is gained by trying again. */
  #broken(error: unknown): void {
    // The person has closed the room: nobody is there to be told of what still ran.
    if (this.#state.is === 'closed') return;
    if (!(error instanceof ReplicaError)) this.#parts.reportDefect(error);
    const cause: Refusal = error instanceof ReplicaError ? error.refusal : { code: 'defect' };
    // The disk is sound: what the room says does not fit what it said.
    if (cause.code === 'cursor-ahead') return this.#attempt && this.#lost(this.#attempt, cause);
    this.#endAttempt(cause);
    this.#setState({ is: 'closed', cause });
  }
}

function withoutType<F extends { type: string }>({ type: _, ...rest }: F): Omit<F, 'type'> {
  return rest;
}
