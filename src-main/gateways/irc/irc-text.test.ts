import { describe, expect, it } from 'vitest';
import { packWords, readIrcText, splitText } from './irc-text.ts';

describe('what an IRC program sends as text', () => {
  it('loses colours and the like, and /me becomes a star', () => {
    expect(readIrcText('\u0002bold\u0002 \u000304,01red\u0003 5')).toEqual({
      is: 'text',
      text: 'bold red 5',
    });
    expect(readIrcText('\u0001ACTION çay içer\u0001')).toEqual({ is: 'text', text: '* çay içer' });
    expect(readIrcText('a\u0001b\u001d')).toEqual({ is: 'text', text: 'ab' });
  });

  it('from program to program is no text', () => {
    expect(readIrcText('\u0001VERSION\u0001')).toEqual({ is: 'request' });
    expect(readIrcText('\u0001PING 12345')).toEqual({ is: 'request' });
  });
});

describe('a message as lines', () => {
  it('is cut between characters, after a blank where one is near, and nothing is lost', () => {
    const text = `${'söz '.repeat(50)}${'ğ'.repeat(100)}`;
    const lines = splitText(text, 60);
    expect(lines.join('')).toBe(text);
    for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(60);
    expect(lines[0]?.endsWith(' ')).toBe(true);
  });

  it('has a line for each of its own, an empty one as a blank', () => {
    expect(splitText('a\r\nb\n\nc\u2028d\re', 60)).toEqual(['a', 'b', ' ', 'c', 'd', 'e']);
  });

  it('of very many lines keeps them as signs, so that one message is no flood', () => {
    const lines = splitText('a\n'.repeat(4000), 400);
    expect(lines.length).toBeLessThan(120);
    expect(lines.join('')).toBe('a ⏎ '.repeat(4000));
  });

  it('carries nothing that would move a cursor', () => {
    expect(splitText('\u001b[2J\u0007', 60)).toEqual(['\ufffd[2J\ufffd']);
  });
});

it('words are packed into few lines', () => {
  expect(packWords(['aa', 'bb', 'cc'], 5)).toEqual(['aa bb', 'cc']);
  expect(packWords(['a'.repeat(9)], 5)).toEqual(['a'.repeat(9)]);
  expect(packWords([], 5)).toEqual([]);
});
