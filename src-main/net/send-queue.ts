import type { Clock } from '../../src-shared/outside/clock.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { Transport, Urgency } from './transport.ts';

/** How long a program gets to read one object before the next one is written (docs/PROTOCOL.md, Bare JSON). */
export const paceMs = 150;
/**
 * Objects that wait for their turn. If more come, or more bytes than a slow reader may leave lying, the room talks
 * faster than a program can follow that takes each read for one object. Then all that waits goes at once, for the
 * programs that can read it so.
 */
export const maxPaced = 100;
const lineFeed = 0x0a;

export type SendQueueParts = {
  transport: Transport;
  clock: Clock;
  /**
   * What is sent are objects with a line feed behind each: they are written one by one without it and with a pause in
   * between, because there are programs that take what one read gives them for one whole object (R0.12).
   */
  isPaced?: boolean | undefined;
  /** So much waits for this reader that its connection must end. */
  tooSlow: () => void;
};

/** All that goes to one reader, in its order. A slow one costs this much memory and no more (W12). */
export class SendQueue {
  readonly #parts: SendQueueParts;
  /** Objects that wait for a pause to end. */
  readonly #paced: Uint8Array[] = [];
  #pacedBytes = 0;
  #cancelPause: (() => void) | undefined;
  /** Live events were left out since it last had everything. */
  #isBehind = false;
  #isEnded = false;

  constructor(parts: SendQueueParts) {
    this.#parts = parts;
  }

  get bytes(): number {
    return this.#parts.transport.queuedBytes + this.#pacedBytes;
  }

  /** Past the soft limit: nothing is done for this reader until it has drained (W17). */
  get isFull(): boolean {
    return this.bytes > limits.sendQueueSoftBytes;
  }

  /** What cannot be left out: a reader that never reads is too slow. False if it was not taken. */
  send(bytes: Uint8Array, urgency?: Urgency): boolean {
    if (this.#isEnded) return false;
    if (this.bytes > limits.sendQueueHardBytes) {
      this.#parts.tooSlow();
      return false;
    }
    this.#put(bytes, urgency);
    return true;
  }

  /** The same in three parts, of which the middle one's memory may be freed as soon as the system has it. */
  sendAround(before: Uint8Array, handedOver: Uint8Array<ArrayBuffer>, after: Uint8Array): void {
    if (!this.send(before)) return;
    this.#parts.transport.handOver(handedOver);
    this.#put(after);
  }

  /** Left out for who is behind and can ask for it afterwards. */
  sendLive(bytes: Uint8Array, urgency?: Urgency): void {
    if (this.#isBehind || this.#isEnded) return;
    if (this.isFull) this.#isBehind = true;
    else this.#put(bytes, urgency);
  }

  /** The transport has drained; true if live events were left out before. */
  drained(): boolean {
    const wasBehind = this.#isBehind;
    this.#isBehind = false;
    return wasBehind;
  }

  /** All that waits, the last words behind it, and the end. */
  end(lastWords?: Uint8Array): void {
    if (this.#isEnded) return;
    if (lastWords) this.#put(lastWords);
    this.#flush();
    this.stop();
    this.#parts.transport.close();
  }

  /** Nobody reads any more. */
  stop(): void {
    this.#isEnded = true;
    this.#cancelPause?.();
    this.#cancelPause = undefined;
    this.#paced.length = 0;
    this.#pacedBytes = 0;
  }

  #put(bytes: Uint8Array, urgency?: Urgency): void {
    if (!this.#parts.isPaced) return this.#parts.transport.send(bytes, urgency);
    let start = 0;
    for (let end = bytes.indexOf(lineFeed); end !== -1; end = bytes.indexOf(lineFeed, start)) {
      this.#paced.push(bytes.subarray(start, end));
      this.#pacedBytes += end - start;
      start = end + 1;
    }
    if (this.#paced.length > maxPaced || this.#pacedBytes > limits.sendQueueSoftBytes)
      this.#flush();
    else if (!this.#cancelPause) this.#writeOne();
  }

  #flush(): void {
    if (this.#paced.length === 0) return;
    for (const object of this.#paced.splice(0)) this.#parts.transport.send(object);
    this.#pacedBytes = 0;
    if (!this.#cancelPause) this.#pause();
  }

  #writeOne(): void {
    const object = this.#paced.shift();
    if (!object) return;
    this.#pacedBytes -= object.length;
    this.#parts.transport.send(object);
    this.#pause();
  }

  #pause(): void {
    this.#cancelPause = this.#parts.clock.after(paceMs, () => {
      this.#cancelPause = undefined;
      this.#writeOne();
    });
  }
}
