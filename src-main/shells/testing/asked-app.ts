import { expect } from 'vitest';
import type { Known } from '../../../src-shared/bridge/testing/broken-requests.ts';
import { twoPeople } from '../../app/testing/two-people.ts';

/** By number, so that each is the same every time: what was found once stays found. */
export const count = 600;
/** A thousand lines of the log are the longest there is. */
export const longestAnswer = 512 * 1024;

const prototypes = [Object, Array, Function, Map, Set, String, Number, Promise];

/** What everything in the program inherits. */
export const inherited = () =>
  prototypes.map(({ prototype }) => Reflect.ownKeys(prototype as object).map(String));

/** Two people in a room, of whom one is asked by what is no window, with all that there is to name. */
export async function askedApp() {
  const { ali, veli, room, direct } = await twoPeople();
  const account = await ali.accountOf(room, 'veli');
  await veli.say(room, 'selam');
  await ali.until(async () => (await ali.texts(room)).length === 1);
  const group = await ali.ask('group/make', { room, name: 'Group', members: [account] });
  const made = await ali.ask('host/make-invite', { room, role: 'member' });
  const known: Known = {
    room: [room, room, room, 'another000000000'],
    in: ['everyone', direct, group.in],
    from: [account],
    account: [account],
    members: [account],
    group: ['g'.repeat(16)],
    private: ['p'.repeat(16)],
    cid: ['c'.repeat(16)],
    link: [made.link, 'oda://join/AAAA'],
    invite: [made.invites[0]?.invite, 'i'.repeat(43)],
    pin: [undefined, 'p'.repeat(43)],
    // Nobody listens there.
    address: ['127.0.0.1:1'],
    name: ['ali', 'Ayşe', 'ali\u202e'],
    roomName: ['Lab'],
    text: ['selam', 'el', '*"', '/users', '@veli x', 's'.repeat(9000)],
    note: ['kept'],
    password: ['a long enough password', ''],
    current: ['a long enough password'],
    port: [0],
    limit: [1, 50, 500],
    seq: [1],
  };
  /** Rooms are left and closed among the rest. */
  const alive = async () => {
    const start = await ali.ask('app/start', {});
    expect(start.version).toBe('0.0.0');
    const fresh = await ali.host('ali');
    await ali.say(fresh.room, 'still here');
    await ali.until(async () => (await ali.texts(fresh.room)).includes('still here'));
  };
  return { ali, known, alive };
}
