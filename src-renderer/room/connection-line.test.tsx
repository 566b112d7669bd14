import { describe, expect, it } from 'vitest';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import type { Pin } from '../../src-shared/protocol/ids.ts';
import type { RoomView } from '../../src-shared/bridge/rooms.ts';
import { ConnectionLine } from './connection-line.tsx';
import { renderInRoom } from './testing/render-in-room.tsx';
import { roomView } from '../bridge/testing/sample-room.ts';
import { button, click } from '../ui/testing/render.tsx';

const cutOff: NonNullable<RoomView['incomplete']>[] = [
  { code: 'older-not-kept' },
  { code: 'older-disk-full' },
  { code: 'room-too-large' },
];

it.each([
  ['en', ['has more history than', 'The disk is nearly full', 'Some are missing here']],
  ['tr', ['Daha eskisi alınmıyor', 'Disk dolmak üzere', 'Bir kısmı burada yok']],
] as const)(
  '3.10 says why a history is not whole, as long as it is not (%s)',
  async (language, words) => {
    const { container, happen, sample } = await renderInRoom(<ConnectionLine />, { language });
    const said = () => container.querySelector('[role="status"]')?.textContent ?? '';
    expect(said()).toBe('');
    for (const [at, incomplete] of cutOff.entries()) {
      await happen(() => sample.bridge.push('room/changed', roomView({ incomplete })));
      expect(said()).toContain(words[at]);
    }
    await happen(() => sample.bridge.push('room/changed', roomView()));
    expect(said()).toBe('');
  },
);

it('3.10 a connection that is lost is said instead', async () => {
  const { container } = await renderInRoom(<ConnectionLine />, {
    room: roomView({
      incomplete: { code: 'older-not-kept' },
      connection: { is: 'closed', cause: { code: 'room-closed' } },
    }),
  });
  expect(container.textContent).not.toContain('more history');
});

it('W14 another key at the room is told with both keys, and offers no way on', async () => {
  const pins = { known: 'k'.repeat(43) as Pin, shown: 's'.repeat(43) as Pin };
  const { container } = await renderInRoom(<ConnectionLine />, {
    room: roomView({
      connection: {
        is: 'waiting',
        since: 0,
        nextTryAt: 1000,
        cause: { code: 'another-key', subject: '192.168.1.5:12345', pins },
      },
    }),
  });
  expect(container.textContent).toContain('This is not the room that you know');
  const labels = [...container.querySelectorAll('figure')].map((each) => each.textContent);
  expect(labels).toEqual([
    expect.stringContaining('The key that this room has'),
    expect.stringContaining('The key that is shown there now'),
  ]);
  const buttons = [...container.querySelectorAll('button')].map((each) => each.textContent);
  expect(buttons).toEqual(['Try now']);
});

describe('who was shown out', () => {
  const now = new Date(2026, 5, 17, 14, 5).getTime();
  const shownOut = async (cause: Refusal, language: 'en' | 'tr' = 'en') => {
    const connection = { is: 'closed', cause } as const;
    return renderInRoom(<ConnectionLine />, { room: roomView({ connection }), language });
  };

  it('reads why, and comes back in where that is free', async () => {
    const { container, sample } = await shownOut({ code: 'kicked', reason: 'too loud' });
    expect(container.textContent).toContain('You were taken out of the room');
    expect(container.textContent).toContain('Reason: too loud');
    await click(button(container, 'Come back in'));
    expect(sample.bridge.asked('room/open')).toHaveLength(2);
  });

  it('reads until when, and comes back afterwards', async () => {
    const { container, pass } = await shownOut({ code: 'banned', until: now + 3_600_000 });
    expect(container.textContent).toContain('You are banned from this room until 3:05 PM');
    expect(container.textContent).not.toContain('Reason');
    expect(button(container, 'Try again')).toBeDefined();
    await pass(3_600_000);
    expect(button(container, 'Come back in')).toBeDefined();
  });

  it('reads whom to ask where it does not end', async () => {
    const { container } = await shownOut({ code: 'banned', reason: 'spam' }, 'tr');
    expect(container.textContent).toContain('Bu odada yasaklısın');
    expect(container.textContent).toContain('Neden: spam');
    expect(container.textContent).toContain('oda sahibine sor');
  });
});
