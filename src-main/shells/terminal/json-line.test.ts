import { expect, it } from 'vitest';
import { readJsonLine } from './json-voice.ts';

it.each([
  ['{"say":"hi"}', { is: 'say', text: 'hi', to: undefined, onlyPrivately: false }],
  ['{"say":"~\\"{","to":"veli"}', { is: 'say', text: '~"{', to: 'veli', onlyPrivately: false }],
  ['{"say":"x","private":true}', { is: 'say', text: 'x', to: undefined, onlyPrivately: true }],
  ['{"command":"/users","more":1}', { is: 'command', line: '/users' }],
  ['{"answer":""}', { is: 'answer', answer: '' }],
  [' \t', { is: 'nothing' }],
])('%s', (line, read) => {
  expect(readJsonLine(line)).toEqual(read);
});

it.each(['hi', '[]', 'null', '"say"', '{}', '{"say":5}', '{"say":"x"', '{"command":null}', '['])(
  '%s is none of them',
  (line) => {
    expect(readJsonLine(line)).toEqual({ is: 'wrong' });
  },
);

it('a wrong kind of addressee is not taken for everyone', () => {
  expect(readJsonLine('{"say":"secret","to":5}')).toEqual({ is: 'wrong' });
  expect(readJsonLine('{"say":"secret","private":"yes"}')).toEqual({ is: 'wrong' });
});
