import { createScanLinks, type OnRead } from './scan-links.ts';

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
const marksBehind = /(?<![*_~])[*_~]+$/;

/** What a person would take for an address in a text, in its order. */
export function createFindLinks(onRead?: OnRead): (text: string) => readonly Link[] {
  const scan = createScanLinks(onRead);
  return (text) => {
    if (!mayHoldLink.test(text)) return [];
    return scan(text).flatMap(({ start, end, before }) => {
      const written = text
        .slice(start, end)
        .replace(/`[^]*$/, '')
        .replace(marksBehind, '');
      const [shown, href] = [written, before + written].map((one) => one.replace(bidiControls, ''));
      if (!shown || !href || !allowed.test(href)) return [];
      const leadsTo = disguisedHost(href, shown);
      const link = { start, end: start + written.length, shown, href };
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
