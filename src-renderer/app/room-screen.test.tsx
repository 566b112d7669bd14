import { act, type ComponentProps } from 'react';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { directConversation, everyone } from '../../src-shared/protocol/ids.ts';
import {
  answerAboutPeople,
  contactGroup,
  family,
  group,
  mutfak,
} from '../people/testing/sample-people.ts';
import { ali, member, roomId, roomView, self, veli } from '../bridge/testing/sample-room.ts';
import { hand } from '../files/testing/hand-files.ts';
import { renderInRoom } from '../room/testing/render-in-room.tsx';
import { button, click, field, press, type } from '../ui/testing/render.tsx';
import type { Route } from '../window/route.ts';
import { RoomScreen } from './room-screen.tsx';
import { createShortcuts } from '../window/shortcuts.ts';

afterEach(() => {
  window.location.hash = '';
});

const inEveryone = { to: 'room', room: roomId, in: everyone } as const;

async function shown(
  route: ComponentProps<typeof RoomScreen>['route'] = inEveryone,
  more: Parameters<typeof renderInRoom>[1] = {},
) {
  const shortcuts = createShortcuts(window);
  onTestFinished(() => shortcuts.dispose());
  const rendered = await renderInRoom(<RoomScreen route={route} />, {
    shortcuts,
    members: [member(self, 'Ece'), member(ali, 'Ali'), member(veli, 'Veli')],
    groups: [group()],
    contactGroups: [contactGroup()],
    ...more,
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
    await click(button(container, 'Members of the group'));
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

  it('keys of what lies below a dialog do nothing there', async () => {
    const { happen, panes, stores } = await shown();
    await happen(() => stores.dialogs.open({ is: 'new-group', name: '', members: [] }));
    const name = document.activeElement as HTMLInputElement;
    await type(name, 'Trip');
    const keys = [
      ['ArrowDown', { altKey: true }],
      ['ArrowDown', { altKey: true, shiftKey: true }],
      ['f', { ctrlKey: true }],
      ['F', { ctrlKey: true, shiftKey: true }],
      ['.', { ctrlKey: true }],
    ] as const;
    for (const [key, held] of keys) await press(name, key, held);
    expect(window.location.hash).toBe('');
    expect(panes()).toEqual([]);
    expect(document.activeElement).toBe(name);
    await press(name, 'Escape');
    await press(document.body, 'f', { ctrlKey: true });
    expect(panes()).toEqual(['Search']);
  });

  it('a person’s details follow into another direct conversation and close beside everybody', async () => {
    const { container, goIn, panes, frame } = await shown();
    await goIn(directConversation(self, ali));
    await click(button(container, 'Details of the person'));
    await goIn(directConversation(self, veli));
    expect(panes()).toEqual(['Details of the person']);
    expect(frame.getState().person).toBe(veli);
    await goIn(everyone);
    expect(panes()).toEqual([]);
    await goIn(directConversation(self, veli));
    expect(panes()).toEqual([]);
  });

  it('the details of whoever wrote to everyone stay until another conversation is chosen', async () => {
    const { goIn, panes, frame, happen } = await shown();
    await happen(() => frame.showPerson(ali));
    expect(panes()).toEqual(['Details of the person']);
    await goIn(mutfak);
    expect(panes()).toEqual([]);
  });

  it('in a group the button of the members shows those of the group', async () => {
    const { container, goIn, panes } = await shown();
    await goIn(mutfak);
    await click(button(container, 'Members of the group'));
    const list = container.querySelector('ul[aria-label="Members of the group"]');
    expect(list?.querySelectorAll('li')).toHaveLength(2);
    await click(button(container, 'More'));
    await click(button(document, 'Members of the room'));
    expect(panes()).toEqual(['Members']);
  });

  it('Esc closes the docked panel, and a field with a text keeps its own Esc', async () => {
    const { container, panes, goIn, happen } = await shown();
    await goIn(everyone);
    await click(button(container, 'Members'));
    const find = field(container, 'Find a person');
    await type(find, 'al');
    await happen(() => find.focus());
    await press(find, 'Escape');
    expect(find.value).toBe('');
    expect(panes()).toEqual(['Members']);
    await press(find, 'Escape');
    expect(panes()).toEqual([]);
    expect(document.activeElement?.tagName).toBe('TEXTAREA');
  });

  it('says below the list who one is here', async () => {
    const { container, happen, sample } = await shown();
    const own = () => container.querySelector('nav + div button')?.textContent;
    expect(own()).toBe('EYou areEceOnline · Member');
    await happen(() =>
      sample.bridge.push('room/changed', {
        ...sample.room,
        connection: { is: 'waiting', since: 0, nextTryAt: 0, cause: { code: 'silent' } },
      }),
    );
    expect(own()).toContain('Offline since');
  });
});

const isInert = (element: Element | null) => element?.closest('[inert]') !== null;

async function narrow(route: Extract<Route, { to: 'room' | 'window' }> = inEveryone) {
  const happyDom = Reflect.get(window, 'happyDOM') as { setViewport(size: object): void };
  happyDom.setViewport({ width: 400 });
  onTestFinished(() => happyDom.setViewport({ width: 1024 }));
  const rendered = await shown(route);
  const { container } = rendered;
  const page = () => ({
    list: !isInert(container.querySelector('nav')),
    conversation: !isInert(container.querySelector('main')),
  });
  return { ...rendered, page };
}

describe('room screen in a narrow window', () => {
  it('shows the conversation, and the list by a button, Esc and its address', async () => {
    const { container, page, show } = await narrow();
    expect(page()).toEqual({ list: false, conversation: true });
    await click(button(container, 'Back to the conversations'));
    expect(window.location.hash).toBe(`#/room/${roomId}?list`);
    await show(<RoomScreen route={{ ...inEveryone, list: true }} />);
    expect(page()).toEqual({ list: true, conversation: false });
    expect(document.activeElement?.getAttribute('aria-current')).toBe('page');
    await show(<RoomScreen route={inEveryone} />);
    expect(document.activeElement?.tagName).toBe('TEXTAREA');
    window.location.hash = '';
    await press(document.body, 'Escape');
    expect(window.location.hash).toBe(`#/room/${roomId}?list`);
  });

  it('details lie over both, take the focus, and go with Esc or another conversation', async () => {
    const { container, page, panes, goIn } = await narrow();
    await click(button(container, 'Members'));
    expect(page()).toEqual({ list: false, conversation: false });
    expect(field(container, 'Find a person').closest('section')).toContain(document.activeElement);
    await press(document.body, 'Escape');
    expect(panes()).toEqual([]);
    expect(page()).toEqual({ list: false, conversation: true });
    await click(button(container, 'Members'));
    await goIn(mutfak);
    expect(panes()).toEqual([]);
  });

  it('letters that nothing takes in the details go on where one writes', async () => {
    const { container, page, panes } = await narrow();
    await click(button(container, 'Members'));
    const back = document.activeElement ?? document.body;
    expect(back.tagName).toBe('BUTTON');
    for (const [key, init] of [
      [' ', {}],
      ['Tab', {}],
      ['s', { ctrlKey: true }],
    ] as const)
      await press(back, key, init);
    await press(field(container, 'Find a person'), 'w');
    expect(panes()).not.toEqual([]);
    await press(back, 'w');
    expect(panes()).toEqual([]);
    expect(page().conversation).toBe(true);
    expect(document.activeElement?.tagName).toBe('TEXTAREA');
  });

  it.each([
    ['w', ['Alt'], false],
    // As Windows tells it.
    ['ą', ['AltGraph', 'Control', 'Alt'], true],
    ['Process', [], true],
    // The letter that it belongs to comes with the next key.
    ['Dead', [], false],
  ])('the key %s with %j begins what one writes: %s', async (key, held, begins) => {
    const { container, panes } = await narrow();
    await click(button(container, 'Members'));
    const init = { altKey: held.includes('Alt'), ctrlKey: held.includes('Control') };
    const event = new KeyboardEvent('keydown', { key, ...init, bubbles: true, cancelable: true });
    // The test's page takes Alt for AltGr.
    event.getModifierState = (name) => held.includes(name);
    await act(async () => void document.activeElement?.dispatchEvent(event));
    expect(panes().length === 0).toBe(begins);
    expect(document.activeElement?.tagName).toBe(begins ? 'TEXTAREA' : 'BUTTON');
  });

  it('Option writes letters on a Mac', async () => {
    vi.spyOn(navigator, 'platform', 'get').mockReturnValue('MacIntel');
    const { container, panes } = await narrow();
    await click(button(container, 'Members'));
    const event = new KeyboardEvent('keydown', { key: 'å', altKey: true, bubbles: true });
    event.getModifierState = (name) => name === 'Alt';
    await act(async () => void document.activeElement?.dispatchEvent(event));
    vi.restoreAllMocks();
    expect(panes()).toEqual([]);
  });

  it('letters at the hits of a search leave it open', async () => {
    const { container, frame, happen } = await narrow();
    await happen(() => frame.showPane('search'));
    await press(container.querySelector('[data-search] button') ?? document.body, 'w');
    expect(frame.getState().pane).toBe('search');
  });

  it('a window of one conversation has no way to a list', async () => {
    const { container, page } = await narrow({ to: 'window', room: roomId, in: everyone });
    expect(page().conversation).toBe(true);
    expect(container.querySelector('nav')).toBeNull();
    expect(container.querySelector('[aria-label="Back to the conversations"]')).toBeNull();
    await press(document.body, 'Escape');
    expect(window.location.hash).toBe('');
  });

  it('what lies below counts as not looked at', async () => {
    const { frame, container } = await narrow();
    expect(frame.getState().page).toBe('conversation');
    await click(button(container, 'Members'));
    expect(frame.getState().page).toBe('details');
  });
});

describe('files that are dropped beside the conversation', () => {
  const list = (within: Element) => within.querySelector('nav') as HTMLElement;
  const kedi = () => [new File(['text'], 'kedi.txt')];
  const said = ({ frame }: Awaited<ReturnType<typeof shown>>) =>
    frame.getState().notices.map(({ key, params }) => ({ key, params }));
  const nowhere = {
    key: 'notice.text',
    params: { text: 'Open a conversation first, then drop the files.' },
  };

  it('go to the one that is shown, and that is said while they hang there', async () => {
    const { container, happen } = await shown();
    for (const place of [list(container), document.body, document.documentElement]) {
      expect((await hand(place, 'dragover')).defaultPrevented).toBe(true);
      expect(container.textContent).toContain('Drop to send to everyone');
      await hand(place, 'dragleave');
      expect(container.textContent).not.toContain('Drop to send to everyone');
    }
    await hand(list(container), 'dragover');
    expect((await hand(list(container), 'drop', kedi())).defaultPrevented).toBe(true);
    await happen(() => undefined);
    expect(container.textContent).not.toContain('Drop to send to everyone');
    expect(button(container, 'Do not send kedi.txt')).toBeDefined();
  });

  it('on an entry of the list go there, and on a dialog nowhere', async () => {
    const { container, stores, happen } = await shown();
    const entry = [...container.querySelectorAll('[data-entry]')].find((each) =>
      each.textContent?.startsWith('Mutfak'),
    ) as Element;
    await hand(list(container), 'dragover');
    await hand(entry, 'dragover');
    expect(container.textContent).not.toContain('Drop to send to everyone');
    await hand(entry, 'drop', kedi());
    await happen(() => stores.dialogs.open({ is: 'leave-group', in: mutfak }));
    const dialog = document.querySelector('[role="dialog"]') as Element;
    expect((await hand(dialog, 'drop', kedi())).defaultPrevented).toBe(false);
    expect([...stores.staged.getState().files.keys()]).toEqual([mutfak]);
  });

  it('are refused in words where this person may send none', async () => {
    const rendered = await shown(inEveryone, { room: roomView({ role: 'guest' }) });
    await hand(list(rendered.container), 'dragover');
    expect(rendered.container.textContent).toContain('No files can be sent here');
    await hand(list(rendered.container), 'drop', kedi());
    expect(said(rendered)).toEqual([
      { key: 'notice.refused', params: { refusal: { code: 'not-allowed' } } },
    ]);
    expect(rendered.stores.staged.of(everyone)).toEqual([]);
  });

  it('are told that no conversation is open, beside a contact group and where the list stands alone', async () => {
    const beside = await shown({ to: 'contact-group', room: roomId, group: family });
    await hand(beside.container, 'drop', kedi());
    expect(said(beside)).toEqual([nowhere]);
    await beside.unmount();
    const alone = await narrow({ ...inEveryone, list: true });
    await hand(list(alone.container), 'drop', kedi());
    expect(said(alone)).toEqual([nowhere]);
    expect(alone.stores.staged.of(everyone)).toEqual([]);
  });

  it('on details that lie over the conversation make way for it', async () => {
    const { container, page, happen } = await narrow();
    await click(button(container, 'Members'));
    await hand(field(container, 'Find a person'), 'drop', kedi());
    await happen(() => undefined);
    expect(page().conversation).toBe(true);
    expect(button(container, 'Do not send kedi.txt')).toBeDefined();
  });
});
