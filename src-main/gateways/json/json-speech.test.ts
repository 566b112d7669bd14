import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { limits } from '../../../src-shared/protocol/limits.ts';
import { nameKeyOf } from '../../../src-shared/text/names.ts';
import { commandLines } from '../plain/testing/command-lines.ts';
import { createJsonGateway } from '../create-gateways.ts';
import { jsonSpeech } from './json-speech.ts';

const jsonGateway = createJsonGateway();
const guest = { isIn: true, people: () => [{ name: 'Veli', nameKey: nameKeyOf('veli') }] };
const say = (message: string) => read({ command: 'message', message });
const read = (object: Record<string, unknown>) => jsonSpeech.read(object, guest);

test('R0.11 the commands of the bare JSON dialect', () => {
  expect(read({ command: 'add_client', message: 'ali' })).toEqual({ is: 'enter', name: 'ali' });
  expect(read({ command: 'users' })).toEqual({ is: 'who' });
  const message = 'veli~a ~ "b" } {';
  expect(read({ command: 'message', message })).toEqual({
    is: 'tell',
    to: 'veli',
    text: 'a ~ "b" } {',
  });
  expect(read({ command: 'message', message: 'herkes~selam' })).toEqual({
    is: 'say',
    text: 'selam',
  });
  expect(read({ command: 'left' })).toEqual({ is: 'leave' });
});

test.each([
  {},
  { command: 5 },
  { command: 'drop' },
  { command: 'add_client' },
  { command: 'message', message: 7 },
  JSON.parse('{"__proto__":{"command":"users"}}') as Record<string, unknown>,
])('what is not understood is answered with what is: %j', (object) => {
  expect(read(object)).toMatchObject({ is: 'unclear' });
});

test('R0.12 R0.5 R0’s own client asks who is there by a message', () => {
  expect(say('users')).toEqual({ is: 'who' });
  expect(say('/users')).toEqual({ is: 'who' });
  expect(say('everyone~users')).toEqual({ is: 'say', text: 'users' });
});

test('R0.11 W19 a name that nobody has is part of a text, and the answer says so; a slip is said to nobody', () => {
  expect(say('hasan~selam')).toEqual({
    is: 'say',
    text: 'hasan~selam',
    note: 'Nobody here is called “hasan”, so all of it went to everyone. /users lists who is here.',
  });
  expect(say('vleli~gizli')).toMatchObject({ is: 'unclear' });
  for (const text of ['merhaba', '~5', 'https://web.itu.edu.tr/~oktug/', 'it, was ~ 5']) {
    expect(say(text)).toEqual({ is: 'say', text });
  }
});

test.each(commandLines)('R3.3 R0.8 %j is answered and said to nobody', (line) => {
  expect(say(line)).toMatchObject({ is: 'unclear' });
  expect(say(` ${line}`)).toEqual({ is: 'say', text: line });
});

test('R0.11 what the room has to say, as objects with nothing between them', () => {
  expect(jsonSpeech.said({ from: 'veli', text: 'a~b "c"', to: 'you' })).toBe(
    '{"command":"message","message":"veli~a~b \\"c\\""}\n',
  );
  expect(jsonSpeech.said({ from: 'veli', text: 'hi', to: 'everyone' })).toBe(
    '{"command":"message","message":"veli~[everyone] hi"}\n',
  );
  expect(jsonSpeech.said({ from: 'veli', text: 'hi', to: '#homework' })).toBe(
    '{"command":"message","message":"veli~[#homework] hi"}\n',
  );
  expect(jsonSpeech.came('ali')).toBe(
    '{"command":"message","message":"SERVER~ali added to the chat"}\n',
  );
  expect(jsonSpeech.went('ali', 0)).toBe(
    '{"command":"left","message":"[SERVER] ali left the chat"}\n',
  );
  expect(jsonSpeech.who(['ali'])).toBe('{"command":"users","users":["ali"]}\n');
  expect(jsonSpeech.who([])).toBe('{"command":"users","users":[]}\n');
});

test('R0.12 no object has more than 2,048 bytes, and nothing is lost of texts and lists', () => {
  const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 16 });
  const text = fc.string({ unit: 'grapheme', maxLength: 300, size: 'max' });
  fc.assert(
    fc.property(
      fc.array(name, { maxLength: 120, size: 'max' }),
      text,
      fc.nat(20),
      (names, one, times) => {
        const lists = objectsOf(jsonSpeech.who(names));
        expect(lists.flatMap(({ users }) => users)).toEqual(names);
        expect(lists.map(({ more }) => more ?? false)).toEqual(
          lists.map((_, place) => place < lists.length - 1),
        );
        const whole = one.repeat(times).toWellFormed();
        const said = objectsOf(jsonSpeech.said({ from: 'Veli', text: whole, to: 'you' }));
        const parts = said.map(({ message }) => String(message).replace('Veli~', ''));
        expect(parts.join('')).toBe(whole);
      },
    ),
    { seed: 20_261_122, numRuns: 200 },
  );
});

test('R0.12 a list that just fits is one object, and one byte more makes two', () => {
  const counts = Array.from({ length: 40 }, (_, more) => {
    const names = ['x'.repeat(1000), 'y'.repeat(980 + more)];
    const whole = Buffer.byteLength(JSON.stringify({ command: 'users', users: names, more: true }));
    return [objectsOf(jsonSpeech.who(names)).length, whole <= limits.maxPlainObjectBytes];
  });
  for (const [count, fits] of counts) if (!fits) expect(count).toBe(2);
  expect(new Set(counts.map(([count]) => count))).toEqual(new Set([1, 2]));
});

type Heard = { users?: string[]; more?: boolean; message?: string };

function objectsOf(said: string): Heard[] {
  const lines = said.split('\n').slice(0, -1);
  expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(2048);
  return lines.map((line) => JSON.parse(line) as Heard);
}

test('W15 told apart from Oda’s own objects by the first key, byte by byte', () => {
  const text = ' {"command":"users"}';
  const seen = Array.from(text, (_, end) =>
    jsonGateway.recognises(Buffer.from(text.slice(0, end))),
  );
  expect(seen.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 'unsure'));
  expect(jsonGateway.recognises(Buffer.from(text))).toBe('yes');
  expect(jsonGateway.recognises(Buffer.from('{"type":"hello"'))).toBe('no');
  expect(jsonGateway.recognises(Buffer.from('{"commander'))).toBe('no');
  expect(jsonGateway.recognises(Buffer.from('NICK ali'))).toBe('no');
});
