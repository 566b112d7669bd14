import type { Random } from '../../../src-shared/outside/random.ts';
import type { Capability } from './capabilities.ts';
import type { OutgoingLine } from './irc-line.ts';
import { formatIrcLine } from './irc-line.ts';
import type { Numeric } from './numerics.ts';

/** The room's own name in lines. The dot tells clients that it is no person. */
export const serverName = 'room.oda';

const capabilityOfTag: Readonly<Record<string, Capability>> = {
  time: 'server-time',
  msgid: 'message-tags',
  batch: 'batch',
  label: 'labeled-response',
};

export type IrcOutputParts = {
  random: Random;
  /** Takes lines with their line ends. */
  send: (text: string) => void;
  /** The client's own nick, `*` if it has none. */
  nick: () => string;
};

/** Writes lines, with those tags only that the client asked for. */
export class IrcOutput {
  readonly #parts: IrcOutputParts;
  readonly capabilities = new Set<Capability>();

  constructor(parts: IrcOutputParts) {
    this.#parts = parts;
  }

  has(capability: Capability): boolean {
    return this.capabilities.has(capability);
  }

  line(line: OutgoingLine): void {
    const tags = Object.entries(line.tags ?? {}).filter(([tag]) => {
      const capability = capabilityOfTag[tag];
      return capability === undefined || this.capabilities.has(capability);
    });
    this.#parts.send(formatIrcLine({ ...line, tags: Object.fromEntries(tags) }));
  }

  numeric(numeric: Numeric, params: readonly string[], text?: string): void {
    this.line(this.numericLine(numeric, params, text));
  }

  numericLine(numeric: Numeric, params: readonly string[], text?: string): OutgoingLine {
    const nick = this.#parts.nick();
    return { source: serverName, verb: numeric, params: [nick, ...params], text };
  }

  /** A sentence from the room itself. */
  noticeLine(sentence: string): OutgoingLine {
    return { source: serverName, verb: 'NOTICE', params: [this.#parts.nick()], text: sentence };
  }

  notice(sentence: string): void {
    this.line(this.noticeLine(sentence));
  }

  newBatch(): string {
    return this.#parts.random.text(8);
  }
}
