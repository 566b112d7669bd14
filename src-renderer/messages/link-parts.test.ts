import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLinkParts } from './message-text.tsx';

const linkParts = createLinkParts();
const links = (text: string) => linkParts(text).flatMap((part) => part.href ?? []);

describe('links in texts', () => {
  it('finds web and mail addresses and leaves the punctuation after them', () => {
    expect(linkParts('see https://oda.example/a?b=1, or mail ali@oda.example.')).toEqual([
      { text: 'see ' },
      { text: 'https://oda.example/a?b=1', href: 'https://oda.example/a?b=1' },
      { text: ', or mail ' },
      { text: 'ali@oda.example', href: 'mailto:ali@oda.example' },
      { text: '.' },
    ]);
  });

  it('opens nothing but http, https and mailto', () => {
    expect(links('javascript:alert(1) file:///etc/passwd ftp://a.example //b.example')).toEqual([]);
    expect(links('data:text/html,x vbscript:x oda://room HTTPS://OK.example')).toEqual([
      'HTTPS://OK.example',
    ]);
  });

  it('never loses or adds a letter, and every link is of an allowed kind', () => {
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
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        const parts = linkParts(text);
        expect(parts.map((part) => part.text).join('')).toBe(text);
        for (const { href } of parts) {
          if (href !== undefined) expect(href).toMatch(/^(?:https?:\/\/|mailto:)/i);
        }
      }),
    );
  });

  it('shows an address without what would turn it around, and opens what it shows', () => {
    const parts = linkParts('bak: https://e.example/\u202emoc.knab\u2066 \u202etamam');
    expect(parts).toEqual([
      { text: 'bak: ' },
      { text: 'https://e.example/moc.knab', href: 'https://e.example/moc.knab' },
      { text: ' \u202etamam' },
    ]);
  });

  it.each([
    ['https://\u0430pple.com/login', 'xn--pple-43d.com'],
    ['https://\uff47oogle.example', 'google.example'],
    ['https://münchen.example', 'xn--mnchen-3ya.example'],
    ['http://2130706433/', '127.0.0.1'],
    ['http://0x7f.1/', '127.0.0.1'],
  ])('%s says where it really leads', (text, host) => {
    expect(linkParts(text).map(({ leadsTo }) => leadsTo)).toEqual([host]);
  });

  it.each([
    'https://Example.com/A?b#c',
    'http://192.168.1.5:8080/x',
    'http://[2001:db8::1]:80/',
    'mailto:ali@example.com',
    'ali@örnek.example',
  ])('%s is what it looks like', (text) => {
    expect(linkParts(text).map(({ leadsTo }) => leadsTo)).toEqual([undefined]);
  });

  it('a name before an @ is where a link leads, and what stands behind it is text', () => {
    expect(linkParts('https://bank.example@evil.example/x')).toEqual([
      { text: 'https://bank.example', href: 'https://bank.example' },
      { text: '@evil.example/x' },
    ]);
  });
});
