import { useMemo } from 'react';
import type { Mention } from '../../src-shared/protocol/mentions.ts';
import { placesOf, type MentionPlace } from '../../src-shared/text/find-mentions.ts';
import { createFindLinks, type Link } from '../../src-shared/text/format/find-links.ts';
import { formatText, inOneLine } from '../../src-shared/text/format/format-text.ts';
import type { Part } from '../../src-shared/text/format/parts.ts';

/** An address or a mention, where it stands in the whole text. */
export type Special = Link | MentionPlace;

/** What somebody wrote, read once for those who see it and for those who hear it. */
export type ReadText = {
  text: string;
  parts: readonly Part[];
  links: readonly Special[];
  /** In one line, without the marks of formatting. */
  line: string;
};

const findLinks = createFindLinks();

export function useReadText(text: string, mentions?: readonly Mention[]): ReadText {
  return useMemo(() => {
    const found = findLinks(text);
    const parts = formatText(text, found);
    return { text, parts, links: withMentions(text, found, mentions), line: inOneLine(parts) };
  }, [text, mentions]);
}

/** What lies within an address is a part of it. */
function withMentions(
  text: string,
  links: readonly Link[],
  mentions: readonly Mention[] | undefined,
): readonly Special[] {
  if (!mentions) return links;
  const free = placesOf(text, mentions).filter(
    ({ start, end }) => !links.some((link) => link.start < end && start < link.end),
  );
  return [...links, ...free].toSorted((one, other) => one.start - other.start);
}
