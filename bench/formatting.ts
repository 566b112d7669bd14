import { createFindLinks } from '../src-shared/text/format/find-links.ts';
import { formatText } from '../src-shared/text/format/format-text.ts';
import type { Measurement } from './measurement.ts';
import { round, spread } from './statistics.ts';

const characters = 8_000;
const rounds = 40;

const texts: readonly [what: string, piece: string][] = [
  ['words', 'how are you, is tomorrow at six *good* for you? '],
  ['lines of words', 'how are you, is tomorrow at six good?\n- **yes**\n> no\n\n'],
  ['never closed', '*a '],
  ['never opened', 'a* '],
  ['bold within bold', '**a*'],
  ['rule of three', 'a**b*c***d*e'],
  ['code never closed', '`a ``b ```c '],
  ['all marks', '*a _b ~~c `d '],
  ['items', '- a\n'],
  ['items within items', '- - - - a\n'],
  ['quotes', '> a\n'],
  ['quotes within quotes', '> > > > a\n'],
  ['quotes and items', '> - > - a\n'],
  ['one line of items', '- '],
  ['one line of quotes', '> '],
  ['fences', '```\n'],
  ['empty lines', '*\n\n'],
  ['links', 'www.a.b '],
  ['half a link', 'www.'],
  ['addresses of mail', 'a@b.co '],
  ['addresses in other letters', 'www.ö '],
  ['addresses that never end', 'www.xn--'],
  ['addresses that never end, with hyphens', 'www.xn--a-'],
  ['addresses that never begin', 'xn--www.'],
  ['addresses within brackets', 'https://a.b/('],
  ['quotes with nothing in them', '>\n'],
];

/** How long it takes until a message's look is known: everyone in the room pays it for what one person wrote. */
export const formatting: Measurement = {
  name: 'formatting',
  title: `Finding links and formatting in ${characters.toLocaleString('en')} characters, ${rounds} times each`,
  measure() {
    const findLinks = createFindLinks();
    const rows = texts.map(([what, piece]) => {
      const text = piece.repeat(Math.ceil(characters / piece.length)).slice(0, characters);
      const before = process.cpuUsage();
      const times = Array.from({ length: rounds }, () => {
        const begin = performance.now();
        const links = findLinks(text);
        const linked = performance.now();
        formatText(text, links);
        return { links: linked - begin, format: performance.now() - linked };
      });
      const { user, system } = process.cpuUsage(before);
      const format = spread(times.map((time) => time.format));
      const links = spread(times.map((time) => time.links));
      return {
        what,
        figures: {
          // What it costs on a computer that others keep busy, too.
          processorMs: round((user + system) / 1000 / rounds),
          formatP50Ms: round(format.p50),
          formatP99Ms: round(format.p99),
          linksP50Ms: round(links.p50),
          linksP99Ms: round(links.p99),
        },
      };
    });
    return Promise.resolve(rows);
  },
};
