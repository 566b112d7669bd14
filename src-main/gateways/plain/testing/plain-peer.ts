import { setImmediate as nextTurn } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { dialTcp } from '../../../net/dial-tcp.ts';
import { hear } from '../../../net/testing/heard.ts';
import type { ManualClock } from '../../../../src-shared/outside/manual-clock.ts';
import type { Heard } from '../../../net/testing/heard.ts';
import type { RoomServer } from '../../../server/room-server.ts';

/** A plain program at a room's port: raw text in and out. */
export class PlainPeer {
  readonly #heard: Heard;
  #seen = 0;

  readonly #clock: ManualClock | undefined;

  private constructor(heard: Heard, clock: ManualClock | undefined) {
    this.#heard = heard;
    this.#clock = clock;
  }

  /** With a clock, time goes on while something is waited for. */
  static async dial(server: RoomServer, clock?: ManualClock): Promise<PlainPeer> {
    const transport = await dialTcp({ host: '127.0.0.1', port: server.port, timeoutMs: 2000 });
    onTestFinished(() => transport.destroy());
    return new PlainPeer(hear(transport), clock);
  }

  send(text: string | Uint8Array): void {
    this.#heard.transport.send(Buffer.from(text as string));
  }

  /** All that came from the last wait on, up to and with this; each piece of text is seen once. */
  async until(wanted: string): Promise<string> {
    for (;;) {
      const text = this.#heard.text();
      const place = text.indexOf(wanted, this.#seen);
      if (place >= 0) {
        const piece = text.slice(this.#seen, place + wanted.length);
        this.#seen = place + wanted.length;
        return piece;
      }
      const more = this.#heard.untilLength(Buffer.byteLength(text) + 1);
      if (this.#clock) await goOnUntil(more, this.#clock);
      else await more;
    }
  }

  /** Everything that ever came. */
  get all(): string {
    return this.#heard.text();
  }

  untilClosed(): Promise<unknown> {
    return this.#heard.untilClosed();
  }

  get queuedBytes(): number {
    return this.#heard.transport.queuedBytes;
  }

  pause(): void {
    this.#heard.transport.pause();
  }

  close(): void {
    this.#heard.transport.close();
  }
}

async function goOnUntil(done: Promise<unknown>, clock: ManualClock): Promise<void> {
  let isDone = false;
  void done.then(() => (isDone = true));
  for (;;) {
    await nextTurn();
    if (isDone) return;
    clock.advance(1);
  }
}
