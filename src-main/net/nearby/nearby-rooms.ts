import { isIPv4 } from 'node:net';
import type { NearbyProblem, NearbyRoom } from '../../../src-shared/host/nearby.ts';
import { formatAddress } from '../../../src-shared/protocol/address.ts';
import type { RoomAddress } from '../../../src-shared/protocol/address.ts';
import type { Pin } from '../../../src-shared/protocol/ids.ts';
import type { Clock } from '../../../src-shared/outside/clock.ts';
import type { Remote } from '../transport.ts';
import { Multicast } from './multicast.ts';
import type { MulticastOptions } from './multicast.ts';
import type { Heard, RoomRecord } from './room-record.ts';
import { encodeQuestion, readRecords } from './room-record.ts';

/** Any more are hidden, and counted. */
const maxRecords = 50;
const maxHiddenCounted = 999;
/** Of one address: one computer alone cannot fill the list. */
const maxRecordsPerAddress = 8;
const maxPacketsPerSecond = 30;
const maxSourcesPerSecond = 256;
const answerMs = 2000;
const maxTriesAtOnce = 8;
const tryAgainMs = 30_000;
const forgottenMs = 45_000;
const questionsAtMs = [0, 1000, 3000] as const;
const questionEveryMs = 8000;
/** Nobody looks any more. */
const restMs = 15_000;

type Found = {
  record: RoomRecord;
  address: RoomAddress;
  state: NearbyRoom['state'];
  heardAt: number;
  /** To be tried as soon as fewer others are. */
  isDue: boolean;
  triedAt: number;
};

export type NearbyOptions = Pick<MulticastOptions, 'interfaces' | 'port'> & {
  clock: Clock;
  /** Resolves if a room with this key answers there; nothing is said to it. */
  try: (room: RoomAddress & { pin: Pin }) => Promise<unknown>;
};

export type Look = {
  rooms: Omit<NearbyRoom, 'alike'>[];
  hidden: number;
  problem: NearbyProblem | undefined;
};

/**
 * The rooms that say on this machine's networks that they are there. Who says so is a stranger: a room is looked for
 * only where its own packet came from, whatever address stands in it, so that nobody makes this computer knock at a
 * third one; and there is a bound for everything that is kept or done.
 */
export class NearbyRooms {
  readonly #options: NearbyOptions;
  readonly #found = new Map<string, Found>();
  readonly #hidden = new Set<string>();
  readonly #packets = { begunAt: 0, bySource: new Map<string, number>() };
  #multicast: Multicast | undefined;
  #cancelQuestion: () => void = () => undefined;
  #cancelRest: () => void = () => undefined;
  #tries = 0;

  constructor(options: NearbyOptions) {
    this.#options = options;
  }

  /** What is known now. It goes on looking for some time. */
  look(): Look {
    const { clock } = this.#options;
    if (!this.#multicast) this.#begin();
    this.#cancelRest();
    this.#cancelRest = clock.after(restMs, () => void this.rest());
    this.#forget();
    return { rooms: this.#view(), hidden: this.#hidden.size, problem: this.#multicast?.problem };
  }

  /** Stops looking, and forgets what was found. */
  async rest(): Promise<void> {
    const multicast = this.#multicast;
    this.#multicast = undefined;
    this.#cancelQuestion();
    this.#cancelRest();
    this.#found.clear();
    this.#hidden.clear();
    await multicast?.close();
  }

  #begin(): void {
    const { clock, interfaces, port } = this.#options;
    const ask = () => this.#multicast?.send(encodeQuestion);
    const askAgain = (times: number) => {
      const waitMs = questionsAtMs[times] ?? questionEveryMs;
      this.#cancelQuestion = clock.after(waitMs, () => {
        ask();
        askAgain(times + 1);
      });
    };
    this.#multicast = new Multicast({
      clock,
      interfaces,
      port,
      heard: (bytes, from) => this.#heard(bytes, from),
      joined: ask,
    });
    askAgain(0);
  }

  #heard(bytes: Uint8Array, { address }: Remote): void {
    if (!this.#mayTell(address) || !isIPv4(address)) return;
    for (const record of readRecords(bytes)) this.#keep(record, address);
    this.#tryNext();
  }

  /** Counted before anything is read. */
  #mayTell(source: string): boolean {
    const now = this.#options.clock.monotonicMs();
    const { bySource, begunAt } = this.#packets;
    if (now - begunAt >= 1000) {
      bySource.clear();
      this.#packets.begunAt = now;
    }
    const count = (bySource.get(source) ?? 0) + 1;
    if (count > maxPacketsPerSecond || (count === 1 && bySource.size >= maxSourcesPerSecond))
      return false;
    bySource.set(source, count);
    return true;
  }

  #keep({ isGone, ...record }: Heard, host: string): void {
    const key = `${record.room} ${record.pin} ${host}:${record.port}`;
    if (isGone) {
      this.#found.delete(key);
      return;
    }
    const heardAt = this.#options.clock.monotonicMs();
    const known = this.#found.get(key);
    if (known) {
      Object.assign(known, { record, heardAt });
      if (heardAt - known.triedAt > tryAgainMs) known.isDue = true;
      return;
    }
    if (!this.#makeSpace(host)) {
      if (this.#hidden.size < maxHiddenCounted) this.#hidden.add(key);
      return;
    }
    this.#hidden.delete(key);
    const address = { host, port: record.port };
    const fresh = { state: 'asking', isDue: true, triedAt: 0 } as const;
    this.#found.set(key, { record, address, heardAt, ...fresh });
  }

  /** A room that did not answer makes space for one that may. */
  #makeSpace(host: string): boolean {
    const all = [...this.#found];
    const ofHost = all.filter(([, { address }]) => address.host === host);
    const isOfHost = ofHost.length >= maxRecordsPerAddress;
    if (!isOfHost && all.length < maxRecords) return true;
    const gone = (isOfHost ? ofHost : all).find(([, { state }]) => state === 'gone');
    if (gone) this.#found.delete(gone[0]);
    return gone !== undefined;
  }

  #tryNext(): void {
    for (const found of this.#found.values()) {
      if (this.#tries >= maxTriesAtOnce) return;
      if (found.isDue) void this.#try(found);
    }
  }

  async #try(found: Found): Promise<void> {
    const { clock, try: attempt } = this.#options;
    found.isDue = false;
    found.triedAt = clock.monotonicMs();
    this.#tries += 1;
    const { promise, resolve } = Promise.withResolvers<'there' | 'gone'>();
    const cancel = clock.after(answerMs, () => resolve('gone'));
    const { pin } = found.record;
    attempt({ ...found.address, pin }).then(
      () => resolve('there'),
      () => resolve('gone'),
    );
    found.state = await promise;
    cancel();
    this.#tries -= 1;
    this.#tryNext();
  }

  #forget(): void {
    const now = this.#options.clock.monotonicMs();
    for (const [key, { heardAt }] of this.#found)
      if (now - heardAt > forgottenMs) this.#found.delete(key);
  }

  /** One of each room, however many networks it is heard on: where it answers. */
  #view(): Look['rooms'] {
    const order = { there: 0, asking: 1, gone: 2 };
    const best = new Map<string, Found>();
    for (const found of this.#found.values()) {
      const key = `${found.record.room} ${found.record.pin}`;
      const other = best.get(key);
      if (!other || order[found.state] < order[other.state]) best.set(key, found);
    }
    return [...best.values()].map(({ record, address, state }) => ({
      room: record.room,
      name: record.name,
      pin: record.pin,
      people: record.people,
      isInvited: record.isInvited,
      address: formatAddress(address),
      state,
    }));
  }
}
