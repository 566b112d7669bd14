import type { IrcLine, OutgoingLine } from './irc-line.ts';
import type { IrcOutput } from './irc-output.ts';
import { Sink } from './irc-output.ts';

/**
 * What answers one line of a client. With a label (IRCv3 labeled-response) the lines are gathered until
 * everything that holds the reply has let go, and go out as one thing; without, each goes at once.
 */
export class Reply extends Sink {
  readonly #out: IrcOutput;
  readonly #label: string | undefined;
  readonly #lines: OutgoingLine[] = [];
  /** Of the line that is answered. */
  readonly tags: IrcLine['tags'];
  #holds = 0;

  constructor(out: IrcOutput, label: string | undefined, tags: IrcLine['tags'] = new Map()) {
    super();
    this.tags = tags;
    this.#out = out;
    // A label on several lines needs a batch: without batches there are no labels.
    this.#label = out.has('labeled-response') && out.has('batch') ? label : undefined;
  }

  line(line: OutgoingLine): void {
    if (this.#label === undefined) this.#out.line(line);
    else this.#lines.push(line);
  }

  get nick(): string {
    return this.#out.nick;
  }

  get server(): string {
    return this.#out.server;
  }

  /** IRCv3 standard replies: a refusal with a code for the program and a sentence for the person. */
  fail(params: readonly [verb: string, code: string, ...more: string[]], sentence: string): void {
    this.line({ source: this.server, verb: 'FAIL', params, text: sentence });
  }

  /** Lines in a batch of their own, for who knows batches. */
  batch(type: string, params: readonly string[], lines: readonly OutgoingLine[]): void {
    const all = this.#out.has('batch') ? this.#inBatch([type, ...params], lines) : lines;
    for (const line of all) this.line(line);
  }

  /** The reply is not over before what this returns was called, once. */
  hold(): () => void {
    this.#holds += 1;
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.#holds -= 1;
      if (this.#holds === 0) this.#finish();
    };
  }

  #finish(): void {
    const label = this.#label;
    if (label === undefined) return;
    const acknowledged: OutgoingLine = { source: this.server, verb: 'ACK', params: [] };
    const [first = acknowledged, ...others] = this.#asOneThing(this.#lines.splice(0));
    this.#out.line({ ...first, tags: { ...first.tags, label } });
    for (const line of others) this.#out.line(line);
  }

  #asOneThing(lines: readonly OutgoingLine[]): readonly OutgoingLine[] {
    return isOneThing(lines) ? lines : this.#inBatch(['labeled-response'], lines);
  }

  #inBatch(params: readonly string[], lines: readonly OutgoingLine[]): OutgoingLine[] {
    const batch = this.#out.newBatch();
    return [
      { source: this.server, verb: 'BATCH', params: [`+${batch}`, ...params] },
      // What is in a batch already stays there.
      ...lines.map((line) => ({ ...line, tags: { batch, ...line.tags } })),
      { source: this.server, verb: 'BATCH', params: [`-${batch}`] },
    ];
  }
}

/** Nothing, one line, or one batch and nothing beside it: the label stands on its first line. */
function isOneThing(lines: readonly OutgoingLine[]): boolean {
  const [first] = lines;
  if (lines.length <= 1) return true;
  const batch = first?.verb === 'BATCH' ? first.params[0]?.slice(1) : undefined;
  return batch !== undefined && lines.slice(1, -1).every((line) => line.tags?.['batch'] === batch);
}
