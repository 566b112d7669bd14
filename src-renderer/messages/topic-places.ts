import { topicKeyOf } from '../../src-shared/text/names.ts';
import type { ConversationId } from '../../src-shared/protocol/ids.ts';
import type { Topic } from '../../src-shared/protocol/topics.ts';
import { isInCode } from './in-code.ts';

/** The name of a topic with its `#`, where it stands in a text. */
export type TopicPlace = { start: number; end: number; topic: ConversationId; name: string };

export type TopicsByKey = ReadonlyMap<string, Topic>;

/** Not within a word or an address. */
const nameBegins = String.raw`(?<![\p{L}\p{N}\p{M}_&/#])#`;
/** A name has 48 characters at most, and nothing that a name cannot have is looked at. */
const inName = String.raw`[^\s~<>{}\[\]",:!@#*?→]`;
const named = new RegExp(`${nameBegins}(${inName}{1,96})`, 'gu');
const beingNamed = new RegExp(`${nameBegins}(${inName}{1,96})$`, 'u');
/** A text can be nothing but `#`: so many are looked at. */
const maxLookedAt = 100;
const maxTries = 6;
const wordEnd = /[\p{L}\p{N}\p{M}](?![\p{L}\p{N}\p{M}])/gu;

/** Whether there is anything to look for. */
export function mayNameTopic(text: string): boolean {
  return text.search(named) >= 0;
}

/** What is typed so far of the name of a topic at the end of a text, as in `see #h`; nothing in code. */
export function topicTyped(text: string): string | undefined {
  const typed = beingNamed.exec(text)?.[1];
  return typed === undefined || isInCode(text) ? undefined : typed;
}

/** Topics that a text names, in its order; a name ends where a word ends, and the longest one counts. */
export function topicPlaces(text: string, topics: TopicsByKey): TopicPlace[] {
  if (topics.size === 0) return [];
  const places: TopicPlace[] = [];
  let looked = 0;
  for (const { index: start, 1: word = '' } of text.matchAll(named)) {
    looked += 1;
    if (looked > maxLookedAt) break;
    for (const name of namesIn(word)) {
      const topic = topics.get(topicKeyOf(name));
      if (!topic) continue;
      places.push({ start, end: start + 1 + name.length, topic: topic.in, name: topic.name });
      break;
    }
  }
  return places;
}

/** `ödev'de`, `ödev` */
function namesIn(word: string): string[] {
  const ends = Array.from(word.matchAll(wordEnd), ({ index, 0: last }) => index + last.length);
  return [word, ...ends.toReversed().map((end) => word.slice(0, end))].slice(0, maxTries);
}
