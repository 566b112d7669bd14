import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LinkifyIt } from 'linkify-it';
import { createFindLinks } from './find-links.ts';
import { createScanLinks, maxAddresses } from './scan-links.ts';

const findLinks = createFindLinks();
const links = (text: string) => findLinks(text).map(({ href }) => href);

describe('links in texts', () => {
  it('finds web and mail addresses and leaves the punctuation after them', () => {
    expect(findLinks('see https://oda.example/a?b=1, or mail ali@oda.example.')).toEqual([
      { start: 4, end: 29, shown: 'https://oda.example/a?b=1', href: 'https://oda.example/a?b=1' },
      { start: 39, end: 54, shown: 'ali@oda.example', href: 'mailto:ali@oda.example' },
    ]);
  });

  it('finds links to messages, and no other address of Oda', () => {
    const link = 'oda://message/GTd7FguoV8FWnFbB/everyone/59';
    const text = `see ${link}, or oda://join/abc or oda://message/x/everyone/1`;
    expect(links(text)).toEqual([link]);
  });

  it('finds what begins with www, which opens encrypted', () => {
    expect(links('look at www.oda.example/a, www. and awww.oda.example')).toEqual([
      'https://www.oda.example/a',
    ]);
  });

  it.each([
    ['**https://oda.example/a_b**', 'https://oda.example/a_b'],
    ['*www.oda.example*', 'https://www.oda.example'],
    ['https://oda.example/a`, b', 'https://oda.example/a'],
  ])('leaves the marks around %s', (text, href) => expect(links(text)).toEqual([href]));

  it('says where a www address of look-alike letters leads', () => {
    expect(findLinks('www.\u0430pple.com')[0]?.leadsTo).toBe('www.xn--pple-43d.com');
  });

  it('opens nothing but http, https and mailto', () => {
    expect(links('javascript:alert(1) file:///etc/passwd ftp://a.example //b.example')).toEqual([]);
    expect(links('data:text/html,x vbscript:x oda://room HTTPS://OK.example')).toEqual([
      'HTTPS://OK.example',
    ]);
  });

  it('links lie one behind the other, are what stands there, and of an allowed kind', () => {
    const piece = fc.constantFrom(
      'https://',
      'a.example',
      '@',
      'javascript:',
      ' ',
      '//',
      '.',
      'ç',
      '😀',
      '<b>',
      'mailto:',
      'www.',
      '*',
      '`',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        let end = 0;
        for (const link of findLinks(text)) {
          expect(link.start).toBeGreaterThanOrEqual(end);
          end = link.end;
          expect(link.shown).toBe(text.slice(link.start, end));
          expect(link.href).toMatch(/^(?:https?:\/\/|mailto:)/i);
        }
        expect(end).toBeLessThanOrEqual(text.length);
      }),
    );
  });

  it('shows an address without what would turn it around, and opens what it shows', () => {
    const [link] = findLinks('bak: https://e.example/\u202emoc.knab\u2066 \u202etamam');
    expect(link).toEqual({
      start: 5,
      end: 33,
      shown: 'https://e.example/moc.knab',
      href: 'https://e.example/moc.knab',
    });
  });

  it.each([
    ['https://\u0430pple.com/login', 'xn--pple-43d.com'],
    ['https://\uff47oogle.example', 'google.example'],
    ['https://münchen.example', 'xn--mnchen-3ya.example'],
    ['http://2130706433/', '127.0.0.1'],
    ['http://0x7f.1/', '127.0.0.1'],
  ])('%s says where it really leads', (text, host) => {
    expect(findLinks(text).map(({ leadsTo }) => leadsTo)).toEqual([host]);
  });

  it.each([
    'https://Example.com/A?b#c',
    'http://192.168.1.5:8080/x',
    'http://[2001:db8::1]:80/',
    'mailto:ali@example.com',
    'ali@örnek.example',
  ])('%s is what it looks like', (text) => {
    expect(findLinks(text).map(({ leadsTo }) => leadsTo)).toEqual([undefined]);
  });

  it('a name before an @ is where a link leads, and what stands behind it is text', () => {
    expect(links('https://bank.example@evil.example/x')).toEqual(['https://bank.example']);
  });
});

describe('texts that are made to be slow', () => {
  const atoms = [
    'http:// https:// www. mailto: oda: oda://message/ @ a@ @a.b xn-- xn--a. a- - . .. a a. ö \u0430. 😀'.split(
      ' ',
    ),
    `1. :80 [::1] / /( (( [ ' " * _ ~ \` % ! > \u202e`.split(' '),
    [' ', '\n'],
  ].flat();
  const characters = 8000;
  const filled = (piece: string) => piece.repeat(characters).slice(0, characters);

  /** How many characters were read for it. */
  function readFor(text: string): number {
    let read = 0;
    createFindLinks((count) => {
      read += count;
    })(text);
    return read;
  }

  const slow =
    'xn--www. www.xn-- www.xn--a- www.xn--a. xn--www.b www. www.a- @a.b http:// http://xn--a. https://a.b/( a@xn--a. mailto:xn--a@ oda://message/';
  it.each(slow.split(' '))('no part of 8,000 characters of %j is read again and again', (piece) => {
    expect(readFor(filled(piece))).toBeLessThanOrEqual(4 * characters);
  });

  it('whatever they are made of', () => {
    const pieces = fc.array(fc.constantFrom(...atoms), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(pieces, pieces, fc.nat(characters), (some, others, cut) => {
        const text = filled(some.join('')).slice(0, cut) + filled(others.join('')).slice(cut);
        expect(readFor(text)).toBeLessThanOrEqual(4 * text.length);
      }),
      { numRuns: 300 },
    );
  });

  it('hold so many links at most, and the rest of them is text', () => {
    expect(findLinks(filled('www.ö ')).length).toBe(maxAddresses);
    expect(findLinks(filled('a@b.co ')).length).toBe(maxAddresses);
    expect(links(`${'a.example '.repeat(700)}https://b.example`)).toEqual(['https://b.example']);
  });
});

it('addresses are what linkify-it finds', () => {
  const linkify = new LinkifyIt({ fuzzyLink: false, fuzzyEmail: true }).add('ftp:', null);
  linkify.add('//', null);
  const pieces = [
    'https:// http:// mailto: a.example a b . - _ @ / ?q #x ( ) [ ] { } \' " : 80 99999 ç 😀 \u0300'.split(
      ' ',
    ),
    'XN--p1ai ! , ; + 1.2.3.4 [::1] [IPv6:::1] < > = % & |'.split(' '),
    [' ', '\n'],
  ].flat();
  const piece = fc.constantFrom(...pieces);
  const text = fc.array(piece, { maxLength: 12 }).map((some) => some.join(''));
  // Right behind what only begins one it is found here and not there, tied to it by a hyphen there alone. Here hosts
  // have as many labels as they like, and none ends with a hyphen.
  const scan = createScanLinks();
  const isAlike = (one: string) =>
    !/:(?=https?:|mailto:)|-(?:https?|mailto):|XN--\S*-|(?:[^.]+\.){5}/.test(one);
  fc.assert(
    fc.property(text.filter(isAlike), (one) => {
      const found = linkify.match(one) ?? [];
      expect(scan(one).map(({ start, end }) => [start, end])).toEqual(
        found.map(({ index, lastIndex }) => [index, lastIndex]),
      );
    }),
    { numRuns: 2000 },
  );
});
