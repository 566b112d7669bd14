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

/** Tells a telnet program's text from what it says to its other end, and has an answer to that: no. */
export class TelnetFilter {
  #state:
    | { is: 'text' }
    | { is: 'command' }
    | { is: 'option'; verb: number }
    | { is: 'subnegotiation' }
    | { is: 'subnegotiation-command' } = { is: 'text' };
  #replies: number[] = [];

  isText(byte: number): boolean {
    switch (this.#state.is) {
      case 'text':
        if (byte !== command) return true;
        this.#state = { is: 'command' };
        return false;
      case 'command':
        if (byte === subnegotiation) this.#state = { is: 'subnegotiation' };
        else
          this.#state =
            byte >= will && byte <= dont ? { is: 'option', verb: byte } : { is: 'text' };
        return false;
      case 'option':
        this.#refuse(this.#state.verb, byte);
        this.#state = { is: 'text' };
        return false;
      case 'subnegotiation':
        if (byte === command) this.#state = { is: 'subnegotiation-command' };
        return false;
      case 'subnegotiation-command':
        this.#state = byte === subnegotiationEnd ? { is: 'text' } : { is: 'subnegotiation' };
        return false;
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
