import { SeldomSet } from '../../../src-shared/seldom.ts';
import type { Random } from '../../../src-shared/outside/random.ts';
import type { Urgency } from '../../net/transport.ts';
import type { Capability } from './capabilities.ts';
import type { OutgoingLine } from './irc-line.ts';
import { formatIrcLine } from './irc-line.ts';
import type { Numeric } from './numerics.ts';

/** What a server is called in lines. The dot tells clients that it is no person. */
const usualServerName = 'room.oda';
const fitsServer = /^(?=.{1,63}$)[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i;

/** A room that is called as a server may be, like `chat.example`, is called so in lines too. */
export function serverNameOf(roomName: string): string {
  return fitsServer.test(roomName) ? roomName : usualServerName;
}

const capabilityOfTag: Readonly<Record<string, Capability>> = {
  account: 'account-tag',
  time: 'server-time',
  msgid: 'message-tags',
  batch: 'batch',
  label: 'labeled-response',
  '+reply': 'message-tags',
  '+draft/reply': 'message-tags',
  '+draft/react': 'message-tags',
  '+draft/unreact': 'message-tags',
};

const tagging: readonly Capability[] = [...new Set(Object.values(capabilityOfTag))];

/** Where lines from the room go: a reply, or the connection itself for what nobody asked for. */
export abstract class Sink {
  /** The client's own nick, `*` if it has none. */
  abstract readonly nick: string;
  /** The room's own name in lines. */
  abstract readonly server: string;
  abstract line(line: OutgoingLine): void;

  numeric(numeric: Numeric, params: readonly string[], text?: string): void {
    this.line({ source: this.server, verb: numeric, params: [this.nick, ...params], text });
  }

  /** A sentence from the room itself. */
  notice(sentence: string): void {
    this.line({ source: this.server, verb: 'NOTICE', params: [this.nick], text: sentence });
  }
}

export type IrcOutputParts = {
  server: string;
  random: Random;
  /** Takes lines with their line ends. */
  send: (lines: Uint8Array, urgency?: Urgency) => void;
  nick: () => string;
};

/** Writes lines, with those tags only that the client asked for. */
export class IrcOutput extends Sink {
  readonly #parts: IrcOutputParts;
  readonly #capabilities = new SeldomSet<Capability>();
  #form = '';
  #formChannel: string | undefined;

  constructor(parts: IrcOutputParts) {
    super();
    this.#parts = parts;
  }

  get nick(): string {
    return this.#parts.nick();
  }

  get server(): string {
    return this.#parts.server;
  }

  /**
   * What is told in a channel without the client's asking is the same to all who asked for the same capabilities. Made
   * once for what is told again and again: a new string would be read through each time that it is looked up.
   */
  formIn(channel: string): string {
    if (channel !== this.#formChannel) {
      this.#formChannel = channel;
      this.#form = [channel, ...[...this.#capabilities].toSorted()].join(' ');
    }
    return this.#form;
  }

  get capabilities(): readonly Capability[] {
    return [...this.#capabilities];
  }

  has(capability: Capability): boolean {
    return this.#capabilities.has(capability);
  }

  want(capability: Capability, isWanted: boolean): void {
    if (isWanted) this.#capabilities.add(capability);
    else this.#capabilities.delete(capability);
    this.#formChannel = undefined;
  }

  line(line: OutgoingLine): void {
    this.#parts.send(Buffer.from(this.format(line)));
  }

  /** Lines that were formatted for all of this form. */
  alike(lines: Uint8Array, urgency: Urgency): void {
    this.#parts.send(lines, urgency);
  }

  /** Some tag at least is wanted. */
  get hasTags(): boolean {
    return tagging.some((capability) => this.#capabilities.has(capability));
  }

  /** With its line end. */
  format(line: OutgoingLine): string {
    return formatIrcLine(line, this);
  }

  wantsTag(tag: string): boolean {
    const capability = capabilityOfTag[tag];
    return capability === undefined || this.#capabilities.has(capability);
  }

  newBatch(): string {
    return this.#parts.random.text(8);
  }
}
