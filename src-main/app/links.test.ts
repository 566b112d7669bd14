import { expect, test } from 'vitest';
import { LinkBox } from './links.ts';

test('links wait for a window, oldest first, and are taken once', () => {
  const links = new LinkBox();
  let told = 0;
  links.receive('oda://first');
  links.listen(() => (told += 1));
  links.receive('ODA://second?x=1#y');
  expect(told).toBe(1);
  expect(links.take()).toEqual(['oda://first', 'ODA://second?x=1#y']);
  expect(links.take()).toEqual([]);
});

test('what is no link of Oda’s is not kept', () => {
  const links = new LinkBox();
  for (const other of [
    '',
    'oda://',
    'oda-app://oda/index.html',
    'https://example.com/?oda://x',
    'oda://a b',
    'oda://a\nb',
    'oda://\u202eb',
    '--lang=tr',
    'oda://join/AAAA --data /tmp/evil',
    '"oda://join/AAAA" --no-sandbox',
    'oda:join/AAAA',
    `oda://${'a'.repeat(8192)}`,
  ])
    links.receive(other);
  expect(links.take()).toEqual([]);
});

test('of very many the newest are kept, each once', () => {
  const links = new LinkBox();
  for (let count = 1; count <= 20; count += 1) links.receive(`oda://${count}`);
  links.receive('oda://15');
  expect(links.take()).toEqual([13, 14, 16, 17, 18, 19, 20, 15].map((count) => `oda://${count}`));
});
