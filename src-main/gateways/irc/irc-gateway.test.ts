import { expect, it } from 'vitest';
import { createIrcGateway } from './irc-gateway.ts';

it.each([
  ['CAP LS 302\r\n', 'yes'],
  ['NICK ali\r\n', 'yes'],
  ['\r\nPASS x\r\n', 'yes'],
  ['USER a', 'yes'],
  ['NI', 'unsure'],
  ['', 'unsure'],
  ['Nick\n', 'no'],
  ['nick cave\n', 'no'],
  ['CAPTAIN\n', 'no'],
  ['{"type"', 'no'],
])('W15 %j is IRC: %s', (text, answer) => {
  expect(createIrcGateway().recognises(Buffer.from(text))).toBe(answer);
});
