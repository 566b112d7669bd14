import { peopleIn } from '../channel-view.ts';
import type { IrcClient } from '../irc-client.ts';
import { fitsMask } from '../nicks.ts';
import { numerics } from '../numerics.ts';
import type { Reply } from '../reply.ts';
import { otherTopics } from '../topic-channels.ts';
import type { Seen } from '../topic-channels.ts';
import { maxTargets } from '../welcome.ts';
import { splitList } from './irc-command.ts';

type Listed = { name: string; people: number; topicSetAtMs: number | undefined };
type Condition = (channel: Listed) => boolean;

/** Channels of the client, and all topics. */
export function sendList(client: IrcClient, asked: string, reply: Reply): void {
  const nowMs = client.clock.wallMs();
  const words = splitList(asked, maxTargets).map((word) => readWord(word, nowMs));
  const masks = words.flatMap((word) => word.mask ?? []);
  const rest = words.flatMap((word) => word.rule ?? []);
  const channels: Seen[] = [...client.channels.all(), ...otherTopics(client)];
  reply.numeric(numerics.listStart, ['Channel'], 'People  Name');
  for (const { name, topic, ...channel } of channels) {
    const people = peopleIn(client, channel).length;
    const topicSetAtMs = client.shared.topicSetBy(channel.conversation)?.at;
    const listed = { name, people, topicSetAtMs };
    // Of masks one is enough, of conditions all are needed.
    const isWanted = masks.length === 0 || masks.some((fits) => fits(listed));
    if (!isWanted || !rest.every((fits) => fits(listed))) continue;
    reply.numeric(numerics.list, [name, String(people)], topic);
  }
  reply.numeric(numerics.endOfList, [], 'End of the list');
}

/** `>3` and `<3` people, `T>60` and `T<60` minutes since the topic was set, else a mask, or with `!` what it does not fit. */
function readWord(word: string, nowMs: number): { mask?: Condition; rule?: Condition } {
  const [, kind, sign, digits] = /^([TtUu]?)([<>])(\d{1,9})$/.exec(word) ?? [];
  const isMore = sign === '>';
  const isBeyond = (value: number, than: number) => (isMore ? value > than : value < than);
  if (digits === undefined) {
    if (/^[CcTt][<>]/.test(word)) return {};
    if (word.startsWith('!')) return { rule: ({ name }) => !fitsMask(name, word.slice(1)) };
    return { mask: ({ name }) => fitsMask(name, word) };
  }
  if (kind === undefined || !/t/i.test(kind))
    return { rule: ({ people }) => isBeyond(people, Number(digits)) };
  const ageMs = Number(digits) * 60_000;
  return {
    rule: ({ topicSetAtMs }) => topicSetAtMs !== undefined && isBeyond(nowMs - topicSetAtMs, ageMs),
  };
}
