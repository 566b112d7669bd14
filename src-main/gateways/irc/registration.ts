import { SaslPlain } from './sasl.ts';

/** How far a client has come with what IRC wants to know before it lets somebody in. */
export class Registration {
  readonly sasl = new SaslPlain();
  nick: string | undefined;
  password: string | undefined;
  hasUser = false;
  /** What USER said. */
  user: string | undefined;
  realName: string | undefined;
  /** Between `CAP LS` and `CAP END`. */
  isNegotiating = false;
  /** The welcome was said. */
  isDone = false;
  /** The room knows the program, and has said whether its log keeps texts. */
  hasGreeted = false;

  get isReady(): boolean {
    return !this.isDone && !this.isNegotiating && this.hasUser && this.nick !== undefined;
  }
}
