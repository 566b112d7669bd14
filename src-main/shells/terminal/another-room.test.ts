import { expect, it } from 'vitest';
import { inRoom } from './testing/selins-room.ts';

it(
  'R1.8 another room at the address is said, waited out, and the right one entered again',
  { timeout: 30_000 },
  async () => {
    const { ali, selin, room, address } = await inRoom();
    const port = Number(address.split(':').at(-1));
    await selin.ask('room/disconnect', { room });
    await ali.sees('The host closed the room.');
    const twin = await selin.host('selin', port);
    const waiting = (): Promise<void> =>
      ali.person.untilWithTime(async () => {
        const { connection } = await ali.person.view(room);
        return connection.is === 'waiting' && connection.cause.code === 'another-key';
      });
    await waiting();
    await ali.sees('shows another key than this room has.');
    ali.enter('for the right room only');
    await ali.sees('Goes out when the room is back: for the right room only');
    expect(await selin.texts(twin.room)).toEqual([]);

    await selin.ask('room/disconnect', { room: twin.room });
    await selin.ask('room/open', { room });
    await selin.live(room);
    await ali.person.untilWithTime(
      async () => (await ali.person.view(room)).connection.is === 'live',
    );
    await ali.sees('Connected again.');
    await selin.until(async () => (await selin.texts(room)).length === 1);
    ali.enter('exit');
    expect(await ali.code).toBe(0);
  },
);
