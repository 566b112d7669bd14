import { useMemo } from 'react';
import type { Mention } from '../../src-shared/protocol/mentions.ts';
import { placesOf, type MentionPlace } from '../../src-shared/text/find-mentions.ts';
import { createFindLinks, type Link } from '../../src-shared/text/format/find-links.ts';
import { formatText, inOneLine } from '../../src-shared/text/format/format-text.ts';
import type { Part } from '../../src-shared/text/format/parts.ts';
import { topicPlaces, type TopicPlace, type TopicsByKey } from './topic-places.ts';

/** An address, a mention or a topic, where it stands in the whole text. */
export type Special = Link | MentionPlace | TopicPlace;

/** What somebody wrote, read once for those who see it and for those who hear it. */
export type ReadText = {
  text: string;
  parts: readonly Part[];
  links: readonly Special[];
  /** In one line, without the marks of formatting. */
  line: string;
};

const findLinks = createFindLinks();

export function useReadText(
  text: string,
  mentions?: readonly Mention[],
  topics?: TopicsByKey,
): ReadText {
  return useMemo(() => {
    const found = findLinks(text);
    const parts = formatText(text, found);
    return {
      text,
      parts,
      links: withNames(text, found, { mentions, topics }),
      line: inOneLine(parts),
    };
  }, [text, mentions, topics]);
}

type Names = { mentions: readonly Mention[] | undefined; topics: TopicsByKey | undefined };

/** What lies within an address is a part of it. */
function withNames(text: string, links: readonly Link[], names: Names): readonly Special[] {
  const { mentions, topics } = names;
  if (!mentions && !topics) return links;
  const places = [
    ...(mentions ? placesOf(text, mentions) : []),
    ...(topics ? topicPlaces(text, topics) : []),
  ];
  const free = places.filter(
    ({ start, end }) => !links.some((link) => link.start < end && start < link.end),
  );
  return [...links, ...free].toSorted((one, other) => one.start - other.start);
}
