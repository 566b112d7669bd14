/** Begins a command of telnet: two or three bytes that are no text, or a subnegotiation (RFC 854). */
const command = 0xff;
const subnegotiation = 0xfa;
const subnegotiationEnd = 0xf0;
const will = 0xfb;
const wont = 0xfc;
const doIt = 0xfd;
const dont = 0xfe;
/** Replies that wait to be taken; what asks for more gets no more. */
const maxReplyBytes = 300;

type State = 'text' | 'command' | 'option' | 'subnegotiation' | 'subnegotiation-command';

/** Tells a telnet program's text from what it says to its other end, and has an answer to that: no. */
export class TelnetFilter {
  #state: State = 'text';
  /** What the option that follows is about. */
  #verb = 0;
  #replies: number[] = [];

  isText(byte: number): boolean {
    if (this.#state === 'text' && byte !== command) return true;
    this.#state = this.#next(byte);
    return false;
  }

  #next(byte: number): State {
    switch (this.#state) {
      case 'text':
        return 'command';
      case 'command':
        this.#verb = byte;
        if (byte === subnegotiation) return 'subnegotiation';
        return byte >= will && byte <= dont ? 'option' : 'text';
      case 'option':
        this.#refuse(this.#verb, byte);
        return 'text';
      case 'subnegotiation':
        return byte === command ? 'subnegotiation-command' : 'subnegotiation';
      case 'subnegotiation-command':
        return byte === subnegotiationEnd ? 'text' : 'subnegotiation';
    }
  }

  /** A program may hold back its text until it is answered. */
  takeReplies(): Uint8Array {
    return Uint8Array.from(this.#replies.splice(0));
  }

  /** What is wished is not done; that something is not done needs no answer. */
  #refuse(verb: number, option: number): void {
    if (this.#replies.length >= maxReplyBytes) return;
    if (verb === doIt) this.#replies.push(command, wont, option);
    if (verb === will) this.#replies.push(command, dont, option);
  }
}
