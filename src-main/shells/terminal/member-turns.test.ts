import { describe, expect, it } from 'vitest';
import type {
  OdaBridge,
  PushName,
  Pushes,
  RequestName,
} from '../../../src-shared/bridge/bridge.ts';
import type { RoomId } from '../../../src-shared/protocol/ids.ts';
import type { Person } from '../../app/testing/person.ts';
import { twoPeople } from '../../app/testing/two-people.ts';
import { bridgeOf } from './run-terminal.ts';
import type { Happening } from './happening.ts';
import { TerminalMember } from './terminal-member.ts';
import { TextVoice } from './text-voice.ts';

/** A bridge whose answers to one request wait until they are let go. */
function slowBridge(person: Person) {
  const bridge = bridgeOf(person.app);
  const held = new Map<RequestName, Promise<void>>();
  const heard = new Map<PushName, ((push: never) => void)[]>();
  const slow: OdaBridge = {
    on: (name, listener) => {
      heard.set(name, [...(heard.get(name) ?? []), listener]);
      return bridge.on(name, listener);
    },
    request: async (name, params) => {
      const answer = await bridge.request(name, params);
      await held.get(name);
      return answer;
    },
  };
  const hold = (name: RequestName): (() => void) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    held.set(name, promise);
    return resolve;
  };
  const push = <N extends PushName>(name: N, pushed: Pushes[N]) => {
    for (const listener of heard.get(name) ?? []) (listener as (push: Pushes[N]) => void)(pushed);
  };
  return { bridge: slow, hold, push };
}

async function memberOf(person: Person, room: RoomId) {
  const { bridge, hold, push } = slowBridge(person);
  const told: Happening[] = [];
  const member = new TerminalMember({
    bridge,
    opened: await person.opened(room),
    mostLinesAtOnce: 200,
    wallMs: () => 0,
    tell: (happening) => told.push(happening),
    askForPassword: async () => undefined,
    left: () => undefined,
  });
  const texts = () => told.flatMap((each) => (each.is === 'message' ? [each.text] : []));
  const until = (is: Happening['is']) => person.until(() => told.some((each) => each.is === is));
  return { member, hold, told, texts, until, push };
}

describe('what happens while something else is under way', { timeout: 30_000 }, () => {
  it('3.10 a history that is not whole is told of once, and again where it is cut off anew', async () => {
    const { veli, room } = await twoPeople();
    const { member, told, push } = await memberOf(veli, room);
    await member.begin();
    const view = await veli.view(room);
    const cutOff = { ...view, incomplete: { code: 'older-disk-full' } } as const;
    push('room/changed', cutOff);
    push('room/changed', cutOff);
    push('room/changed', view);
    push('room/changed', cutOff);
    const line = { is: 'refused', refusal: { code: 'older-disk-full' } };
    expect(told.filter(({ is }) => is === 'refused')).toEqual([line, line]);
    const [why] = told.filter(({ is }) => is === 'refused');
    expect(why && new TextVoice('en').tell(why)).toContain('older messages are not fetched');
    expect(why && new TextVoice('tr').tell(why)).toContain('eski iletiler alınmıyor');
  });

  it('is told after the past, and once', async () => {
    const { ali, veli, room } = await twoPeople();
    await ali.say(room, 'geçmiş');
    await veli.until(async () => (await veli.texts(room)).length === 1);
    const { member, hold, texts } = await memberOf(veli, room);
    const letGo = hold('timeline/page');
    const begun = member.begin();
    await ali.say(room, 'şimdi');
    await veli.until(async () => (await veli.texts(room)).length === 2);
    await ali.say(room, 'sonra');
    await veli.until(() => JSON.stringify(veli.of('timeline/appended')).includes('sonra'));
    letGo();
    await begun;
    expect(texts()).toEqual(['geçmiş', 'şimdi', 'sonra']);
  });

  it('what is told already is not told again by what was on its way', async () => {
    const { ali, veli, room } = await twoPeople();
    await ali.say(room, 'bir');
    await veli.until(async () => (await veli.texts(room)).length === 1);
    const appended = veli.of('timeline/appended').at(-1);
    const { bridge } = slowBridge(veli);
    const listeners: ((push: never) => void)[] = [];
    const told: Happening[] = [];
    const member = new TerminalMember({
      bridge: {
        ...bridge,
        on: (name, listener) => {
          if (name === 'timeline/appended') listeners.push(listener);
          return bridge.on(name, listener);
        },
      },
      opened: await veli.opened(room),
      wallMs: () => 0,
      mostLinesAtOnce: 200,
      tell: (happening) => told.push(happening),
      askForPassword: async () => undefined,
      left: () => undefined,
    });
    await member.begin();
    for (const listener of listeners) listener(appended as never);
    expect(told.filter(({ is }) => is === 'message')).toHaveLength(1);
  });

  it('R3.5 a line that waited while the private chat ended goes to nobody, the next one to everyone', async () => {
    const { ali, veli, room } = await twoPeople();
    const { member, hold, told, until } = await memberOf(veli, room);
    await member.begin();
    const account = await ali.accountOf(room, 'veli');
    const { private: id } = await ali.ask('private/ask', { room, account });
    await until('private');
    await member.typed('/accept ali').carriedOut;
    await until('place');
    const letGo = hold('search/find');
    const search = member.typed('/search_message x');
    const secret = member.typed('sır');
    await ali.ask('private/close', { room, private: id });
    await veli.until(() => told.filter(({ is }) => is === 'place').length === 2);
    letGo();
    await search.carriedOut;
    await secret.carriedOut;
    await member.typed('herkese').carriedOut;
    await ali.until(async () => (await ali.texts(room)).length > 0);
    expect(await ali.texts(room)).toEqual(['herkese']);
    expect(told).toContainEqual({
      is: 'refused',
      refusal: { code: 'no-such-private' },
      text: 'sır',
    });
  });
});
