import { messageLinkTail } from '../../member/message-link.ts';
import { LinkifyIt } from 'linkify-it';

/**
 * `shown` has no bidi controls. `leadsTo`: the host that an address really opens, where what is shown could be
 * taken for another one.
 */
export type Link = { start: number; end: number; shown: string; href: string; leadsTo?: string };

/** Only these may be opened from a text that somebody else wrote. */
const allowed = /^(?:https?:\/\/|mailto:|oda:\/\/message\/)/i;
/** With these an address could look like another than the one that opens. */
const bidiControls = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const mayHoldLink = /:\/\/|@|mailto:|www\./i;
/** Marks of formatting around an address, which may hold any of them within. */
const marksBehind = /[*_~]+$/;

/** What follows each `oda:` is looked at so far. */
const maxMessageLinkLength = 128;
/** What follows each `www.` is looked at so far. */
const maxWwwLength = 1000;

/** What a person would take for an address in a text, in its order. */
export function createFindLinks(): (text: string) => readonly Link[] {
  const linkify = new LinkifyIt({ fuzzyLink: false, fuzzyEmail: true });
  for (const schema of ['ftp:', '//']) linkify.add(schema, null);
  linkify.add('oda:', {
    validate: (text, at) =>
      messageLinkTail.exec(text.slice(at, at + maxMessageLinkLength))?.[0].length ?? 0,
  });
  linkify.add('www.', {
    validate: (text, at, self) => {
      const rest = text.slice(at, at + maxWwwLength);
      const length = self.testSchemaAt(`https://www.${rest}`, 'https:', 'https:'.length);
      return Math.max(0, length - '//www.'.length);
    },
    normalize: (found) => {
      found.url = `https://${found.url}`;
    },
  });
  return (text) => {
    if (!mayHoldLink.test(text)) return [];
    return (linkify.match(text) ?? []).flatMap(({ index, url, raw }) => {
      const written = raw.replace(/`[^]*$/, '').replace(marksBehind, '');
      const opened = url.endsWith(raw) ? url.slice(0, url.length - raw.length) + written : url;
      const [shown, href] = [written, opened].map((one) => one.replace(bidiControls, ''));
      if (!shown || !href || !allowed.test(href)) return [];
      const leadsTo = disguisedHost(href, shown);
      const link = { start: index, end: index + written.length, shown, href };
      return [leadsTo === undefined ? link : { ...link, leadsTo }];
    });
  };
}

/** Letters of another script that look like Latin ones, a number that is an address. */
function disguisedHost(href: string, shown: string): string | undefined {
  const url = URL.parse(href);
  if (!url || url.protocol === 'mailto:') return undefined;
  return shown.toLowerCase().includes(url.hostname) ? undefined : url.hostname;
}
