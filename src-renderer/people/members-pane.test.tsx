import { describe, expect, it } from 'vitest';
import { directConversation } from '../../src-shared/protocol/ids.ts';
import { ali, member, now, roomId, self, veli } from '../bridge/testing/sample-room.ts';
import { renderInRoom } from '../room/testing/render-in-room.tsx';
import { button, click, field, type } from '../ui/testing/render.tsx';
import type { ContactView } from '../../src-shared/bridge/contacts.ts';
import { answerAboutPeople, contact } from './testing/sample-people.ts';
import { MembersPane } from './members-pane.tsx';

const hour = 60 * 60_000;
const members = [
  member(self, 'Ece'),
  member(ali, 'Ali'),
  member(veli, 'Veli', { presence: 'offline', lastSeenAt: now - 30 * hour }),
];

async function shown(list = members, contacts: ContactView[] = []) {
  const rendered = await renderInRoom(<MembersPane />, {
    members: list,
    contacts,
  });
  const section = (label: string) =>
    rendered.container.querySelector(`section section[aria-label="${label}"]`)?.textContent;
  answerAboutPeople(rendered.sample);
  return { ...rendered, section };
}

async function openMenu(container: HTMLElement, happen: (run: () => void) => Promise<void>) {
  const entry = container.querySelector<HTMLElement>('[data-entry]');
  await happen(() => entry?.focus());
  await click(button(container, 'Menu of Ali'));
}

/** The pane with the menu of its first person open. */
async function withMenu() {
  const rendered = await shown();
  await openMenu(rendered.container, rendered.happen);
  const entries = () =>
    [...document.querySelectorAll('[role="menuitem"]')].map((item) => item.textContent);
  return { ...rendered, entries };
}

describe('members pane', () => {
  it('R0.5 lists who is online, then the others with when they were seen; how many, the room’s header says', async () => {
    const { section } = await shown();
    expect(section('Online')).toMatch(/^Online\D/);
    expect(section('Online')).toContain('Ece (you)');
    expect(section('Offline')).toContain('Veli');
    expect(section('Offline')).toContain('last seen Yesterday');
  });

  it('R0.3 R0.10 changes at once when somebody comes or goes', async () => {
    const { happen, sample, section } = await shown();
    const change = (presence: 'online' | 'offline') =>
      happen(() =>
        sample.bridge.push('member/changed', {
          room: roomId,
          members: [member(veli, 'Veli', { presence })],
        }),
      );
    await change('online');
    expect(section('Online')).toContain('Veli');
    await change('offline');
    expect(section('Online')).not.toContain('Veli');
  });

  it('R3.7 finds a person by a part of the name, whatever the letters', async () => {
    const ayse = member(ali, 'Ayşe Işık');
    const { container, section } = await shown([member(self, 'Ece'), ayse]);
    await type(field(container, 'Find a person'), 'isik');
    expect(section('Online')).toBe('OnlineAIAyşe Işık');
    await type(field(container, 'Find a person'), 'zz');
    expect(container.textContent).toContain('Nobody of that name');
  });

  it('R0.4 a click begins a direct conversation, not with oneself', async () => {
    const { container, went } = await shown();
    const entries = [...container.querySelectorAll('[data-entry]')];
    expect(entries).toHaveLength(3);
    await click(entries[0]);
    expect(went()).toBe(directConversation(self, ali));
  });

  it('R1.2 says that nobody else is here', async () => {
    const { container } = await shown([member(self, 'Ece')]);
    expect(container.textContent).toContain('Nobody else is here');
  });

  it('R3.8 away people stand apart, and favourites before everybody', async () => {
    const { section, container, sample, happen } = await shown(
      [
        member(self, 'Ece'),
        member(ali, 'Ali', { presence: 'away' }),
        members[2] ?? member(veli, 'V'),
      ],
      [contact(veli, { favourite: true })],
    );
    const labels = () =>
      [...container.querySelectorAll('section section')].map((own) =>
        own.getAttribute('aria-label'),
      );
    expect(labels()).toEqual(['Favourites', 'Online', 'Away']);
    expect(section('Favourites')).toContain('Veli');
    expect(section('Away')).toContain('Ali');
    await happen(() => sample.bridge.push('contact/changed', contact(veli)));
    expect(labels()).toEqual(['Online', 'Away', 'Offline']);
  });

  it('shows the note as a second line, who is without account, and who is blocked or muted', async () => {
    const { section, container } = await shown(
      [member(self, 'Ece'), member(ali, 'Ali', { guest: true }), member(veli, 'Veli')],
      [
        contact(ali, { note: 'from work\nthird floor', muted: true }),
        contact(veli, { blocked: true }),
      ],
    );
    expect(section('Online')).toContain('Aliwithout accountfrom work');
    expect(section('Online')).not.toContain('third floor');
    expect(container.querySelector('[aria-label="muted"]')).not.toBeNull();
    expect(container.querySelectorAll('[aria-label="blocked"]')).toHaveLength(1);
    await type(field(container, 'Find a person'), 'third');
    expect(section('Online')).toContain('Ali');
    expect(section('Online')).not.toContain('Veli');
  });

  it('R3.3 the menu of a row has everything that can be done with the person', async () => {
    const { container, entries, sample, frame, happen } = await withMenu();
    expect(entries()).toEqual([
      'Write a message',
      'Ask for a private chat',
      'Details of the person',
      'Add to favourites',
      'Mute',
      'Contact groups',
      'Add to a group',
      'Block…',
    ]);
    await click(button(document, 'Add to favourites'));
    expect(sample.bridge.asked('contact/change')).toEqual([
      { room: roomId, account: ali, favourite: true },
    ]);
    await openMenu(container, happen);
    await click(button(document, 'Details of the person'));
    expect(frame.getState()).toMatchObject({ pane: 'person', person: ali });
  });

  it('R3.3 what cannot be done with somebody says why', async () => {
    const { container, happen } = await shown([
      member(self, 'Ece'),
      member(ali, 'Ali', { guest: true }),
    ]);
    await openMenu(container, happen);
    const ask = [...document.querySelectorAll('[role="menuitem"]')].find((item) =>
      item.textContent.startsWith('Ask for a private chat'),
    );
    expect(ask?.getAttribute('aria-disabled')).toBe('true');
    expect(ask?.textContent).toContain('Not with somebody without account');
  });

  it('a refused change is told', async () => {
    const { sample, frame, happen } = await withMenu();
    sample.bridge.answer({
      'contact/change': () => ({ ok: false, refusal: { code: 'data-full' } }),
    });
    await happen(() => button(document, 'Mute').click());
    expect(frame.getState().notices).toMatchObject([
      { params: { refusal: { code: 'data-full' } } },
    ]);
  });

  it('closes', async () => {
    const { container, frame } = await shown();
    frame.showPane('members');
    await click(button(container, 'Close the members'));
    expect(frame.getState().pane).toBeUndefined();
  });
});
