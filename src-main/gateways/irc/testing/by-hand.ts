import { ManualClock } from '../../../../src-shared/outside/manual-clock.ts';
import { seededRandom } from '../../../../src-shared/outside/random.ts';
import type { Transport, TransportListener } from '../../../net/transport.ts';
import { ScriptedDirectory, ScriptedPort } from '../../testing/scripted-port.ts';
import { createIrcGateway } from '../connection/irc-gateway.ts';

/** A connection whose bytes are given and taken by hand; nothing is sent before `drain`. */
class HandTransport implements Transport {
  readonly remote = { address: 'memory', port: 0 };
  readonly sent: Uint8Array[] = [];
  queuedBytes = 0;
  isPaused = false;
  isClosed = false;
  #listener: TransportListener | undefined;

  listen(listener: TransportListener): void {
    this.#listener = listener;
  }
  give(bytes: string | Uint8Array): void {
    if (!this.isClosed) this.#listener?.bytes(Buffer.from(bytes));
  }
  send(bytes: Uint8Array): void {
    this.sent.push(bytes);
    this.queuedBytes += bytes.length;
  }
  handOver(bytes: Uint8Array): void {
    this.send(bytes);
  }
  /** The other end has gone. */
  break(): void {
    this.#listener?.closed();
  }
  drain(): void {
    this.queuedBytes = 0;
    this.#listener?.drained?.();
  }
  pause(): void {
    this.isPaused = true;
  }
  resume(): void {
    this.isPaused = false;
  }
  close(): void {
    this.isClosed = true;
  }
  destroy(): void {
    this.isClosed = true;
  }
  get text(): string {
    return Buffer.concat(this.sent).toString('utf8');
  }
}

/** Lets everything run that waits for nothing but its turn. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

/** An IRC connection with a scripted room behind it. */
export function connectByHand(seed = 1) {
  const transport = new HandTransport();
  const room = new ScriptedDirectory();
  const ports: ScriptedPort[] = [];
  const clock = new ManualClock();
  const noted: string[] = [];
  const connection = createIrcGateway().connect({
    transport,
    clock,
    random: seededRandom(seed),
    openSession: (peer) => {
      const port = new ScriptedPort(peer, room);
      ports.push(port);
      return port;
    },
    onAdmitted: () => noted.push('admitted'),
    onClosed: () => noted.push('closed'),
  });
  const port = ports[0];
  if (!port) throw new Error('no session was opened');
  return { transport, room, port, clock, noted, connection };
}
