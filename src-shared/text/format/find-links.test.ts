import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFindLinks } from './find-links.ts';

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

  it('texts that are made to be slow are read like others', () => {
    const pieces = ['http://', 'a@', 'a.', '@a.b', '((', 'https://a.b/(', 'www.', '%', '\u0430.'];
    for (const piece of pieces) {
      const text = piece.repeat(8000).slice(0, 8000);
      for (const { start, end, href } of findLinks(text)) {
        expect(start).toBeLessThan(end);
        expect(href).toMatch(/^(?:https?:\/\/|mailto:)/);
      }
    }
  });

  it('a name before an @ is where a link leads, and what stands behind it is text', () => {
    expect(links('https://bank.example@evil.example/x')).toEqual(['https://bank.example']);
  });
});
