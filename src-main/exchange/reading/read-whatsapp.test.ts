import { expect, test } from 'vitest';
import { fileWith, readAll, wrongWith, zipWith } from './testing/read-all.ts';

async function chatOf(text: string, name = 'WhatsApp Chat with Trip.txt') {
  const { source, chats } = await readAll(fileWith(name, text));
  expect(source).toBe('whatsapp');
  return chats[0] ?? { name: '', messages: [] };
}

const local = (...parts: [number, number, number, number, number, number?]): number => {
  const [year, month, day, hours, minutes, seconds = 0] = parts;
  return new Date(year, month - 1, day, hours, minutes, seconds).getTime();
};

test.each([
  ['German', '13.05.19, 14:02 - Ayşe: hi', local(2019, 5, 13, 14, 2)],
  ['British', '13/05/2019, 14:02 - Ayşe: hi', local(2019, 5, 13, 14, 2)],
  ['American', '5/13/19, 2:02 PM - Ayşe: hi', local(2019, 5, 13, 14, 2)],
  ['American, narrow blank', '5/13/19, 2:02\u202fPM - Ayşe: hi', local(2019, 5, 13, 14, 2)],
  ['midnight', '5/13/19, 12:02 AM - Ayşe: hi', local(2019, 5, 13, 0, 2)],
  ['Turkish', '13.05.2019 14:02 - Ayşe: hi', local(2019, 5, 13, 14, 2)],
  ['Turkish halves', '13.05.2019 ÖS 2:02 - Ayşe: hi', local(2019, 5, 13, 14, 2)],
  ['Swedish', '2019-05-13, 14:02 - Ayşe: hi', local(2019, 5, 13, 14, 2)],
  ['iPhone', '[13.05.19, 14:02:33] Ayşe: hi', local(2019, 5, 13, 14, 2, 33)],
  [
    'iPhone with marks',
    '\u200e[5/13/19, 2:02:33\u202fPM] Ayşe: \u200ehi',
    local(2019, 5, 13, 14, 2, 33),
  ],
  ['Turkish iPhone', '[13.05.2019 14:02:33] Ayşe: hi', local(2019, 5, 13, 14, 2, 33)],
])('a date as it is written there: %s', async (_, line, at) => {
  const { messages } = await chatOf(`${line}\n`);
  expect(messages.map(({ author, text, at: found }) => ({ author, text, at: found }))).toEqual([
    { author: 'Ayşe', text: 'hi', at },
  ]);
});

test('whether the month stands first is found out from the whole chat', async () => {
  const american = '1/2/20, 14:02 - A: one\n2/1/20, 14:02 - A: two\n2/25/20, 14:02 - A: three\n';
  expect((await chatOf(american)).messages[0]?.at).toBe(local(2020, 1, 2, 14, 2));
  const british =
    '01/02/2020, 14:02 - A: one\n02/02/2020, 14:02 - A: two\n01/03/2020, 14:02 - A: x\n';
  expect((await chatOf(british)).messages[0]?.at).toBe(local(2020, 2, 1, 14, 2));
});

test('messages of several lines, files and notes of the program', async () => {
  const { name, messages } = await chatOf(
    [
      '13.05.19, 14:02 - Messages and calls are end-to-end encrypted.',
      '13.05.19, 14:02 - Ayşe: first line',
      '',
      'third: line',
      '13.05.19, 14:03 - Bora: IMG-1.jpg (file attached)',
      '13.05.19, 14:03 - Bora: <Media omitted>',
      '13.05.19, 14:04 - Bora: ',
      '',
    ].join('\r\n'),
  );
  expect(name).toBe('Trip');
  expect(messages.map(({ author, text }) => `${author}|${text}`)).toEqual([
    'Ayşe|first line\n\nthird: line',
    'Bora|📎 IMG-1.jpg',
    'Bora|<Media omitted>',
  ]);
});

test('what was said twice in a minute are two, the same each time', async () => {
  const text = '13.05.19, 14:02 - A: ok\n13.05.19, 14:02 - A: ok\n13.05.19, 14:03 - A: ok\n';
  const [one, other] = [await chatOf(text), await chatOf(text)];
  expect(new Set(one.messages.map(({ id }) => id)).size).toBe(3);
  expect(one.messages).toEqual(other.messages);
});

test('a chat comes in a zip with its files', async () => {
  const chat = '\u200e[13.05.19, 14:02:33] Ayşe: \u200e<attached: 1-PHOTO.jpg>\n';
  const path = await zipWith('WhatsApp Chat - Trip.zip', { '_chat.txt': chat, '1-PHOTO.jpg': 'x' });
  const { chats } = await readAll(path);
  expect(chats).toMatchObject([{ name: 'Trip', messages: [{ text: '📎 1-PHOTO.jpg' }] }]);
});

test('what is not UTF-8, or no chat, is refused by its name', async () => {
  const line = '13.05.19, 14:02 - A: ğ\n';
  expect(await wrongWith(fileWith('a.txt', Buffer.from(`\ufeff${line}`, 'utf16le')))).toBe(
    'import-encoding a.txt: UTF-16',
  );
  const latin = Buffer.from('13.05.19, 14:02 - A: \xfc\n', 'latin1');
  expect(await wrongWith(fileWith('b.txt', latin))).toBe('import-encoding b.txt: 0');
  expect(await wrongWith(fileWith('c.txt', `\ufeff${line}`))).toBeUndefined();
  expect(await wrongWith(fileWith('d.txt', 'Dear diary\n'))).toBe('import-unknown d.txt');
});

test('what was said again in a minute that came twice is another message', async () => {
  const said = ['02:30 - A: ok', '02:31 - A: later', '02:30 - A: ok'];
  const { messages } = await chatOf(said.map((line) => `27.10.19, ${line}\n`).join(''));
  expect(new Set(messages.map(({ id }) => id)).size).toBe(3);
});
