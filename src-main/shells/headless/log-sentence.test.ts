import { expect, it } from 'vitest';
import { hostLogEvents } from '../../../src-shared/bridge/views.ts';
import { logSentence } from './log-sentence.ts';

const at = new Date(2026, 0, 31, 9, 5, 7, 42).getTime();

it('R1.9 every event has a sentence with date, time and milliseconds in both languages', () => {
  for (const event of hostLogEvents) {
    const line = { at, event, address: '192.168.1.9', port: 5001, name: 'ali', code: 'silent' };
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
