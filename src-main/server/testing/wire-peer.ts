import { wholeEntries } from '../../../src-shared/protocol/entry-parts.ts';
import type { Transport } from '../../net/transport.ts';

export type Frame = { type: string; rid?: number | null; [field: string]: unknown };

/** The other end of the wire for tests: speaks lines of JSON and nothing more. */
export class WirePeer {
  readonly #transport: Transport;
  readonly frames: Frame[] = [];
  readonly closed: Promise<void>;
  readonly #watchers = new Set<() => void>();
  #text = '';
  #lastRid = 0;
  readonly #utf8 = new TextDecoder();

  constructor(transport: Transport) {
    this.#transport = transport;
    this.closed = new Promise((resolve) => {
      transport.listen({
        bytes: (chunk) => this.#read(chunk),
        closed: () => resolve(),
      });
    });
  }

  write(text: string | Uint8Array): void {
    this.#transport.send(typeof text === 'string' ? Buffer.from(text) : text);
  }

  /** Sends a request and resolves with its answer, whether ok or fail. */
  ask(type: string, fields: object = {}): Promise<Frame> {
    this.#lastRid += 1;
    const rid = this.#lastRid;
    this.write(`${JSON.stringify({ type, rid, ...fields })}\n`);
    return this.first(
      (frame) => (frame.type === 'ok' || frame.type === 'fail') && frame.rid === rid,
    );
  }

  /** The first frame, received already or still to come, that fits. */
  first(fits: (frame: Frame) => boolean): Promise<Frame> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = this.frames.find(fits);
        if (!found) return;
        this.#watchers.delete(look);
        resolve(found);
      };
      this.#watchers.add(look);
      look();
    });
  }

  hello(): Promise<Frame> {
    return this.ask('hello', { protocol: 1 });
  }

  /** Hello and sign-in from a device made of the name. */
  async enter(name: string, password?: string, more: object = {}): Promise<Frame> {
    await this.hello();
    const letter = /[A-Za-z0-9]/.exec(name)?.[0] ?? '_';
    const device = `${name.replaceAll(/[^A-Za-z0-9]/g, '_')}${'_'.repeat(16)}`.slice(0, 16);
    return this.ask('sign-in', { name, password, device, deviceKey: letter.repeat(43), ...more });
  }

  say(text: string, fields: object = {}): Promise<Frame> {
    const cid = `cid-${String(this.#lastRid).padStart(12, '0')}-${Math.abs(hash(text))}`;
    return this.ask('send-message', { in: 'everyone', cid: cid.slice(0, 40), text, ...fields });
  }

  texts(): unknown[] {
    return this.frames.filter((frame) => frame.type === 'message').map((frame) => frame['text']);
  }

  pause(): void {
    this.#transport.pause();
  }

  resume(): void {
    this.#transport.resume();
  }

  close(): void {
    this.#transport.close();
  }

  destroy(): void {
    this.#transport.destroy();
  }

  #read(chunk: Uint8Array): void {
    this.#text += this.#utf8.decode(chunk, { stream: true });
    const lines = this.#text.split('\n');
    this.#text = lines.pop() ?? '';
    for (const line of lines) this.frames.push(...framesIn(JSON.parse(line) as Frame));
    // A watcher that is content removes itself, which a Set allows while it is walked.
    for (const look of this.#watchers) look();
  }
}

/** Live entries one by one; those of a page of history whole. */
function framesIn(frame: Frame): Frame[] {
  const { type, entries } = frame;
  if (!Array.isArray(entries)) return [frame];
  const whole = wholeEntries(entries) as Frame[];
  return type === 'entries' ? whole : [{ ...frame, entries: whole }];
}

function hash(text: string): number {
  return [...text].reduce(
    (sum, letter) => (Math.imul(sum, 31) + (letter.codePointAt(0) ?? 0)) | 0,
    7,
  );
}
