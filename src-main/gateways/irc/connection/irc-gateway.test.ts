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
  ['CAPTAIN\n', 'no'],
  ['Cap Amerika\n', 'no'],
  ['Join Us\n', 'no'],
  ['Quit Rahmi\n', 'no'],
  ['ali\n', 'no'],
  ['{"type"', 'no'],
])('W15 %j is IRC: %s', (text, answer) => {
  expect(createIrcGateway().recognises(Buffer.from(text))).toBe(answer);
});

it.each([
  ['pass secret\n', 'yes'],
  ['Pass secret', 'yes'],
  ['nick burak\n', 'yes'],
  ['nIcK burak\n', 'yes'],
  ['user b 0 * :b\n', 'yes'],
  ['oper root secret\n', 'yes'],
  ['authenticate plain\n', 'yes'],
  ['cap  ls\n', 'yes'],
  ['  pass secret\n', 'yes'],
  [':burak pass secret\n', 'yes'],
  ['@a=b;c pass secret\n', 'yes'],
  ['cap req :sasl\n', 'yes'],
  ['cap list\n', 'yes'],
  ['cap end\n', 'yes'],
  ['webirc secret gateway host 1.2.3.4\n', 'yes'],
  ['ping 1\n', 'yes'],
  ['pong 1\n', 'yes'],
  ['quit :bye\n', 'yes'],
  ['join #oda\n', 'yes'],
  ['mode #oda +i\n', 'yes'],
  ['privmsg ali :gizli\n', 'yes'],
  ['notice ali :gizli\n', 'yes'],
  [`@a=${'b'.repeat(400)} pass secret\n`, 'yes'],
  ['pa', 'unsure'],
  ['@a=b', 'unsure'],
])('W15 %j, typed by hand, is IRC: %s', (text, answer) => {
  expect(createIrcGateway().recognises(Buffer.from(text))).toBe(answer);
});
