import type { RoomAddress } from '../../src-shared/protocol/address.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { PrivateView } from '../../src-shared/member/own-copy.ts';
import { directPartner, everyone } from '../../src-shared/protocol/ids.ts';
import type { AccountId, ConversationId, Pin, RoomId } from '../../src-shared/protocol/ids.ts';
import type { Language } from '../../src-shared/translations/catalogue.ts';
import type { GroupMessageRecord } from '../client/replica/contacts.ts';
import type { Replica } from '../client/replica/replica.ts';
import type { HostedReach, Profile, RoomRecord } from '../client/replica/room-records.ts';
import { RoomClient } from '../client/room-client.ts';
import type { RoomLink } from '../client/room-link.ts';
import type { RoomClientEvents } from '../client/local-room.ts';
import { DialError } from '../net/transport.ts';
import type { Transport } from '../net/transport.ts';
import type { AppOptions } from './app-parts.ts';
import { AttentionBook } from './attention-book.ts';
import { AwayWatch } from './away-watch.ts';
import { ContactBook, ContactGroupBook } from './contact-book.ts';
import { GroupMessageWatch } from './group-message-watch.ts';
import { hostStoredRoom } from './hosting.ts';
import type { Hosting, HostingEvents } from './hosting.ts';
import type { Membership } from './membership.ts';
import { PresenceWatch } from './presence-watch.ts';
import { isRunning } from './private-rules.ts';
import { PushQueue } from './push-queue.ts';
import { pushViews } from './push-views.ts';
import { orRefused, refusalOf } from '../../src-shared/protocol/outcome.ts';
import { ExchangeWork } from './exchange-work.ts';
import { FetchedFiles } from './fetched-files.ts';
import type { FileFolder } from '../files/file-folder.ts';
import { viewFile, viewPrivate, viewReads } from './room-view.ts';
import type { SettingsBook } from './settings.ts';
import { Turns } from '../client/turns.ts';

export type MembershipsParts = { replica: Replica; profile: Profile; settings: SettingsBook };

/** All rooms of this person, and what runs of them. */
export class Memberships {
  readonly pushes: PushQueue;
  readonly replica: Replica;
  readonly profile: Profile;
  readonly options: AppOptions;
  readonly presence: PresenceWatch;
  readonly fetched: FetchedFiles;
  readonly exchange = new ExchangeWork();
  readonly #settings: SettingsBook;
  readonly #byRoom = new Map<RoomId, Membership>();
  readonly #turns = new Turns<RoomId>();
  /** At the doors of rooms that ask first. */
  readonly #waiting = new Set<RoomLink>();
  #phase: 'open' | 'closing' = 'open';

  constructor(options: AppOptions, { replica, profile, settings }: MembershipsParts) {
    this.options = options;
    this.replica = replica;
    this.profile = profile;
    this.#settings = settings;
    const clients = () => this.list().map(({ client }) => client);
    this.fetched = new FetchedFiles({ options, replica, clients });
    this.pushes = new PushQueue(pushViews(this, () => settings.current.keywords));
    this.presence = new PresenceWatch({
      clock: options.clock,
      changed: (presence) => {
        for (const { client } of this.list()) client.setPresence(presence);
      },
    });
    this.presence.choose(settings.current);
    settings.listen((changed) => {
      this.presence.choose(changed);
      this.#tellPrivateLimits();
      for (const { client } of this.list()) client.reading.receipts.settingsChanged();
      this.pushes.send('settings/changed', changed);
    });
  }

  /** What is sent from here or was fetched, of all rooms. */
  get files(): FileFolder {
    return this.fetched.folder;
  }

  get(room: RoomId): Membership | undefined {
    return this.#byRoom.get(room);
  }

  list(): Membership[] {
    return [...this.#byRoom.values()];
  }

  get isClosing(): boolean {
    return this.#phase === 'closing';
  }

  /** The person has touched a key or the mouse. */
  touched(): void {
    this.presence.touched();
    for (const { away } of this.list()) away.touched();
  }

  /** Whether a room with this key was entered from here. */
  knows(pin: Pin): boolean {
    return this.list().some(({ client }) => client.record.pin === pin);
  }

  /** Of the room that was joined at this address, if its key is another one. */
  otherKeyAt({ host, port }: RoomAddress, shown: Pin): Pin | undefined {
    const there = this.list().find(
      ({ client: { record } }) => record.host === host && record.port === port,
    );
    return there?.client.record.pin === shown ? undefined : there?.client.record.pin;
  }

  /** Private chats of all rooms. */
  privates(): PrivateView[] {
    return this.list().flatMap((membership) =>
      membership.client.privates.list().map((view) => viewPrivate(membership, view)),
    );
  }

  /** Stops every room, also those that are just being opened. */
  async close(): Promise<void> {
    this.#phase = 'closing';
    await this.exchange.close();
    this.presence.stop();
    this.fetched.stop();
    this.stopWaiting({ code: 'bridge-closed' });
    await this.#turns.settled();
    await Promise.all(this.list().map((membership) => this.stop(membership)));
    for (const { attention } of this.list()) attention.stop();
    await Promise.all(this.list().map(({ away }) => away.keep()));
    await this.fetched.ofPrivates.folder.clear();
    await this.options.nearby?.rooms.rest();
  }

  /** From when those inside were asked until `done`; the person may not want to wait any more. */
  waitAtDoor(link: RoomLink): { done: () => void } {
    this.#waiting.add(link);
    return { done: () => void this.#waiting.delete(link) };
  }

  stopWaiting(refusal: Refusal): void {
    for (const link of this.#waiting) link.end(refusal);
  }

  /** How a new room of this computer begins. */
  get newRoomReach(): HostedReach {
    return { isAnnounced: this.#settings.current.announce, isPortMapped: false };
  }

  /** Name and version for the hosts' logs. */
  get program(): string {
    return `Oda ${this.options.program.version}`;
  }

  get language(): Language {
    const { language } = this.#settings.current;
    return language === 'system' ? this.options.systemLanguage : language;
  }

  /** Opening, disconnecting from and leaving one room happen one after another, however fast they are asked for. */
  inTurn<T>(room: RoomId, work: () => Promise<T>): Promise<T> {
    return this.#turns.take(room, work);
  }

  /** Loads a membership that is on disk; it stays closed until it is opened. */
  async add(record: RoomRecord, hosting?: Hosting): Promise<Membership> {
    const { room } = record;
    const { options, replica, profile, program } = this;
    const { clock, random, reportDefect, openDatagrams } = options;
    const contacts = new ContactBook(replica, room);
    const groupMessages = new GroupMessageWatch({
      replica,
      room,
      changed: (message) => this.#sendWhileKept(membership, message),
      failed: (error) => {
        // Nobody misses what was asked for while the app closed.
        if (!this.isClosing && !refusalOf(error)) reportDefect(error);
      },
    });
    const client = new RoomClient({
      record,
      replica,
      profile,
      program,
      computer: options.computerName,
      clock,
      writeEveryMs: options.writeEveryMs,
      random,
      reportDefect,
      openDatagrams,
      files: this.files,
      privateFiles: this.fetched.ofPrivates,
      forgetFiles: async (hashes) => {
        await this.fetched.forget(hashes);
        await replica.fileCopies.forgetSaved(room, hashes);
      },
      dial: (known) => this.#dial(known),
      receipts: () => this.#settings.current.receipts,
      typing: () => this.#settings.current.typing,
      reads: () => this.#settings.current.reads,
      mayAsk: (from) => !contacts.isBlocked(from),
      events: this.#eventsOf(room, groupMessages),
    });
    const contactGroups = new ContactGroupBook({
      replica,
      room,
      random,
      isKnown: (account) => client.members.has(account),
    });
    const attention = new AttentionBook({
      replica,
      room,
      clock,
      changed: (conversation) => this.pushes.conversationChanged({ room, in: conversation }),
    });
    const away = new AwayWatch({
      clock,
      newestId: () => client.copy.newestId,
      isLive: () => client.connection.is === 'live',
      kept: record.seenAt > 0 ? { id: record.seenId, at: record.seenAt } : undefined,
      keep: ({ id, at }) => client.changeRecord({ seenId: id, seenAt: at }),
      failed: (error) => {
        if (!this.isClosing && !refusalOf(error)) reportDefect(error);
      },
      changed: () => this.pushes.roomChanged(room),
    });
    const own = { contacts, contactGroups, attention, away, groupMessages };
    const membership: Membership = { client, ...own, hosting };
    await Promise.all([client, contacts, contactGroups, attention].map((each) => each.load()));
    client.setPresence(this.presence.presence);
    this.#byRoom.set(room, membership);
    this.#tellPrivateLimits();
    this.pushes.roomChanged(room);
    return membership;
  }

  remove(room: RoomId): void {
    this.get(room)?.attention.stop();
    this.#byRoom.delete(room);
    this.pushes.forget(room);
  }

  /** Connects, or hosts and connects, if that is not so already. */
  async start(membership: Membership): Promise<void> {
    const { client } = membership;
    if (!client.record.hosted || membership.hosting) return this.#connect(client);
    const refusal = await this.host(membership, client.record.port);
    if (refusal) return client.stop(refusal);
    this.#connect(client);
  }

  /** Runs a stored room at a port, which is kept; the refusal says why it cannot be. */
  async host(membership: Membership, port: number): Promise<Refusal | undefined> {
    const { client } = membership;
    const { room } = client.record;
    const { options, language } = this;
    const { isAnnounced, isPortMapped } = client.record;
    const place = { room, port, language, reach: { isAnnounced, isPortMapped } };
    const hosted = await orRefused(() => hostStoredRoom(options, place, this.hostingEvents(room)));
    if (!hosted.ok) return hosted.refusal;
    membership.hosting = hosted.value;
    await client.changeRecord({ port: hosted.value.server.port });
    return undefined;
  }

  /** Says goodbye; a hosted room stops for everybody. */
  async stop(membership: Membership): Promise<void> {
    await membership.client.stop();
    await membership.groupMessages.settled();
    const { hosting } = membership;
    membership.hosting = undefined;
    await hosting?.stop();
  }

  hostingEvents(room: RoomId): HostingEvents {
    return {
      changed: (status) => this.pushes.send('host/changed', status),
      logged: (lines) => this.pushes.send('host/logged', { room, lines }),
    };
  }

  /** Whom this person wants to hear, or which words they look out for, has changed: what that changes is told. */
  async recount(): Promise<void> {
    for (const { client } of this.list()) {
      const { room } = client.record;
      for (const id of await client.copy.recounted())
        this.pushes.conversationChanged({ room, in: id });
    }
  }

  #eventsOf(room: RoomId, groupMessages: GroupMessageWatch): RoomClientEvents {
    const { pushes } = this;
    const own = (): AccountId | undefined => this.get(room)?.client.record.account;
    const touched = (conversation: ConversationId): void => {
      const self = own();
      const partner = self && directPartner(conversation, self);
      if (partner) groupMessages.touched(partner);
    };
    return {
      changed: () => {
        pushes.roomChanged(room);
        this.get(room)?.away.roomChanged();
      },
      recorded: (entry) => pushes.send('record/added', { room, entry }),
      appended: (conversation, entries, quotes) =>
        pushes.appended({ room, in: conversation }, entries, quotes),
      expired: (conversation, firstSeq) => {
        pushes.expired({ room, in: conversation }, firstSeq);
        pushes.conversationChanged({ room, in: conversation });
      },
      messagesChanged: (conversation, messages) =>
        pushes.messagesChanged({ room, in: conversation }, messages),
      conversationChanged: (conversation) => pushes.conversationChanged({ room, in: conversation }),
      membersChanged: (members) => {
        pushes.membersChanged(room, members);
        // What one is oneself in a room is the room's news too.
        if (members.some(({ account }) => account === own())) pushes.roomChanged(room);
      },
      outboxChanged: (conversation) => {
        pushes.outboxChanged({ room, in: conversation });
        // It may wait for the slow mode, which counts for the whole room.
        if (conversation === everyone) pushes.roomChanged(room);
        touched(conversation);
      },
      deliveredChanged: (conversation) => {
        pushes.conversationChanged({ room, in: conversation });
        touched(conversation);
      },
      groupsChanged: (groups) => pushes.groupsChanged(room, groups),
      fileChanged: (file) => pushes.send('file/changed', [viewFile(room, file)]),
      fileSpaceChanged: (file) => pushes.send('file/space-changed', { room, ...file }),
      readsChanged: (conversation) => {
        const client = this.get(room)?.client;
        if (client) pushes.send('reads/changed', viewReads(client, conversation));
      },
      typingChanged: (conversation) => this.#tellTyping(room, conversation),
      privateChanged: ({ private: id }) => {
        this.#tellPrivateLimits();
        pushes.privateChanged({ room, private: id });
      },
      privateRemoved: (id) => {
        this.#tellPrivateLimits();
        pushes.privateRemoved({ room, private: id });
      },
      resynced: (cause) => pushes.resynced({ room, cause }),
    };
  }

  /** A room that was forgotten meanwhile has no group messages. */
  #sendWhileKept(membership: Membership, message: GroupMessageRecord): void {
    const { room } = membership.client.record;
    if (this.get(room) === membership) {
      this.pushes.send('group-message/changed', { room, ...message });
    }
  }

  /** Whoever this person does not want to hear types unheard. */
  #tellTyping(room: RoomId, id: ConversationId): void {
    const membership = this.get(room);
    if (!membership) return;
    const { client, contacts } = membership;
    const accounts = client.reading.typingIn(id).filter((account) => !contacts.isBlocked(account));
    this.pushes.send('typing/changed', { room, in: id, accounts });
  }

  /** Each room counts its own private chats, so it is told how many the other rooms leave free. */
  #tellPrivateLimits(): void {
    const wanted = this.#settings.current.privateChats;
    const all = this.privates();
    for (const { client } of this.list()) {
      const { room } = client.record;
      const elsewhere = all.filter((one) => one.room !== room && isRunning(one)).length;
      client.privates.setLimit(Math.max(0, wanted - elsewhere));
    }
  }

  #connect(client: RoomClient): void {
    if (client.connection.is === 'closed') client.retryNow();
  }

  async #dial({ room, hosted, host, port, pin }: RoomRecord): Promise<Transport> {
    if (!hosted) return (await this.options.dial({ host, port, pin })).transport;
    const hosting = this.get(room)?.hosting;
    if (!hosting) throw new DialError({ code: 'room-not-running' });
    return hosting.server.connectLocally();
  }
}
