import { z } from 'zod';
import { LoadClient } from './load-client.ts';

const answered = z.object({ seq: z.number() });

/** Writes what people write by now: formatted text, answers, mentions, messages that are changed or reacted to. */
export class NewKinds {
  readonly #writers: readonly LoadClient[];
  readonly #mentioned: string;
  #written = 0;
  #changes = 0;
  #lastSeq = 0;
  readonly #staying: NodeJS.Timeout;

  private constructor(writers: readonly LoadClient[], mentioned: string) {
    this.#writers = writers;
    this.#mentioned = mentioned;
    // A room takes whoever is silent for gone.
    this.#staying = setInterval(() => {
      for (const writer of writers) writer.send('ping', {});
    }, 5000);
  }

  /** Four members who write in turn to everyone; `mentioned` is the name in every fifth message. */
  static async enter(port: number, mentioned: string): Promise<NewKinds> {
    const names = ['Bora', 'Can', 'Deniz', 'Elif'];
    return new NewKinds(
      await Promise.all(names.map((name) => LoadClient.enter(port, name))),
      mentioned,
    );
  }

  get written(): number {
    return this.#written;
  }

  /** The next message, with what changes it. */
  async write(): Promise<void> {
    const number = (this.#written += 1);
    const kind = number % 5;
    const writer = this.#writer(number);
    const { seq } = await this.#say(writer, 'send-message', {
      text: this.#text(kind, number),
      ...(kind === 1 && this.#lastSeq > 0 ? { reply: this.#lastSeq } : {}),
    });
    this.#lastSeq = seq;
    if (kind === 2)
      await this.#say(writer, 'edit-message', { target: seq, text: `Changed: number ${number}` });
    if (kind !== 3) return;
    for (const [place, emoji] of ['👍', '🎉'].entries())
      await this.#say(this.#writer(number + 1 + place), 'add-reaction', { target: seq, emoji });
  }

  /** Writes so many a second until it is told to stop; what was late is made up for. */
  atRate(perSecond: number): () => Promise<void> {
    let isRunning = true;
    const running = (async () => {
      const startedAt = performance.now();
      for (let done = 0; isRunning; done += 1) {
        const due = startedAt + (done * 1000) / perSecond;
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
        await this.write();
      }
    })();
    return () => {
      isRunning = false;
      return running;
    };
  }

  leave(): void {
    clearInterval(this.#staying);
    for (const writer of this.#writers) writer.destroy();
  }

  #writer(number: number): LoadClient {
    const writer = this.#writers[number % this.#writers.length];
    if (!writer) throw new Error('Nobody writes');
    return writer;
  }

  #text(kind: number, number: number): string {
    if (kind === 0)
      return `**Number ${number}** has \`code\`, _more_ and https://example.com/${number}\n- one\n- two`;
    if (kind === 4) return `@${this.#mentioned} number ${number} is for you`;
    return `Number ${number}: sixty characters or so of words as people write.`;
  }

  async #say(writer: LoadClient, type: string, fields: object): Promise<{ seq: number }> {
    const cid = `bench-kinds-${String((this.#changes += 1)).padStart(10, '0')}`;
    return answered.parse(JSON.parse(await writer.ask(type, { in: 'everyone', cid, ...fields })));
  }
}
