import type { OutgoingLine } from './irc-line.ts';
import type { IrcOutput } from './irc-output.ts';
import { serverName } from './irc-output.ts';
import type { Numeric } from './numerics.ts';

/**
 * What answers one line of a client. With a label (IRCv3 labeled-response) the lines are gathered until
 * everything that holds the reply has let go, and go out as one thing; without, each goes at once.
 */
export class Reply {
  readonly #out: IrcOutput;
  readonly #label: string | undefined;
  readonly #lines: OutgoingLine[] = [];
  #holds = 0;

  constructor(out: IrcOutput, label: string | undefined) {
    this.#out = out;
    // A label on several lines needs a batch: without batches there are no labels.
    this.#label = out.has('labeled-response') && out.has('batch') ? label : undefined;
  }

  line(line: OutgoingLine): void {
    if (this.#label === undefined) this.#out.line(line);
    else this.#lines.push(line);
  }

  numeric(numeric: Numeric, params: readonly string[], text?: string): void {
    this.line(this.#out.numericLine(numeric, params, text));
  }

  notice(sentence: string): void {
    this.line(this.#out.noticeLine(sentence));
  }

  /** IRCv3 standard replies: a refusal with a code for the program and a sentence for the person. */
  fail(params: readonly [verb: string, code: string, ...more: string[]], sentence: string): void {
    this.line({ source: serverName, verb: 'FAIL', params, text: sentence });
  }

  /** Lines in a batch of their own, for who knows batches. */
  batch(type: string, params: readonly string[], lines: readonly OutgoingLine[]): void {
    if (!this.#out.has('batch')) {
      for (const line of lines) this.line(line);
      return;
    }
    const id = this.#out.newBatch();
    this.line({ source: serverName, verb: 'BATCH', params: [`+${id}`, type, ...params] });
    for (const line of lines) this.line({ ...line, tags: { ...line.tags, batch: id } });
    this.line({ source: serverName, verb: 'BATCH', params: [`-${id}`] });
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
    const lines = this.#lines.splice(0);
    const [first] = lines;
    if (!first) this.#out.line({ tags: { label }, source: serverName, verb: 'ACK', params: [] });
    else if (isOneThing(lines)) this.#writeFirstLabelled(label, lines);
    else this.#writeBatch(label, lines);
  }

  #writeFirstLabelled(label: string, lines: readonly OutgoingLine[]): void {
    for (const [place, line] of lines.entries()) {
      this.#out.line(place === 0 ? { ...line, tags: { ...line.tags, label } } : line);
    }
  }

  #writeBatch(label: string, lines: readonly OutgoingLine[]): void {
    const id = this.#out.newBatch();
    const params = [`+${id}`, 'labeled-response'];
    this.#out.line({ tags: { label }, source: serverName, verb: 'BATCH', params });
    for (const line of lines) {
      this.#out.line({ ...line, tags: { batch: id, ...line.tags } });
    }
    this.#out.line({ source: serverName, verb: 'BATCH', params: [`-${id}`] });
  }
}

/** One line, or one batch and nothing beside it: the label stands on its first line. */
function isOneThing(lines: readonly OutgoingLine[]): boolean {
  const [first] = lines;
  if (lines.length === 1) return true;
  const batch = first?.verb === 'BATCH' ? first.params[0]?.slice(1) : undefined;
  return batch !== undefined && lines.slice(1, -1).every((line) => line.tags?.['batch'] === batch);
}
