import type { IrcPeer } from './irc-peer.ts';

/** What came to somebody else by the time that these lines had been answered. */
export async function toldTo(
  other: IrcPeer,
  asking: IrcPeer,
  ...lines: readonly string[]
): Promise<string[]> {
  await other.ask();
  const before = other.lines.length;
  await asking.ask(...lines);
  await other.ask();
  return other.lines.slice(before, -1);
}
