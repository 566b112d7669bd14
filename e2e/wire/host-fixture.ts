import { test as base, expect } from 'playwright/test';
import { HeadlessRoom } from '../harness/headless-room.ts';
import { RawPeer } from '../harness/raw-peer.ts';

export type Host = {
  port: number;
  /** Two members who only want to chat, whatever others do to the room. */
  bystanders: readonly [RawPeer, RawPeer];
};

type Fixtures = { untouched: void };
type WorkerFixtures = { roomName: string; room: HeadlessRoom; host: Host };

let messages = 0;

/** Says something new and waits until the other one has it. */
export async function chat([one, other]: Host['bystanders']): Promise<void> {
  const words = `still here ${process.pid} ${messages++}`;
  expect(await one.say(words)).toMatchObject({ type: 'ok' });
  await other.next((frame) => frame.type === 'message' && frame['text'] === words);
}

/**
 * One room for all tests of a worker: after each, the bystanders still chat and the same process lives.
 */
export const test = base.extend<Fixtures, WorkerFixtures>({
  roomName: ['Lab', { option: true, scope: 'worker' }],
  room: [
    async ({ roomName }, use) => {
      const room = await HeadlessRoom.start(roomName);
      await use(room);
      expect(await room.stop()).toBe(0);
    },
    { scope: 'worker' },
  ],
  host: [
    async ({ room: { port } }, use) => {
      const bystanders = [
        await RawPeer.signedIn(port, 'Ayşe'),
        await RawPeer.signedIn(port, 'Bora'),
      ] as const;
      await use({ port, bystanders });
      for (const peer of bystanders) peer.end();
    },
    { scope: 'worker' },
  ],
  untouched: [
    async ({ room, host }, use) => {
      await chat(host.bystanders);
      await use();
      await chat(host.bystanders);
      expect(room.process.isRunning).toBe(true);
      expect(room.process.errors).toBe('');
    },
    { auto: true },
  ],
});

export { expect };
