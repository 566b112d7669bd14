import { expect, it } from 'vitest';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { Secret } from '../../src-shared/protocol/ids.ts';
import { ali, bora, doings, driveRoom, refusals } from './testing/driven-room.ts';
import { ask } from './testing/private-talk.ts';
import type { Said } from './testing/driven-room.ts';

const deviceKey = 'k'.repeat(43) as Secret;
const change: Said = {
  type: 'set-password',
  current: 'uzun bir parola',
  password: 'bambaşka bir parola',
  deviceKey,
};

it('R3.12 others at one’s address who sign in too often keep nobody from changing their password', () => {
  const { say, enter, open } = driveRoom();
  const { session: alis } = enter(ali);
  const tries = Array.from({ length: limits.signInsPerAddressPerMinute + 1 }, (_, place) => {
    const session = open();
    say(session, { type: 'hello', protocol: 1 });
    const device = `device-device-${place}0`.slice(0, 16);
    return refusals(
      say(session, { type: 'sign-in', name: `yeni ${place}`, device, deviceKey } as Said),
    );
  });
  expect(tries.at(-1)).toEqual(['try-later']);
  expect(doings(say(alis, change))).toEqual(['change-password']);
});

it('R3.12 changes of passwords, each a hash, share the rate of what a member says', () => {
  const { say, enter } = driveRoom({ messageBurst: 1 });
  const { session: boras } = enter(bora, 'device-device-bo');
  enter(ali);
  expect(refusals(say(boras, ask(ali)))).toEqual([]);
  const first: Said = { type: 'set-password', password: 'uzun bir parola', deviceKey };
  expect(refusals(say(boras, first))).toEqual(['try-later']);
});

it('R3.12 while one change is checked another of the same account waits, from whatever device', () => {
  const { room, say, enter } = driveRoom();
  const { session } = enter(ali);
  const { session: second } = enter(ali, 'device-device-02');
  const [effect] = say(session, change);
  if (effect?.do !== 'change-password') throw new Error('not changed');
  expect(say(second, change)).toMatchObject([
    { do: 'refuse', refusal: { code: 'try-later', retryAfterMs: 1000 } },
  ]);
  const refused = room.passwordChanged(effect, { code: 'wrong-password' });
  expect(refused).toEqual([
    { do: 'refuse', reply: effect.reply, refusal: { code: 'wrong-password' } },
  ]);
  expect(doings(say(second, change))).toEqual(['change-password']);
});

it('R3.12 a password that is too short is refused; where there is none, none is checked', () => {
  const { say, enter } = driveRoom();
  const { session: alis } = enter(ali);
  expect(refusals(say(alis, { ...change, password: 'kısa' }))).toEqual(['password-too-short']);
  expect(refusals(say(alis, { ...change, current: undefined }))).toEqual(['password-needed']);
  const { session: boras } = enter(bora, 'device-device-bo');
  expect(say(boras, change)).toMatchObject([{ do: 'change-password', current: undefined }]);
});
