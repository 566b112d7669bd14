import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { RoomId } from '../../src-shared/protocol/ids.ts';
import type { Profile, Replica, RoomRecord } from '../client/replica-port.ts';
import { RoomClient } from '../client/room-client.ts';
import { DialError } from '../net/transport.ts';
import type { Transport } from '../net/transport.ts';
import type { AppOptions } from './app-parts.ts';
import { hostStoredRoom } from './hosting.ts';
import type { Hosting, HostingEvents } from './hosting.ts';
import { PushQueue } from './push-queue.ts';
import { refusalOf } from './refusal-of.ts';
import { viewArrival, viewConversation, viewRoom } from './room-view.ts';

/** A room that this person is a member of, open or closed, hosted here or elsewhere. */
export type Membership = { readonly client: RoomClient; hosting?: Hosting | undefined };

/** All rooms of this person, and what runs of them. */
export class Memberships {
  readonly pushes: PushQueue;
  readonly replica: Replica;
  readonly profile: Profile;
  readonly options: AppOptions;
  readonly #byRoom = new Map<RoomId, Membership>();
  readonly #turns = new Map<RoomId, Promise<unknown>>();
  #phase: 'open' | 'closing' = 'open';

  constructor(options: AppOptions, { replica, profile }: { replica: Replica; profile: Profile }) {
    this.options = options;
    this.replica = replica;
    this.profile = profile;
    this.pushes = new PushQueue({
      room: (room) => {
        const membership = this.get(room);
        return membership && viewRoom(membership.client);
      },
      conversations: (room, ids) => {
        const client = this.get(room)?.client;
        if (!client) return [];
        return [...ids].map((id) => viewConversation(room, client.copy.conversation(id)));
      },
      outbox: ({ room, in: id }) => this.get(room)?.client.outbox.list(id) ?? [],
      arrival: ({ room }, entries) => {
        const client = this.get(room)?.client;
        return client && viewArrival(client, entries);
      },
    });
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

  /** Stops every room, those too that were being opened just now. */
  async close(): Promise<void> {
    this.#phase = 'closing';
    while (this.#turns.size > 0) await Promise.allSettled(this.#turns.values());
    await Promise.all(this.list().map((membership) => this.stop(membership)));
  }

  /** Name and version for the hosts' logs. */
  get program(): string {
    return `Oda ${this.options.program.version}`;
  }

  /** Opening, leaving and forgetting one room happen one after another, however fast they are asked for. */
  inTurn<T>(room: RoomId, work: () => Promise<T>): Promise<T> {
    const before = this.#turns.get(room) ?? Promise.resolve();
    const running = before.then(work, work);
    this.#turns.set(room, running);
    const forget = (): void => {
      if (this.#turns.get(room) === running) this.#turns.delete(room);
    };
    running.then(forget, forget);
    return running;
  }

  /** Loads a membership that is on disk; it stays closed until it is opened. */
  async add(record: RoomRecord, hosting?: Hosting): Promise<Membership> {
    const { room } = record;
    const { options, replica, profile, pushes, program } = this;
    const client = new RoomClient({
      record,
      replica,
      profile,
      program,
      clock: options.clock,
      random: options.random,
      reportDefect: options.reportDefect,
      dial: (known) => this.#dial(known),
      events: {
        changed: () => pushes.roomChanged(room),
        appended: (conversation, entries) => pushes.appended({ room, in: conversation }, entries),
        conversationChanged: (conversation) =>
          pushes.conversationChanged({ room, in: conversation }),
        membersChanged: (members) => pushes.membersChanged(room, members),
        outboxChanged: (conversation) => pushes.outboxChanged({ room, in: conversation }),
        resynced: (cause) => pushes.resynced({ room, cause }),
      },
    });
    await client.load();
    const membership: Membership = { client, hosting };
    this.#byRoom.set(room, membership);
    pushes.roomChanged(room);
    return membership;
  }

  remove(room: RoomId): void {
    this.#byRoom.delete(room);
    this.pushes.forget(room);
  }

  /** Connects, or hosts and connects, where that is not so already. */
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
    try {
      membership.hosting = await hostStoredRoom(
        this.options,
        { room, port },
        this.hostingEvents(room),
      );
    } catch (error) {
      const refusal = refusalOf(error);
      if (!refusal) throw error;
      return refusal;
    }
    await client.changeRecord({ port: membership.hosting.server.port });
    return undefined;
  }

  /** Says goodbye; a hosted room stops for everybody. */
  async stop(membership: Membership): Promise<void> {
    await membership.client.stop();
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

  #connect(client: RoomClient): void {
    if (client.connection.state === 'closed') client.retryNow();
  }

  async #dial({ room, hosted, host, port }: RoomRecord): Promise<Transport> {
    if (!hosted) return this.options.dial({ host, port });
    const hosting = this.get(room)?.hosting;
    if (!hosting) throw new DialError({ code: 'room-not-running' });
    return hosting.server.connectLocally();
  }
}
