import type { IrcClient } from '../irc-client.ts';
import type { Reply } from '../reply.ts';

/** One command of IRC: who may give it, how many parameters it needs, and what it does. */
export type IrcCommand = {
  /** `new`: before the welcome only; `in`: after it only. */
  who: 'anybody' | 'new' | 'in';
  /** Fewer are refused with 461, in whatever command. */
  atLeast: number;
  /** The next line is not read before this has come to its end. */
  run(client: IrcClient, params: readonly string[], reply: Reply): void | Promise<void>;
};

export type IrcCommands = Readonly<Record<string, IrcCommand>>;

/** Names in a list like `a,b,c`: at most so many, empty ones left out. */
export function splitList(list: string, most: number): string[] {
  return list
    .split(',')
    .filter((name) => name !== '')
    .slice(0, most);
}
