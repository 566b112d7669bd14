import { describe, expect, it } from 'vitest';
import { hostLogEvents } from '../host/host-log.ts';
import type { HostLogLine } from '../host/host-log.ts';
import { privateEndReasons } from '../protocol/private-chats.ts';
import { languages } from '../translations/catalogue.ts';
import { logSentence, logWords } from './log-sentence.ts';

const at = new Date(2026, 0, 31, 9, 5, 7, 42).getTime();

it('R1.9 every event has a sentence with date, time and milliseconds in both languages', () => {
  for (const event of hostLogEvents) {
    const who = { address: '192.168.1.9', port: 5001, name: 'ali', other: 'veli' };
    const line = { at, event, ...who, code: 'silent', dialect: 'lines', kind: 'added' } as const;
    const [english, turkish] = [logSentence(line, 'en'), logSentence(line, 'tr')];
    expect(english).toMatch(/^2026-01-31 09:05:07\.042 {2}\S/);
    expect(english).not.toContain('{{');
    expect(turkish).not.toContain('{{');
    expect(turkish).not.toBe(english);
  }
});

it('R0.1 names where a connection came from', () => {
  const line = { at, event: 'connected', address: '192.168.1.9', port: 5001 } as const;
  expect(logSentence(line, 'en')).toContain('192.168.1.9:5001');
});

it('says whether a message went to everyone, and who wrote it', () => {
  const line = { at, event: 'message', name: 'ali' } as const;
  expect(logSentence({ ...line, to: 'everyone' }, 'en')).toContain('ali to everyone');
  expect(logSentence({ ...line, to: 'direct' }, 'en')).toContain('Direct message from ali');
});

it('R3.10 what people write stays one line and cannot play with a terminal', () => {
  const text = 'merhaba\r\n2026-01-31 09:05:07.042  ali left\u001b[2J\u2028\u202e👩‍👧 \ud800';
  const said = { at, event: 'message', name: 'ali', to: 'everyone', text } as const;
  const sentence = logSentence(said, 'en');
  expect(sentence).toContain(
    'ali to everyone: merhaba\\u000d\\u000a2026-01-31 09:05:07.042  ali left\\u001b[2J\\u2028\\u202e👩‍👧 \ufffd',
  );
  const links = 'a\u001b]8;;https://evil.example\u0007b\u001b]52;c;aGk=\u0007\u009d52;c;aGk=\u009c';
  expect(logSentence({ ...said, text: links }, 'tr')).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/u);
  expect(logSentence({ at, event: 'left', name: 'a\nli' }, 'tr')).not.toContain('\n');
});

it('names both people and the program that a guest came by', () => {
  const asked = { at, event: 'private-asked', name: 'ali', other: 'veli' } as const;
  expect(logSentence(asked, 'en')).toContain('ali asked veli for a private chat');
  const guest = { at, event: 'guest-entered', name: 'can', dialect: 'json' } as const;
  expect(logSentence(guest, 'en')).toMatch(/can came in .*\(.*JSON\)/);
  expect(logSentence({ at, event: 'message', name: 'ali', to: 'group' }, 'tr')).toContain('gruba');
});

it.each(privateEndReasons)(
  'R3.10 says of a private chat that it ended by %s, with both names',
  (end) => {
    const line = { at, event: 'private-ended', name: 'ali', other: 'veli', end } as const;
    for (const language of ['en', 'tr'] as const) {
      const sentence = logSentence(line, language);
      expect(sentence).toMatch(/ali/);
      expect(sentence).toMatch(/veli/);
      expect(sentence).not.toContain('private-ended');
    }
  },
);

describe.each(languages)('the log in %s', (language) => {
  it.each(hostLogEvents)('R1.9 says %s in words, whatever is known of it', (event) => {
    const lines: HostLogLine[] = [
      { at: 1, event },
      { at: 1, event, name: 'Ali', address: '192.168.1.7', port: 5000, to: 'direct' },
      { at: 1, event, name: 'Ali', to: 'everyone', code: 'name-taken', port: 12345 },
    ];
    for (const line of lines) {
      const text = logWords(line, language);
      expect(text).not.toContain('{{');
      expect(text).not.toContain('log.');
      expect(text).not.toContain('undefined');
    }
  });
});

it('R1.9 names address, port and person, and never what was said', () => {
  expect(logWords({ at, event: 'connected', address: '192.168.1.7', port: 5000 }, 'en')).toBe(
    'New connection from 192.168.1.7:5000',
  );
  expect(logWords({ at, event: 'connected', address: '::1', port: 5000 }, 'en')).toBe(
    'New connection from [::1]:5000',
  );
  expect(logWords({ at, event: 'message', name: 'Ali', to: 'everyone' }, 'en')).toBe(
    'Message from Ali to everyone',
  );
  expect(logWords({ at, event: 'message', name: 'Ali', to: 'direct' }, 'en')).toBe(
    'Direct message from Ali',
  );
});

it('says why somebody was refused', () => {
  const line = { at, event: 'refused', address: '192.168.1.7', port: 5000 } as const;
  expect(logWords({ ...line, name: 'Ali', code: 'name-taken' }, 'en')).toBe(
    'Refused Ali (192.168.1.7:5000): That name is taken. Choose another.',
  );
  expect(logWords({ ...line, code: 'from-a-newer-room' }, 'en')).toContain('from-a-newer-room');
});
