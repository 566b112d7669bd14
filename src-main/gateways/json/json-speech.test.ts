import { expect, test } from 'vitest';
import { createJsonGateway } from './json-gateway.ts';
import { jsonSpeech } from './json-speech.ts';

const jsonGateway = createJsonGateway();
const guest = { isIn: true, knows: () => true };
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
  { command: 'message', message: 'nobody' },
  { command: 'message', message: '~to nobody' },
  JSON.parse('{"__proto__":{"command":"users"}}') as Record<string, unknown>,
])('what is not understood is answered with what is: %j', (object) => {
  expect(read(object)).toMatchObject({ is: 'unclear' });
});

test('R0.11 what the room has to say, as objects with nothing between them', () => {
  expect(jsonSpeech.said({ from: 'veli', text: 'a~b "c"', isDirect: true })).toBe(
    '{"command":"message","message":"veli~a~b \\"c\\""}',
  );
  expect(jsonSpeech.said({ from: 'veli', text: 'hi', isDirect: false })).toBe(
    '{"command":"message","message":"veli~[everyone] hi"}',
  );
  expect(jsonSpeech.came('ali', { isSelf: true, online: ['ali'] })).toBe(
    '{"command":"message","message":"SERVER~ali added to the chat"}{"command":"users","users":["ali"]}',
  );
  expect(jsonSpeech.went('ali', { at: 0, online: [] })).toBe(
    '{"command":"left","message":"[SERVER] ali left the chat"}{"command":"users","users":[]}',
  );
});

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
