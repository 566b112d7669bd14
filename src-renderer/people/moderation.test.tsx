import { describe, expect, it, onTestFinished } from 'vitest';
import type { RoomView } from '../../src-shared/bridge/rooms.ts';
import type { Member } from '../../src-shared/protocol/members.ts';
import type { Role } from '../../src-shared/protocol/roles.ts';
import { ali, member, now, roomId, roomView, self, veli } from '../bridge/testing/sample-room.ts';
import { renderInRoom } from '../room/testing/render-in-room.tsx';
import { button, click, field, press, type } from '../ui/testing/render.tsx';
import { GroupPane } from './group-pane.tsx';
import { MembersPane } from './members-pane.tsx';
import { PersonPane } from './person-pane.tsx';
import { RoomDialogs } from './room-dialogs.tsx';
import { group } from './testing/sample-people.ts';

const done = () => ({ ok: true, value: null }) as const;

async function card(role: Role, of: Partial<Member> = {}, room: Partial<RoomView> = {}) {
  const rendered = await renderInRoom(
    <>
      <PersonPane account={ali} />
      <RoomDialogs />
    </>,
    {
      room: roomView({ role, ...room }),
      members: [member(self, 'Ece'), member(ali, 'Ali', of), member(veli, 'Veli')],
    },
  );
  const { container, sample, happen, frame } = rendered;
  sample.bridge.answer({
    'member/set-role': done,
    'member/mute': done,
    'member/unmute': done,
    'member/kick': done,
    'member/ban': () => ({ ok: true, value: { reach: ['device'] } }),
    'room/hand-over': done,
  });
  const offered = () =>
    [...container.querySelectorAll('[aria-label="Moderate"] button')].map((one) => one.textContent);
  const dialog = () => document.querySelector('[role="dialog"]') ?? document.body;
  const told = () =>
    frame.getState().notices.map((one) => one.key === 'notice.text' && one.params.text);
  const choose = (name: string) => happen(() => button(container, name).click());
  const confirm = (name: string) => happen(() => button(dialog(), name).click());
  return { ...rendered, offered, dialog, told, choose, confirm };
}

describe('roles', () => {
  it('stand in words beside the name, in the list, on the card and in a group', async () => {
    const members = [
      member(self, 'Ece', { role: 'owner' }),
      member(ali, 'Ali', { role: 'moderator', muted: { until: now + 3_600_000 } }),
      member(veli, 'Veli', { role: 'guest' }),
    ];
    const shown = await renderInRoom(<MembersPane />, { members, groups: [group()] });
    const rows = () =>
      [...shown.container.querySelectorAll('section section li')].map((row) => row.textContent);
    expect(rows()).toEqual([
      expect.stringContaining('AliModerator'),
      expect.stringContaining('Ece (you)Room owner'),
      expect.stringContaining('VeliGuest'),
    ]);
    expect(
      shown.container.querySelector('[aria-label="Muted by a moderator until 3:05 PM"]'),
    ).not.toBe(null);
    await shown.show(<PersonPane account={ali} />);
    expect(shown.container.textContent).toContain('Moderator');
    expect(shown.container.textContent).toContain('Muted by a moderator until 3:05 PM');
    await shown.show(<GroupPane group={group({ owner: ali })} />);
    expect(shown.container.textContent).toContain('AliModerator Owner');
  });
});

describe('what is offered to do to somebody', () => {
  const all = ['Make moderator', 'Make guest', 'Mute in the room…', 'Kick…', 'Ban…'];
  it.each<[Role, Partial<Member>, string[]]>([
    ['owner', {}, [...all, 'Hand over the room…']],
    [
      'owner',
      { role: 'moderator' },
      ['Make member', 'Make guest', ...all.slice(2), 'Hand over the room…'],
    ],
    ['owner', { guest: true }, all.slice(2)],
    ['moderator', {}, all.slice(2)],
    ['moderator', { muted: {} }, ['Let write again', 'Kick…', 'Ban…']],
    ['moderator', { presence: 'offline' }, ['Mute in the room…', 'Ban…']],
    ['moderator', { role: 'moderator' }, []],
    ['moderator', { role: 'owner' }, []],
    ['member', {}, []],
    ['guest', {}, []],
  ])('follows the room’s table: %s to %j', async (role, of, expected) => {
    const { offered } = await card(role, of);
    expect(offered()).toEqual(expected);
  });

  it('changes with the roles', async () => {
    const { offered, happen, sample } = await card('member');
    await happen(() => sample.bridge.push('room/changed', roomView({ role: 'moderator' })));
    expect(offered()).toEqual(all.slice(2));
  });
});

describe('doing it', () => {
  it('gives a role at once and says so', async () => {
    const { choose, sample, told } = await card('owner');
    await choose('Make moderator');
    expect(sample.bridge.asked('member/set-role')).toEqual([
      { room: roomId, account: ali, role: 'moderator' },
    ]);
    expect(told()).toEqual(['Ali is a moderator now.']);
  });

  it('mutes for ten minutes by Enter in the reason, and gives the focus back', async () => {
    const { choose, container, dialog, happen, sample, told } = await card('moderator');
    const opener = button(container, 'Mute in the room…');
    opener.focus();
    await choose('Mute in the room…');
    const reason = field(dialog(), 'Reason');
    expect(document.activeElement).toBe(reason);
    await type(reason, ' spam ');
    await happen(() => reason.form?.requestSubmit());
    expect(sample.bridge.asked('member/mute')).toEqual([
      { room: roomId, account: ali, lastsMs: 600_000, reason: 'spam' },
    ]);
    expect(told()).toEqual(['Ali is muted in the room.']);
    expect(document.querySelector('[role="dialog"]')).toBe(null);
    expect(document.activeElement).toBe(opener);
  });

  it('an Enter that is still held from the menu does nothing in the dialog', async () => {
    const { choose, dialog } = await card('moderator');
    await choose('Kick…');
    let isStopped = false;
    const heard = new AbortController();
    onTestFinished(() => heard.abort());
    window.addEventListener('keydown', (event) => (isStopped = event.defaultPrevented), heard);
    await press(field(dialog(), 'Reason'), 'Enter', { repeat: true });
    expect(isStopped).toBe(true);
    await press(field(dialog(), 'Reason'), 'Enter');
    expect(isStopped).toBe(false);
  });

  it('Esc does nothing to anybody', async () => {
    const { choose, dialog, sample } = await card('moderator');
    await choose('Ban…');
    await press(field(dialog(), 'Reason'), 'Escape');
    expect(document.querySelector('[role="dialog"]')).toBe(null);
    expect(sample.bridge.asked('member/ban')).toEqual([]);
  });

  it('bans for what is chosen, and says what the room did not know', async () => {
    const { choose, confirm, dialog, sample, told } = await card('moderator');
    await choose('Ban…');
    expect(dialog().textContent).toContain('The name Ali');
    const switches = [...dialog().querySelectorAll<HTMLElement>('[role="switch"]')];
    expect(switches.map((one) => one.getAttribute('aria-checked'))).toEqual([
      'true',
      'false',
      'false',
    ]);
    await click(switches[1]?.closest('label'));
    await confirm('Ban');
    expect(sample.bridge.asked('member/ban')).toMatchObject([
      { room: roomId, account: ali, reach: ['device', 'address'], lastsMs: undefined },
    ]);
    expect(told()).toEqual([
      'Ali is banned. The room does not know this: its addresses. The ban leaves it out.',
    ]);
  });

  it('what is refused is said where it is wrong, and the dialog stays', async () => {
    const { choose, confirm, dialog, sample } = await card('moderator');
    const refuse = (code: 'reason-too-long' | 'not-allowed') =>
      sample.bridge.answer({ 'member/kick': () => ({ ok: false, refusal: { code, limit: 200 } }) });
    await choose('Kick…');
    refuse('reason-too-long');
    await confirm('Kick');
    const reason = field(dialog(), 'Reason');
    expect(reason.getAttribute('aria-invalid')).toBe('true');
    await type(reason, 'short');
    expect(reason.getAttribute('aria-invalid')).toBe(null);
    refuse('not-allowed');
    await confirm('Kick');
    expect(dialog().textContent).toContain('Your role in this room does not allow that.');
    expect(reason.getAttribute('aria-invalid')).toBe(null);
  });

  it('the room is handed over by a second click that says what follows', async () => {
    const { choose, confirm, dialog, sample, told } = await card('owner', {}, { hosted: true });
    await choose('Hand over the room…');
    expect(dialog().textContent).toContain('only Ali can give it back');
    expect(dialog().textContent).toContain('The room goes on running on this computer.');
    expect(document.activeElement?.textContent).toBe('Cancel');
    expect(sample.bridge.asked('room/hand-over')).toEqual([]);
    await confirm('Hand over');
    expect(sample.bridge.asked('room/hand-over')).toEqual([{ room: roomId, account: ali }]);
    expect(told()).toEqual(['The room belongs to Ali now.']);
  });
});

describe('what the room forbids', () => {
  const forbids = (forbidden: RoomView['settings']['forbidden']) => ({
    settings: { ...roomView().settings, forbidden },
  });

  it('is explained in the menu and on the card', async () => {
    const { container, happen } = await card('member', {}, forbids(['privates', 'groups']));
    expect(container.textContent).toContain('There are no private chats between members');
    await click(button(container, 'Menu of Ali'));
    const ask = button(
      document,
      'Ask for a private chatThere are no private chats between members of this room.',
    );
    expect(ask.getAttribute('aria-disabled')).toBe('true');
    await happen(() => button(document, 'Add to a group').click());
    expect(document.body.textContent).toContain('Members make no groups in this room.');
  });

  it('does not bind with somebody who looks after the room', async () => {
    const { container } = await card('member', { role: 'moderator' }, forbids(['privates']));
    expect(container.textContent).not.toContain('There are no private chats between members');
    expect(() => button(container, 'Ask for a private chat')).not.toThrow();
  });
});
