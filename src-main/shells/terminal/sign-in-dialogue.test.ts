import { expect, it } from 'vitest';
import type { OdaBridge } from '../../../src-shared/bridge/bridge.ts';
import type { Refusal } from '../../../src-shared/protocol/codes.ts';
import { Person } from '../../app/testing/person.ts';
import { bridgeOf } from './run-terminal.ts';
import { comeIn } from './dialogues.ts';
import { jsonVoice } from './json-voice.ts';
import { Questions } from './questions.ts';
import { selinsRoom } from './testing/selins-room.ts';

/** Comes in if the room's first answers are these refusals; what it asks and says on the way. */
async function tryIn(refusals: Refusal[], guest: { isAddressAsked?: boolean } = {}) {
  const { address, selin, room } = await selinsRoom();
  const { pin: key } = await selin.ask('host/status', { room });
  const bridge = bridgeOf((await Person.open()).app);
  const joins: unknown[] = [];
  const said: string[] = [];
  const refusing: OdaBridge = {
    on: (name, listener) => bridge.on(name, listener),
    request: async (name, params) => {
      if (name === 'room/join') {
        joins.push(params);
        const refusal = refusals.shift();
        if (refusal) return { ok: false, refusal };
      }
      return bridge.request(name, params);
    },
  };
  const answers = ['a long password', 'a longer password'];
  const screen = {
    isInteractive: false,
    interrupted: new Promise<void>(() => undefined),
    print: (line: string) => void said.push(line),
    printError: () => undefined,
    ask: async () => JSON.stringify({ answer: answers.shift() }),
    forgetSecrets: () => false,
    inDialogue: <T>(work: () => Promise<T>) => work(),
    listen: () => undefined,
    prompt: () => undefined,
    takeDraft: () => '',
    close: () => undefined,
  };
  const questions = new Questions({ screen, voice: jsonVoice, json: true, language: 'en' });
  const { isAddressAsked = false } = guest;
  const dialogue = { bridge: refusing, questions };
  const entered = await comeIn(dialogue, { address, name: 'ali', key, isAddressAsked });
  return { entered, joins, asked: said.filter((line) => line.includes('"asked"')) };
}

it('R3.1 who has given no password is not asked for one because others try too often', async () => {
  const refusal = { code: 'try-later', retryAfterMs: 5000 } as const;
  const { entered, joins, asked } = await tryIn([refusal]);
  expect(entered).toMatchObject(refusal);
  expect(asked).toEqual([]);
  expect(joins).toHaveLength(1);
});

it('R3.1 who was too quick with one is asked for it again, and comes in', async () => {
  const { entered, asked, joins } = await tryIn([
    { code: 'password-needed' },
    { code: 'try-later', retryAfterMs: 1000 },
  ]);
  expect(entered).toMatchObject({ room: { ownName: 'ali' } });
  expect(asked).toEqual([
    '{"event":"asked","for":"password"}',
    '{"event":"asked","for":"password"}',
  ]);
  expect(joins.at(-1)).toMatchObject({ name: 'ali', password: 'a longer password' });
});

it('R1.1 an address that was given is not asked for again where nobody could be reached', async () => {
  const { entered, asked } = await tryIn([{ code: 'connection-timeout' }]);
  expect(entered).toMatchObject({ code: 'connection-timeout' });
  expect(asked).toEqual([]);
});

it('the host’s code in place of a password asks for a new one, which goes with it', async () => {
  const { joins, asked } = await tryIn([
    { code: 'password-needed' },
    { code: 'new-password-needed' },
  ]);
  expect(asked.map((line) => JSON.parse(line) as object)).toMatchObject([
    { for: 'password' },
    { for: 'new-password' },
  ]);
  expect(joins.at(-1)).toMatchObject({
    password: 'a long password',
    newPassword: 'a longer password',
  });
});
