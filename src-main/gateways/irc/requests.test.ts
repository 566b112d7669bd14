import { expect, test } from 'vitest';
import { ManualClock } from '../../../src-shared/outside/manual-clock.ts';
import { seededRandom } from '../../../src-shared/outside/random.ts';
import { everyone } from '../../../src-shared/protocol/ids.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import type { Command } from '../../../src-shared/protocol/protocol.ts';
import type { SessionPort } from '../../server/session-port.ts';
import { OwnMessages, Requests } from './requests.ts';

const stored = { ok: true, value: { in: everyone, seq: 1, id: 1, at: 1 } } as const;

/** Messages of one connection at a room that answers when it is told to. */
function begin({ refuses = (_text: string): boolean => false } = {}) {
  const clock = new ManualClock();
  const asked: { rid: number; text: string }[] = [];
  const sent: string[] = [];
  const port = {
    handle: (command: Command) => {
      if (command.type !== 'send-message') return;
      const { rid, text } = command;
      asked.push({ rid, text });
      const refusal = { code: 'too-fast', retryAfterMs: 900 } as const;
      if (refuses(text)) requests.settle(rid, { ok: false, refusal });
    },
  } as unknown as SessionPort;
  const requests = new Requests(port, clock);
  const messages = new OwnMessages<object>({ requests, random: seededRandom(1), clock });
  const add = (text: string): void =>
    messages.add({
      conversation: everyone,
      text,
      named: () => undefined,
      sent: () => sent.push(text),
      refused: () => undefined,
    });
  const answerAll = (): void => {
    for (const { rid } of asked.slice()) requests.settle(rid, stored);
  };
  return { clock, messages, add, asked: () => asked.map(({ text }) => text), sent, answerAll };
}

test('W17 64 messages are under way, the next follow as they are stored, and the end waits for all', async () => {
  const { messages, add, asked, sent, answerAll } = begin();
  const texts = Array.from({ length: 140 }, (_, number) => String(number));
  for (const text of texts) add(text);
  expect(asked()).toEqual(texts.slice(0, limits.maxUnacknowledged));
  let isEmpty = false;
  const emptied = messages.emptied().then(() => (isEmpty = true));
  answerAll();
  expect(asked()).toEqual(texts.slice(0, 2 * limits.maxUnacknowledged));
  await Promise.resolve();
  expect(isEmpty).toBe(false);
  answerAll();
  answerAll();
  await emptied;
  expect([asked(), sent, messages.isSending]).toEqual([texts, texts, false]);
});

test('what the room does not take yet is overtaken by nothing', () => {
  let isFull = true;
  const { clock, messages, add, asked, sent, answerAll } = begin({
    refuses: (text) => isFull && text === 'two',
  });
  for (const text of ['one', 'two', 'three']) add(text);
  expect(asked()).toEqual(['one', 'two']);
  answerAll();
  add('four');
  expect([asked(), sent]).toEqual([['one', 'two'], ['one']]);
  isFull = false;
  clock.advance(900);
  expect(asked()).toEqual(['one', 'two', 'two', 'three', 'four']);
  answerAll();
  expect([sent, messages.isSending]).toEqual([['one', 'two', 'three', 'four'], false]);
});
