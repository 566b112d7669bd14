import { afterEach, describe, expect, it } from 'vitest';
import { directConversation, everyone } from '../../src-shared/protocol/ids.ts';
import {
  answerAboutPeople,
  contactGroup,
  family,
  group,
  mutfak,
} from '../contacts/testing/sample-people.ts';
import { ali, roomId, self } from '../room/testing/sample-room.ts';
import { renderInRoom } from '../room/testing/render-in-room.tsx';
import { button, click } from '../ui/testing/render.tsx';
import { RoomScreen } from './room-screen.tsx';

afterEach(() => {
  window.location.hash = '';
});

const inEveryone = { to: 'room', room: roomId, in: everyone } as const;

async function shown() {
  const rendered = await renderInRoom(<RoomScreen route={inEveryone} />, {
    groups: [group()],
    contactGroups: [contactGroup()],
  });
  answerAboutPeople(rendered.sample, [contactGroup()]);
  rendered.sample.bridge.answer({
    'contact-group/messages': () => ({ ok: true, value: [] }),
  });
  const { container, show } = rendered;
  const title = () => container.querySelector('main h1')?.textContent;
  const panes = () =>
    [...container.querySelectorAll('section > header h2')].map((own) => own.textContent);
  const goIn = (id: typeof mutfak) => show(<RoomScreen route={{ ...inEveryone, in: id }} />);
  return { ...rendered, title, panes, goIn };
}

describe('room screen', () => {
  it('R0.8 shows a contact group in the middle, and a person of it leads to the conversation', async () => {
    const { container, show, title } = await shown();
    await show(<RoomScreen route={{ to: 'contact-group', room: roomId, group: family }} />);
    expect(title()).toBe('Aile');
    const entry = container.querySelector('section [aria-current="page"]');
    expect(entry?.textContent).toContain('Aile');
    await click(container.querySelector('[aria-label="People"] button'));
    expect(window.location.hash).toBe(`#/room/${roomId}/${directConversation(self, ali)}`);
  });

  it('the details of a group stand only beside that group, and come back with it', async () => {
    const { container, goIn, panes } = await shown();
    await goIn(mutfak);
    await click(button(container, 'Details of the group'));
    expect(panes()).toEqual(['Details of the group']);
    await goIn(everyone);
    expect(panes()).toEqual([]);
    await goIn(mutfak);
    expect(panes()).toEqual(['Details of the group']);
  });

  it('the button of a conversation shows that person’s card, and hides it again', async () => {
    const { container, goIn, panes, frame } = await shown();
    await goIn(directConversation(self, ali));
    await click(button(container, 'Details of the person'));
    expect(panes()).toEqual(['Details of the person']);
    expect(frame.getState().person).toBe(ali);
    await click(button(container, 'Details of the person'));
    expect(panes()).toEqual([]);
  });

  it('shows the dialog that a menu asked for', async () => {
    const { happen, stores } = await shown();
    await happen(() => stores.dialogs.open({ is: 'leave-group', in: mutfak }));
    expect(document.querySelector('[role="dialog"]')?.textContent).toContain('Leave Mutfak?');
    await click(button(document, 'Cancel'));
    expect(document.querySelector('[role="dialog"]')).toBeNull();
  });
});
