import { describe, expect, it } from 'vitest';
import type { RoomView } from '../../src-shared/bridge/rooms.ts';
import { directConversation, everyone } from '../../src-shared/protocol/ids.ts';
import type { Member } from '../../src-shared/protocol/members.ts';
import { ali, member, now, roomId, roomView, self } from '../bridge/testing/sample-room.ts';
import { renderInRoom } from '../room/testing/render-in-room.tsx';
import { button, click, press, type } from '../ui/testing/render.tsx';
import { Composer } from './composer.tsx';

const withAli = directConversation(self, ali);

async function shown(
  given: {
    room?: Partial<RoomView>;
    own?: Partial<Member>;
    ali?: Partial<Member>;
    in?: typeof everyone;
  } = {},
) {
  const rendered = await renderInRoom(
    <Composer conversation={given.in ?? everyone} onSent={() => undefined} />,
    {
      room: roomView(given.room),
      members: [member(self, 'Ece', given.own), member(ali, 'Ali', given.ali)],
    },
  );
  const { container, sample, happen } = rendered;
  const area = () => container.querySelector('textarea') as HTMLTextAreaElement;
  const sent = () => sample.bridge.asked('message/send').map((asked) => asked.text);
  const said = (role: string) =>
    [...container.querySelectorAll(`[role="${role}"]`)].map((one) => one.textContent).join('');
  const enter = async () => {
    await press(area(), 'Enter');
    await happen(() => undefined);
  };
  const nowRoom = (more: Partial<RoomView>) =>
    happen(() => sample.bridge.push('room/changed', roomView(more)));
  const nowOwn = (more: Partial<Member>) =>
    happen(() =>
      sample.bridge.push('member/changed', { room: roomId, members: [member(self, 'Ece', more)] }),
    );
  return { ...rendered, area, sent, said, enter, nowRoom, nowOwn };
}

const settings = (more: Partial<RoomView['settings']>) => ({
  settings: { ...roomView().settings, ...more },
});

describe('who is muted', () => {
  it('reads why and until when, keeps the draft, and types on when it is over', async () => {
    const { area, container, enter, nowOwn, said, sent } = await shown();
    await type(area(), 'half a thought');
    await nowOwn({ muted: { until: now + 600_000 } });
    expect(said('status')).toContain('muted you until 2:15 PM');
    expect(area().readOnly).toBe(true);
    expect(area().value).toBe('half a thought');
    await enter();
    await click(button(container, 'Send'));
    expect(sent()).toEqual([]);
    expect(button(container, 'Send').getAttribute('aria-disabled')).toBe('true');
    await nowOwn({});
    expect(said('status')).not.toContain('muted');
    expect(area().readOnly).toBe(false);
    await enter();
    expect(sent()).toEqual(['half a thought']);
  });

  it('writes to nobody alone either', async () => {
    const { area, said } = await shown({ own: { muted: {} }, in: withAli });
    expect(area().readOnly).toBe(true);
    expect(said('status')).toContain('You can read on');
  });
});

describe('a read-only room', () => {
  it('takes announcements of its owner and moderators alone', async () => {
    const { area, said, nowRoom } = await shown({ room: settings({ readOnly: true }) });
    expect(area().readOnly).toBe(true);
    expect(said('status')).toContain('Only the owner and moderators write to everyone here.');
    await nowRoom({ ...settings({ readOnly: true }), role: 'moderator' });
    expect(area().readOnly).toBe(false);
    await nowRoom({ ...settings({ readOnly: true }), role: 'member' });
    expect(area().readOnly).toBe(true);
    await nowRoom({});
    expect(area().readOnly).toBe(false);
  });

  it('does not touch direct conversations, which can be forbidden apart', async () => {
    const { area, said, nowRoom } = await shown({
      room: settings({ readOnly: true }),
      in: withAli,
    });
    expect(area().readOnly).toBe(false);
    await nowRoom(settings({ forbidden: ['directs'] }));
    expect(area().readOnly).toBe(true);
    expect(said('status')).toContain('There are no direct messages between members of this room.');
  });

  it('leaves the way to somebody who looks after the room', async () => {
    const forbids = { room: settings({ forbidden: ['directs'] }), in: withAli };
    const { area } = await shown({ ...forbids, ali: { role: 'owner' } });
    expect(area().readOnly).toBe(false);
  });
});

describe('a slow room', () => {
  const slow = { ...settings({ slowModeSeconds: 30 }), slowUntil: now + 30_000 };

  it('counts down, keeps what is written, and sends when the time has come', async () => {
    const { area, container, enter, nowRoom, pass, said, sent } = await shown({
      room: settings({ slowModeSeconds: 30 }),
    });
    expect(container.textContent).not.toContain('you can send again');
    await nowRoom(slow);
    expect(container.textContent).toContain('you can send again in 30 seconds');
    expect(said('status')).toContain('30 seconds between two messages');
    await type(area(), 'next');
    expect(area().readOnly).toBe(false);
    expect(said('alert')).toBe('');
    await enter();
    expect(sent()).toEqual([]);
    expect(area().value).toBe('next');
    expect(said('alert')).toContain('wait a little');
    await pass(12_000);
    expect(container.textContent).toContain('you can send again in 18 seconds');
    await pass(18_000);
    expect(container.textContent).not.toContain('you can send again');
    await enter();
    expect(sent()).toEqual(['next']);
  });

  it('takes commands meanwhile, and messages to others', async () => {
    const { area, container, enter } = await shown({ room: slow });
    await type(area(), '/help');
    await enter();
    expect(container.querySelector('[role="group"]')).not.toBe(null);
    expect(area().value).toBe('');
    const beside = await shown({ room: slow, in: withAli });
    await type(beside.area(), 'now');
    await beside.enter();
    expect(beside.sent()).toEqual(['now']);
  });
});
