import { describe, expect, it } from 'vitest';
import type { ContactView } from '../../src-shared/bridge/contacts.ts';
import type { Member } from '../../src-shared/protocol/members.ts';
import { directConversation, everyone } from '../../src-shared/protocol/ids.ts';
import { RoomDialogs } from './room-dialogs.tsx';
import { ali, member, now, roomId, self, veli } from '../bridge/testing/sample-room.ts';
import { renderInRoom } from '../room/testing/render-in-room.tsx';
import { button, click, type } from '../ui/testing/render.tsx';
import { PersonPane } from './person-pane.tsx';
import {
  answerAboutPeople,
  contact,
  contactGroup,
  group,
  mutfak,
} from './testing/sample-people.ts';

async function shown(options: { member?: Member; contact?: ContactView } = {}) {
  const family = contactGroup({ members: [veli] });
  const rendered = await renderInRoom(
    <>
      <PersonPane account={ali} />
      <RoomDialogs />
    </>,
    {
      members: [member(self, 'Ece'), options.member ?? member(ali, 'Ali'), member(veli, 'Veli')],
      contacts: options.contact ? [options.contact] : [],
      contactGroups: [family],
      groups: [group({ members: [self] })],
    },
  );
  answerAboutPeople(rendered.sample, [family]);
  const { container, sample, happen } = rendered;
  const note = () => container.querySelector('textarea') as HTMLTextAreaElement;
  const changes = () => sample.bridge.asked('contact/change');
  const submenu = async (name: string) => {
    await click(button(container, 'Menu of Ali'));
    await happen(() => button(document, name).click());
  };
  const offered = () =>
    [...document.querySelectorAll('[role="menuitemcheckbox"]')].map((item) => [
      item.textContent,
      item.getAttribute('aria-checked'),
    ]);
  return { ...rendered, note, changes, submenu, offered };
}

describe('person pane', () => {
  it('says what somebody says of oneself, and that they want no disturbance', async () => {
    const status = { emoji: '📚', text: 'in class' };
    const { container } = await shown({
      member: member(ali, 'Ali', { presence: 'do-not-disturb', status }),
    });
    expect(container.textContent).toContain('📚 in class');
    expect(container.textContent).toContain('Do not disturb');
  });

  it('the focus goes to the card, and back when it is closed', async () => {
    const { show, frame, happen, container } = await renderInRoom(null, {
      members: [member(self, 'Ece'), member(ali, 'Ali')],
    });
    const page = (isShown: boolean) => (
      <>
        <button type="button">opens it</button>
        {isShown ? <PersonPane account={ali} /> : null}
      </>
    );
    await show(page(false));
    const opener = container.querySelector('button');
    opener?.focus();
    await happen(() => frame.showPerson(ali));
    await show(page(true));
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Details of the person');
    await happen(() => frame.closePane());
    await show(page(false));
    expect(opener?.isConnected).toBe(true);
    expect(document.activeElement).toBe(opener);
  });

  it('mentions the person in what one is writing, where several read it', async () => {
    const { container, stores, app, happen } = await shown();
    expect(container.textContent).not.toContain('Mention');
    await happen(() => app.show({ to: 'room', room: roomId, in: everyone }));
    await happen(() => stores.composer.write(everyone, 'merhaba'));
    await click(button(container, 'Mention'));
    expect(stores.composer.getState().drafts.get(everyone)).toBe('merhaba @Ali ');
  });

  it('R3.8 says who it is and how they stand', async () => {
    const { container, happen, sample, went } = await shown();
    expect(container.querySelector('h3')?.textContent).toBe('Ali');
    expect(container.textContent).toContain('Online');
    const away = member(ali, 'Ali', { presence: 'away' });
    await happen(() => sample.bridge.push('member/changed', { room: roomId, members: [away] }));
    expect(container.textContent).toContain('Away');
    const offline = member(ali, 'Ali', { presence: 'offline', lastSeenAt: now - 60_000 });
    await happen(() => sample.bridge.push('member/changed', { room: roomId, members: [offline] }));
    expect(container.textContent).toContain('last seen 2:04 PM');
    expect(container.textContent).not.toContain('Ask for a private chat');
    await click(button(container, 'Write a message'));
    expect(went()).toBe(directConversation(self, ali));
  });

  it('R3.3 asks for a private chat, a guest cannot be asked', async () => {
    const { container, happen, sample } = await shown();
    await happen(() => button(container, 'Ask for a private chat').click());
    expect(sample.bridge.asked('private/ask')).toEqual([{ room: roomId, account: ali }]);
    const other = await shown({ member: member(ali, 'Ali', { guest: true }) });
    expect(other.container.textContent).toContain('nobody vouches for this name');
    expect(other.container.textContent).not.toContain('Ask for a private chat');
  });

  it('saves the note by itself, a moment after the last letter', async () => {
    const { note, changes, pass } = await shown({ contact: contact(ali, { note: 'old' }) });
    expect(note().value).toBe('old');
    await type(note(), 'kapıcı');
    await pass(300);
    await type(note(), 'kapıcının oğlu');
    await pass(400);
    expect(changes()).toEqual([]);
    await pass(300);
    expect(changes()).toEqual([{ room: roomId, account: ali, note: 'kapıcının oğlu' }]);
  });

  it('saves the note when the card goes away before that', async () => {
    const { note, changes, show } = await shown();
    await type(note(), 'half');
    await show(null);
    expect(changes()).toEqual([{ room: roomId, account: ali, note: 'half' }]);
  });

  it('shows a note that another window wrote, also after one’s own', async () => {
    const { note, happen, pass, sample } = await shown();
    await type(note(), 'mine');
    await pass(700);
    await happen(() => sample.bridge.push('contact/changed', contact(ali, { note: 'theirs' })));
    expect(note().value).toBe('theirs');
  });

  it('blocking asks first, is told, and can be taken back', async () => {
    const { changes, container, frame, happen } = await shown();
    await click(button(container, 'Block…'));
    const dialog = () => document.querySelector('[role="dialog"]');
    expect(dialog()?.textContent).toContain('Block Ali?');
    expect(document.activeElement?.textContent).toBe('Cancel');
    expect(changes()).toEqual([]);
    await happen(() => button(dialog() ?? document, 'Block').click());
    expect(changes()).toEqual([{ room: roomId, account: ali, blocked: true }]);
    expect(container.textContent).not.toContain('Ask for a private chat');
    const [notice] = frame.getState().notices;
    expect(notice).toMatchObject({ params: { text: 'Ali is blocked.' } });
    await happen(() => notice?.key === 'notice.text' && notice.action?.run());
    expect(changes().at(-1)).toEqual({ room: roomId, account: ali, blocked: false });
  });

  it('R0.8 puts the person into contact groups and takes them out by the menu, without a mouse', async () => {
    const { offered, sample, submenu, happen } = await shown();
    await submenu('Contact groups');
    expect(offered()).toEqual([['Aile', 'false']]);
    const toggle = () =>
      happen(() => document.querySelector<HTMLElement>('[role="menuitemcheckbox"]')?.click());
    await toggle();
    expect(offered()).toEqual([['Aile', 'true']]);
    await toggle();
    expect(sample.bridge.asked('contact-group/save').map(({ members }) => members)).toEqual([
      [veli, ali],
      [veli],
    ]);
  });

  it('adds the person to a group conversation that one owns', async () => {
    const { frame, happen, sample, submenu } = await shown();
    sample.bridge.answer({ 'group/add': () => ({ ok: true, value: null }) });
    await submenu('Add to a group');
    await happen(() => button(document, 'Mutfak').click());
    expect(sample.bridge.asked('group/add')).toEqual([{ room: roomId, in: mutfak, account: ali }]);
    expect(frame.getState().notices).toMatchObject([{ params: { text: 'Ali is in Mutfak now.' } }]);
  });

  it('goes back to all members', async () => {
    const { container, frame } = await shown();
    await click(button(container, 'All members'));
    expect(frame.getState().pane).toBe('members');
  });
});
