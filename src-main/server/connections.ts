import { ownAddress } from '../../src-shared/host/host-log.ts';
import type { Dialect, HostLogLine } from '../../src-shared/host/host-log.ts';
import type { HostConnection } from '../../src-shared/host/host-network.ts';
import type { HostOptions } from '../../src-shared/host/host-options.ts';
import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Random } from '../../src-shared/outside/random.ts';
import type { Refusal, RefusalCode } from '../../src-shared/protocol/codes.ts';
import { encodeFrame } from '../../src-shared/protocol/encode-frame.ts';
import type { RoomLimits } from '../../src-shared/protocol/limits.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { Language } from '../../src-shared/translations/catalogue.ts';
import { refusalSentence } from '../../src-shared/sentences/refusal-sentence.ts';
import type { ServerTls } from '../net/tls.ts';
import { alertOf, handshakeByte } from '../net/tls.ts';
import type { ArrivedTransport, Transport } from '../net/transport.ts';
import { Connection } from './connection.ts';
import { DialectDetector } from './dialect-detector.ts';
import { odaDialect } from './oda-speaker.ts';
import type { RoomRunner } from './room-runner.ts';
import type {
  ConnectionParts,
  Gateway,
  RoomConnection,
  SessionPeer,
  SpokenDialect,
} from './session-port.ts';
import { isWholeNetwork, WindowLimit } from '../room/rate-limits.ts';

/** Connections that have not signed in; past it the one that waits longest makes room. */
const maxStrangers = 256;
/** Refused ones whose first byte is waited for; past it they are answered at once. */
const maxTurnedAway = 64;
/** Refused and pushed out ones that have not hung up yet; past it the longest such one is hung up on, whether it has heard why or not. */
const maxHeldAway = 256;

export type ConnectionsParts = {
  runner: RoomRunner;
  clock: Clock;
  random: Random;
  limits: RoomLimits;
  /** By which the room proves itself to Oda's own programs (W14). */
  tls: ServerTls;
  gateways: readonly Gateway[];
  /** Of this computer as it stands now. */
  ownAddresses: () => string[];
  language: Language;
  /** Others come from this computer's own address, through a tunnel. */
  isTunnelled?: boolean;
  /** Several may come by one invite: as many as of a network can be behind one address. */
  areManyInvited: () => boolean;
  note: (line: Omit<HostLogLine, 'at'>) => void;
  /** Who is connected has changed. */
  changed: () => void;
};

type Arrival = {
  address: string;
  /** What the limits per address count by. */
  addressKey: string;
  port: number;
  isOwnComputer: boolean;
};
type Open = {
  arrival: Arrival;
  connection: RoomConnection & { readonly dialect: Dialect };
  view: Pick<HostConnection, 'connection' | 'since'>;
};

/** Every connection from its arrival to its end, whatever it speaks. */
export class Connections {
  readonly #parts: ConnectionsParts;
  readonly #gate: ConnectionGate;
  readonly #open = new Map<number, Open>();
  /** Who had not signed in when last looked at, the one that waits longest first. */
  readonly #strangers = new Map<number, Open>();
  /** Those that were refused or pushed out and have not ended yet. */
  readonly #turnedAway = new Set<Pick<RoomConnection, 'destroy'>>();
  #lastConnection = 0;
  #isShut = false;

  constructor(parts: ConnectionsParts) {
    this.#parts = parts;
    this.#gate = new ConnectionGate(parts.limits.sessionsPerAddress, parts.areManyInvited);
  }

  list(): HostConnection[] {
    return [...this.#open.values()].map(({ arrival: { address, port }, connection, view }) => ({
      ...view,
      address,
      port,
      name: connection.memberName,
      dialect: connection.dialect,
    }));
  }

  /** Only this program's own client comes without TLS, over memory. */
  accept(transport: Transport | ArrivedTransport): void {
    const { address, port } = transport.remote;
    const addressKey = limitKey(address, () => this.#ownNetworks());
    const { isTunnelled = false } = this.#parts;
    const isOwn = isTunnelled ? address === ownAddress : isOwnComputer(address);
    const arrival = { address, addressKey, port, isOwnComputer: isOwn };
    const refusal = this.#refuse(arrival);
    if (refusal) return this.#turnAway(transport, refusal);

    const { clock, note, changed } = this.#parts;
    this.#makeRoomForStranger();
    this.#lastConnection += 1;
    const id = this.#lastConnection;
    const view = { connection: id, since: clock.wallMs() };
    note({ event: 'connected', address, port });
    const connection = this.#openDoor(arrival, {
      transport,
      onClosed: () => {
        if (!arrival.isOwnComputer) this.#gate.left(addressKey);
        this.#open.delete(id);
        this.#strangers.delete(id);
        this.#turnedAway.delete(connection);
        changed();
      },
    });
    const open = { arrival, connection, view };
    this.#open.set(id, open);
    this.#strangers.set(id, open);
    changed();
  }

  /** Plain programs of other computers go where the host has switched them off. */
  optionsChanged({ plain }: HostOptions): void {
    if (!plain) this.#endPlainOnes();
    this.#parts.changed();
  }

  /** Turns everybody away from now on, and out who has not said what it speaks. */
  shut(): void {
    this.#isShut = true;
    for (const { connection } of this.#open.values()) connection.end({ code: 'room-closed' });
  }

  #endPlainOnes(): void {
    for (const { arrival, connection } of this.#open.values()) {
      if (connection.dialect === 'oda' || arrival.isOwnComputer) continue;
      connection.end({ code: 'plain-off' });
    }
  }

  #ownNetworks(): Set<string> {
    const own = this.#parts.ownAddresses();
    return new Set(own.filter((each) => each.includes(':')).map(networkOf));
  }

  #openDoor(
    arrival: Arrival,
    own: { transport: Transport | ArrivedTransport; onClosed: () => void },
  ): Open['connection'] {
    const { runner, clock, random, tls, gateways, language, note } = this.#parts;
    const { address, port, isOwnComputer: isOwn } = arrival;
    const connectedAtMs = clock.monotonicMs();
    const connect = (
      spoken: SpokenDialect,
      taken: Pick<ConnectionParts, 'transport' | 'onClosed'>,
    ): Connection => {
      const { dialect } = spoken;
      const parts = {
        ...taken,
        clock,
        random,
        openSession: (peer: SessionPeer) =>
          runner.open(peer, { ...arrival, connectedAtMs, dialect }),
        onAdmitted: () => {
          if (dialect === 'oda' && !isOwn) this.#gate.admitted(arrival.addressKey);
          this.#parts.changed();
        },
      };
      return new Connection(parts, spoken);
    };
    const { transport, onClosed } = own;
    if (!('secured' in transport)) return connect(odaDialect, own);
    return new DialectDetector({
      transport,
      onClosed,
      tls: { ...tls, flooded: () => this.#flooded(arrival) },
      clock,
      gateways,
      mayBePlain: () => isOwn || runner.options.plain,
      plainOffSentence: refusalSentence({ code: 'plain-off' }, language),
      connect: (dialect, taken) => connect(dialect === 'oda' ? odaDialect : dialect, taken),
      onTurnedAway: (code) => {
        if (code === 'plain-off' || code === 'not-encrypted')
          note({ event: 'refused', address, port, code });
        note({ event: 'disconnected', address, port, code });
      },
    });
  }

  /** It may not come again at once: each time costs others seconds before it shows. */
  #flooded({ address, addressKey, port, isOwnComputer: isOwn }: Arrival): void {
    const { clock, note } = this.#parts;
    const code = 'too-many-connections';
    if (!isOwn) this.#gate.refuse(addressKey, clock.monotonicMs());
    note({ event: 'refused', address, port, code });
  }

  /** The limits per address leave this computer itself free. */
  #refuse({ addressKey, isOwnComputer: isOwn }: Arrival): Refusal | undefined {
    const { runner, limits: roomLimits, clock } = this.#parts;
    if (this.#isShut) return { code: 'room-closed' };
    if (runner.memberSessionCount >= roomLimits.sessionsPerRoom) {
      return { code: 'room-full', limit: roomLimits.sessionsPerRoom };
    }
    return isOwn ? undefined : this.#gate.arrive(addressKey, clock.monotonicMs());
  }

  /** Says why in the words of what it speaks, as soon as that shows: an alert of TLS, or a line. */
  #turnAway(transport: Transport | ArrivedTransport, refusal: Refusal): void {
    const say = (firstByte?: number): void => {
      cancel();
      const line = Buffer.from(encodeFrame({ type: 'closed', ...refusal }));
      transport.send(firstByte === handshakeByte ? alertOf(refusal.code) : line);
      transport.close();
    };
    const isFlooded = this.#turnedAway.size >= maxTurnedAway;
    const waitMs = 'secured' in transport && !isFlooded ? limits.dialectSilenceMs : 0;
    const cancel = this.#parts.clock.after(waitMs, () => say());
    this.#holdAway(transport);
    transport.listen({
      bytes: ([firstByte]) => say(firstByte),
      closed: () => {
        cancel();
        this.#turnedAway.delete(transport);
      },
    });
    if (waitMs === 0) say();
  }

  /** A flood of connections that never sign in pushes out its own, not those of people who want to come in. */
  #makeRoomForStranger(): void {
    for (const [id, { connection }] of this.#strangers)
      if (!connection.isStranger) this.#strangers.delete(id);
    const [longest] = this.#strangers.values();
    if (!longest || this.#strangers.size < maxStrangers) return;
    longest.connection.end({ code: 'sign-in-deadline' });
    this.#holdAway(longest.connection);
  }

  #holdAway(one: Pick<RoomConnection, 'destroy'>): void {
    const [longest] = this.#turnedAway;
    if (longest && this.#turnedAway.size >= maxHeldAway) {
      this.#turnedAway.delete(longest);
      longest.destroy();
    }
    this.#turnedAway.add(one);
  }
}

const maxRefusedAddresses = 10_000;

/** Decides which new connections are let in, by their address. */
export class ConnectionGate {
  readonly #arrivals = new WindowLimit({
    count: limits.connectionsPerAddressPerMinute,
    networkCount: limits.connectionsPerNetworkPerMinute,
    windowMs: 60_000,
  });
  readonly #refusedUntilByAddress = new Map<string, number>();
  readonly #openByAddress = new Map<string, number>();
  /** Where members have come from, while anybody of there is connected. */
  readonly #ofMembers = new Set<string>();
  readonly #sessionsPerAddress: number;
  readonly #areManyInvited: () => boolean;

  constructor(sessionsPerAddress: number, areManyInvited: () => boolean = () => false) {
    this.#sessionsPerAddress = sessionsPerAddress;
    this.#areManyInvited = areManyInvited;
  }

  /** A refusal, or undefined if it may come in; then `left` must be called at its end. */
  arrive(address: string, nowMs: number): { code: RefusalCode; retryAfterMs?: number } | undefined {
    const until = this.#refusedUntilByAddress.get(address);
    if (until !== undefined && until > nowMs) {
      return { code: 'too-many-connections', retryAfterMs: Math.ceil(until - nowMs) };
    }
    this.#refusedUntilByAddress.delete(address);
    if (this.#arrivals.take(address, nowMs, this.#isCrowd(address)) > 0) {
      this.refuse(address, nowMs);
      return { code: 'too-many-connections', retryAfterMs: limits.connectionRefusalMs };
    }
    const open = this.#openByAddress.get(address) ?? 0;
    if (open >= this.#mostOf(address)) return { code: 'too-many-connections' };
    this.#openByAddress.set(address, open + 1);
    return undefined;
  }

  left(address: string): void {
    const open = (this.#openByAddress.get(address) ?? 0) - 1;
    if (open > 0) this.#openByAddress.set(address, open);
    else {
      this.#openByAddress.delete(address);
      this.#ofMembers.delete(address);
    }
  }

  /** A member has come in from there: others may be behind the same address, and come back at once. */
  admitted(address: string): void {
    this.#ofMembers.add(address);
    this.#refusedUntilByAddress.delete(address);
  }

  #isCrowd(address: string): boolean {
    return isWholeNetwork(address) || this.#ofMembers.has(address) || this.#areManyInvited();
  }

  #mostOf(address: string): number {
    if (!this.#isCrowd(address)) return this.#sessionsPerAddress;
    return Math.max(limits.sessionsPerNetwork, this.#sessionsPerAddress);
  }

  /** For some minutes from now on. */
  refuse(address: string, nowMs: number): void {
    const untilMs = nowMs + limits.connectionRefusalMs;
    // All are refused for the same time, so the oldest ones end first.
    for (const [other, until] of this.#refusedUntilByAddress) {
      if (until > nowMs) break;
      this.#refusedUntilByAddress.delete(other);
    }
    if (this.#refusedUntilByAddress.size < maxRefusedAddresses) {
      this.#refusedUntilByAddress.delete(address);
      this.#refusedUntilByAddress.set(address, untilMs);
    }
  }
}

/**
 * What counts as one address. An IPv6 network of 64 bits belongs to one subscriber, who could otherwise come from a new
 * address every time: it counts as a whole, with ceilings of its own (`isWholeNetwork`). Who is on the host's own cable
 * or in its own network is a neighbour like any by IPv4.
 */
export function limitKey(address: string, ownNetworks: () => ReadonlySet<string>): string {
  if (!address.includes(':') || isNeighbour.test(address)) return address;
  const network = networkOf(address);
  return ownNetworks().has(network) ? address : network;
}

/** fe80::/10 and fc00::/7. */
const isNeighbour = /^f(?:e[89ab]|[cd][0-9a-f])[0-9a-f]:/i;

/** The first 64 bits, as `a:b:c:d/64`. */
export function networkOf(address: string): string {
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  const after = tail ? tail.split(':') : [];
  while (tail !== undefined && groups.length + after.length < 8) groups.push('0');
  return `${[...groups, ...after].slice(0, 4).join(':')}/64`;
}

export function isOwnComputer(address: string): boolean {
  return address === 'memory' || address === '::1' || address.startsWith('127.');
}
