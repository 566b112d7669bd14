import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { RoomId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { ScriptedRoom } from '../client/testing/scripted-room.ts';
import { samplePin } from '../net/testing/sample-key.ts';
import { Person } from './testing/person.ts';

async function joined() {
  const room = new ScriptedRoom();
  const ali = await Person.open({
    dial: async () => ({ transport: room.connect(), pin: samplePin }),
  });
  await ali.enter({ name: 'ali', address: 'room.example' });
  await ali.live(room.room.id);
  const said = () => room.askedFor('set-presence').map(({ presence }) => presence);
  /** In steps in which the room has time to answer heartbeats. */
  const letPass = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 1000) {
      ali.clock.advance(1000);
      for (let turn = 0; turn < 4; turn += 1) await nextTurn();
    }
  };
  return { ali, room, said, letPass };
}

describe('presence', { timeout: 30_000 }, () => {
  it('R3.8 rooms hear that a person is away after ten minutes without a key, and back at once', async () => {
    const { ali, said, letPass } = await joined();
    await letPass(limits.awayAfterMs);
    await ali.until(() => said().at(-1) === 'away');
    await ali.ask('presence/active', {});
    await ali.until(() => said().at(-1) === 'online');
    expect(said().filter((presence) => presence === 'away')).toHaveLength(1);
  });

  it('R3.8 who is away when a room is opened is away there from the beginning', async () => {
    const { ali, room, said, letPass } = await joined();
    await letPass(limits.awayAfterMs);
    await ali.until(() => said().at(-1) === 'away');
    const other = new ScriptedRoom();
    other.room = { ...other.room, id: 'room000000000002' as RoomId };
    room.connect = () => other.connect();
    await ali.enter({ name: 'ali', address: 'other.example' });
    await ali.live(other.room.id);
    expect(other.askedFor('set-presence')).toMatchObject([{ presence: 'away' }]);
  });

  it('R3.8 who is away is away too where the app was started anew and nothing was set', async () => {
    const { ali, room, said, letPass } = await joined();
    await ali.close();
    await ali.start();
    await ali.live(room.room.id);
    const before = said().length;
    await letPass(limits.awayAfterMs);
    await ali.until(() => said().length > before);
    expect(said().slice(before)).toEqual(['away']);
  });

  it('R3.8 where the setting is off nobody is away, and switching it off brings them back', async () => {
    const { ali, said, letPass } = await joined();
    await letPass(limits.awayAfterMs);
    await ali.until(() => said().at(-1) === 'away');
    await ali.ask('settings/change', { away: false });
    await ali.until(() => said().at(-1) === 'online');
    const before = said().length;
    await letPass(limits.awayAfterMs);
    expect(said()).toHaveLength(before);
  });
});
