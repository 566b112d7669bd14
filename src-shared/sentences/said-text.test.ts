import { expect, test } from 'vitest';
import type { FileHash } from '../protocol/files.ts';
import type { AccountId } from '../protocol/ids.ts';
import { saidText } from './said-text.ts';

const hash = 'h'.repeat(43) as FileHash;
const nameOf = () => 'Ayşe';

test('files have a line each, below the words, and their names stand there once', () => {
  const files = [
    { hash, size: 1500, name: '../a.txt' },
    { hash, size: 3, name: 'b.jpg' },
  ];
  const english = { language: 'en' } as const;
  expect(saidText({ text: 'look', files }, nameOf, english)).toBe(
    'look\n📎 a.txt (1.5 kB)\n📎 b.jpg (3 bytes)',
  );
  expect(saidText({ text: 'a.txt, b.jpg', files }, nameOf, english)).toBe(
    '📎 a.txt (1.5 kB)\n📎 b.jpg (3 bytes)',
  );
});

test('whoever cannot fetch them is told how one can', () => {
  const message = { text: 'x', files: [{ hash, size: 1, name: 'x' }] };
  const told = saidText(message, nameOf, { language: 'tr', howToGet: 'getWithOda' });
  expect(told).toBe('📎 x (1 bayt)\n(Dosyalar Oda ya da uçbirimiyle alınır: /save.)');
  expect(saidText({ text: 'x' }, nameOf, { language: 'tr', howToGet: 'getWithOda' })).toBe('x');
});

test('what was forwarded says whose it is, and what was deleted says nothing', () => {
  const forwarded = 'aaaaaaaaaa' as AccountId;
  expect(saidText({ text: 'x', forwarded }, nameOf, { language: 'en' })).toBe(
    'Forwarded from Ayşe: x',
  );
  expect(saidText({ text: '', forwarded }, nameOf, { language: 'en' })).toBe('');
});

test('what was imported is said with its author, its source and its time, and as nobody of the room', () => {
  const imported = { source: 'whatsapp', author: 'ali' } as const;
  const message = { text: 'hi', at: Date.UTC(2019, 4, 13, 14, 2), imported };
  const said = (language: 'en' | 'tr') => saidText(message, () => 'ali', { language });
  expect(said('en')).toBe('ali (from WhatsApp), 2019-05-13 14:02: hi');
  expect(said('tr')).toBe('ali (WhatsApp’tan), 2019-05-13 14:02: hi');
});
