import type { Dialect, HostLogLine } from '../../src-shared/host/host-log.ts';
import type { HostConnection } from '../../src-shared/host/host-network.ts';
import type { HostOptions } from '../../src-shared/host/host-options.ts';
import type { Clock } from '../../src-shared/outside/clock.ts';
import type { Random } from '../../src-shared/outside/random.ts';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { encodeFrame } from '../../src-shared/protocol/encode-frame.ts';
import type { RoomLimits } from '../../src-shared/protocol/limits.ts';
import type { Language } from '../../src-shared/translations/catalogue.ts';
import { refusalSentence } from '../../src-shared/sentences/refusal-sentence.ts';
import type { Transport } from '../net/transport.ts';
import { Connection } from './connection.ts';
import { ConnectionGate, isOwnComputer, limitKey, networkOf } from './connection-gate.ts';
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

/** Connections that have not signed in; past it the one that waits longest makes room. */
const maxStrangers = 256;

export type ConnectionsParts = {
  runner: RoomRunner;
  clock: Clock;
  random: Random;
  limits: RoomLimits;
  gateways: readonly Gateway[];
  /** Of this computer as it stands now. */
  ownAddresses: () => string[];
  language: Language;
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
  #lastConnection = 0;
  #isShut = false;

  constructor(parts: ConnectionsParts) {
    this.#parts = parts;
    this.#gate = new ConnectionGate(parts.limits.sessionsPerAddress);
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

  accept(transport: Transport): void {
    const { address, port } = transport.remote;
    const addressKey = limitKey(address, this.#ownNetworks());
    const arrival = { address, addressKey, port, isOwnComputer: isOwnComputer(address) };
    const refusal = this.#refuse(arrival);
    if (refusal) return turnAway(transport, refusal);

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
        changed();
      },
    });
    this.#open.set(id, { arrival, connection, view });
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

  /** Over memory comes nobody but this program's own client. */
  #openDoor(
    arrival: Arrival,
    own: Pick<ConnectionParts, 'transport' | 'onClosed'>,
  ): Open['connection'] {
    const { runner, clock, random, gateways, language, note } = this.#parts;
    const { address, port, isOwnComputer: isOwn } = arrival;
    const connectedAtMs = clock.monotonicMs();
    const connect = (spoken: SpokenDialect, taken: typeof own): Connection => {
      const { dialect } = spoken;
      const parts = {
        ...taken,
        clock,
        random,
        openSession: (peer: SessionPeer) =>
          runner.open(peer, { ...arrival, connectedAtMs, dialect }),
        onAdmitted: () => this.#parts.changed(),
      };
      return new Connection(parts, spoken);
    };
    if (address === 'memory') return connect(odaDialect, own);
    return new DialectDetector({
      ...own,
      clock,
      gateways,
      mayBePlain: () => isOwn || runner.options.plain,
      plainOffSentence: refusalSentence({ code: 'plain-off' }, language),
      connect: (dialect, taken) => connect(dialect === 'oda' ? odaDialect : dialect, taken),
      onTurnedAway: (code) => {
        if (code === 'plain-off') note({ event: 'refused', address, port, code });
        note({ event: 'disconnected', address, port, code });
      },
    });
  }

  /** The limits per address leave this computer itself free. */
  #refuse({ addressKey, isOwnComputer: isOwn }: Arrival): Refusal | undefined {
    const { runner, limits, clock } = this.#parts;
    if (this.#isShut) return { code: 'room-closed' };
    if (runner.memberSessionCount >= limits.sessionsPerRoom) {
      return { code: 'room-full', limit: limits.sessionsPerRoom };
    }
    return isOwn ? undefined : this.#gate.arrive(addressKey, clock.monotonicMs());
  }

  /** A flood of connections that never sign in pushes out its own, not those of people who want to come in. */
  #makeRoomForStranger(): void {
    const strangers = [...this.#open.values()].filter(({ connection }) => connection.isStranger);
    if (strangers.length >= maxStrangers) {
      strangers[0]?.connection.end({ code: 'sign-in-deadline' });
    }
  }
}

function turnAway(transport: Transport, refusal: Refusal): void {
  transport.listen({ bytes: () => undefined, closed: () => undefined });
  transport.send(Buffer.from(encodeFrame({ type: 'closed', ...refusal })));
  transport.close();
}
