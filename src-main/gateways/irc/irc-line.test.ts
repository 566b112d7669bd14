import { describe, expect, it } from 'vitest';
import { cutToBytes, formatIrcLine, parseIrcLine } from './irc-line.ts';

describe('a line that came', () => {
  it('is a command in capitals with its parameters, the last one with blanks', () => {
    expect(parseIrcLine('privmsg  #oda   :çay hazır: gel')).toEqual({
      tags: new Map(),
      verb: 'PRIVMSG',
      params: ['#oda', 'çay hazır: gel'],
    });
    expect(parseIrcLine('USER ali 0 * :')).toMatchObject({ params: ['ali', '0', '*', ''] });
    expect(parseIrcLine('JOIN #a ')).toMatchObject({ params: ['#a'] });
  });

  it('has tags, whose escapes are undone, and a source that means nothing', () => {
    const line = parseIrcLine('@label=a\\sb\\:\\\\\\n;+typing;__proto__=x :veli!v@h PING 1');
    expect(line?.tags.get('label')).toBe('a b;\\\n');
    expect(line?.tags.get('+typing')).toBe('');
    expect(line).toMatchObject({ verb: 'PING', params: ['1'] });
  });

  it('without a command is none', () => {
    for (const text of ['', '   ', ':source', '@tags', '@tags :source']) {
      expect(parseIrcLine(text)).toBeUndefined();
    }
  });
});

describe('a line that goes out', () => {
  it('cannot be made into two by what stands in it', () => {
    const line = formatIrcLine({
      tags: { time: 'a b;c\r\nQUIT', none: undefined },
      source: 'a b\r\nQUIT',
      verb: 'PRIVMSG',
      params: ['#o d\0a', '', ':x'],
      text: 'one\r\ntwo\0three',
    });
    expect(line).toBe('@time=a\\sb\\:c\\r\\nQUIT :a_b_QUIT PRIVMSG #o_d_a * _x :one two three\r\n');
  });

  it('is cut between characters at 512 bytes, its tags not counted', () => {
    const line = formatIrcLine({
      tags: { msgid: '1-1' },
      verb: 'PRIVMSG',
      params: ['#oda'],
      text: '😀'.repeat(300),
    });
    const body = line.slice('@msgid=1-1 '.length);
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(512);
    expect(Buffer.byteLength(body)).toBeGreaterThan(508);
    expect(body).toMatch(/^PRIVMSG #oda :(?:😀)+\r\n$/u);
  });

  it('is read back as it was meant', () => {
    const line = formatIrcLine({
      tags: { label: 'a\\ ;\n' },
      verb: 'X',
      params: ['y'],
      text: ' :z ',
    });
    expect(parseIrcLine(line.trimEnd())?.tags.get('label')).toBe('a\\ ;\n');
    expect(parseIrcLine(line.slice(0, -2))?.params).toEqual(['y', ' :z ']);
  });
});

it('cutting never leaves a part of a character', () => {
  for (let bytes = 0; bytes < 12; bytes += 1) {
    const cut = cutToBytes('aş€😀', bytes);
    expect('aş€😀'.startsWith(cut)).toBe(true);
    expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(bytes);
  }
});
