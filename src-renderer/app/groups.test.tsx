import { afterEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { ContactGroupView } from '../../src-shared/bridge/contacts.ts';
import type { GroupView } from '../../src-shared/bridge/groups.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { RoomDialogs } from '../people/room-dialogs.tsx';
import { Composer } from '../composer/composer.tsx';
import { contactGroup, group, mutfak } from '../people/testing/sample-people.ts';
import type { RoomDialog } from '../room/asked-stores.ts';
import { ali, member, message, roomId, self, veli } from '../bridge/testing/sample-room.ts';
import { renderInRoom } from '../room/testing/render-in-room.tsx';
import { button, click, field, press, type } from '../ui/testing/render.tsx';
import { GroupPane } from '../people/group-pane.tsx';

afterEach(() => {
  window.location.hash = '';
});

const guest = 'guest00000' as AccountId;
const done = () => ({ ok: true, value: null }) as const;

async function shown(view: GroupView = group()) {
  const rendered = await renderInRoom(
    <>
      <GroupPane group={view} />
      <RoomDialogs />
    </>,
    {
      groups: [view],
      contactGroups: [contactGroup({ members: [veli, guest] })],
      members: [
        member(self, 'Ece'),
        member(ali, 'Ali'),
        member(veli, 'Veli'),
        member(guest, 'Gezgin', { guest: true }),
      ],
    },
  );
  const { happen, sample, stores, container } = rendered;
  sample.bridge.answer({
    'group/make': ({ name, members }) => ({
      ok: true,
      value: group({ name, members: [self, ...(members as AccountId[])] }),
    }),
    'group/add': done,
    'group/remove': done,
    'group/rename': done,
    'group/leave': done,
  });
  const dialog = () => document.querySelector('[role="dialog"]') as HTMLElement;
  const open = (wanted: RoomDialog) => happen(() => stores.dialogs.open(wanted));
  const close = () => press(dialog(), 'Escape');
  const names = () => [...dialog().querySelectorAll('li')].map((own) => own.textContent.slice(1));
  const submit = () =>
    happen(() => {
      const event = new Event('submit', { bubbles: true, cancelable: true });
      dialog().querySelector('form')?.dispatchEvent(event);
    });
  const members = () =>
    [...container.querySelectorAll('[aria-label="Members of the group"] li')].map((own) =>
      own.textContent.slice(1),
    );
  return { ...rendered, dialog, open, close, names, submit, members };
}

describe('what is half made', () => {
  it.each([
    [
      { is: 'new-group', name: '', members: [] },
      { name: 'Aile', members: [ali] },
    ],
    [
      { is: 'new-contact-group', members: [] },
      { name: 'Aile', members: [ali] },
    ],
    [
      { is: 'new-topic', name: '#' },
      { name: 'Aile', about: 'bayram' },
    ],
  ] as const)('is known outside of its dialog: %j', async (dialog, kept) => {
    const { open, stores, dialog: shownDialog, happen, show } = await shown();
    await open(dialog);
    await type(document.activeElement, 'Aile');
    const box = shownDialog().querySelector('[type="checkbox"]');
    if (box) await click(box);
    else await type(field(shownDialog(), 'What it is about'), 'bayram');
    expect(stores.dialogs.getState().open).toMatchObject([{ is: dialog.is, ...kept }]);
    await show(null);
    await show(<RoomDialogs />);
    expect((document.activeElement as HTMLInputElement).value).toBe('Aile');
    const again = shownDialog().querySelector<HTMLInputElement>('[type="checkbox"]');
    if (again) expect(again.checked).toBe(true);
    else expect(field(shownDialog(), 'What it is about').value).toBe('bayram');
    await happen(() => stores.dialogs.leave());
    expect(shownDialog()).not.toBeNull();
  });
});

it('a contact group that is made after its dialog was closed leads nowhere', async () => {
  const { close, dialog, happen, open, submit, sample } = await shown();
  const answer = Promise.withResolvers<Outcome<ContactGroupView>>();
  sample.bridge.answer({ 'contact-group/save': () => answer.promise });
  await open({ is: 'new-contact-group', members: [] });
  await type(field(dialog(), 'Name'), 'Komşular');
  await submit();
  await close();
  await happen(() => answer.resolve({ ok: true, value: contactGroup() }));
  expect(window.location.hash).toBe('');
});

describe('new group', () => {
  const empty: RoomDialog = { is: 'new-group', name: '', members: [] };

  it('without anybody it says what is missing, at once where one tries, and asks for nothing', async () => {
    const { dialog, open, submit, sample } = await shown();
    await open(empty);
    const make = button(dialog(), 'Make group');
    const missing = () => document.getElementById(make.getAttribute('aria-describedby') ?? '');
    expect(make.getAttribute('aria-disabled')).toBe('true');
    expect(missing()?.textContent).toBe('Choose at least one person.');
    expect(missing()?.getAttribute('role')).toBeNull();
    await submit();
    expect(missing()?.getAttribute('role')).toBe('alert');
    expect(sample.bridge.asked('group/make')).toEqual([]);
    await click(dialog().querySelector('input[type="checkbox"]'));
    expect(make.getAttribute('aria-disabled')).toBeNull();
    expect(missing()).toBeNull();
  });

  it('is made with a name and picked people, and is shown', async () => {
    const { dialog, open, names, submit, sample } = await shown();
    await open(empty);
    expect(names()).toEqual(['Ali', 'Veli']);
    await type(field(dialog(), 'Name'), 'Mutfak');
    await click(dialog().querySelector('input[type="checkbox"]'));
    await submit();
    expect(sample.bridge.asked('group/make')).toEqual([
      { room: roomId, name: 'Mutfak', members: [ali] },
    ]);
    expect(dialog()).toBeNull();
    expect(window.location.hash).toBe(`#/room/${roomId}/${mutfak}`);
  });

  it('is filled from a contact group, without those who cannot be in one', async () => {
    const { dialog, open, submit, sample } = await shown();
    await open(empty);
    await click(button(dialog(), 'Aile'));
    await type(field(dialog(), 'Name'), 'Aile');
    await submit();
    expect(sample.bridge.asked('group/make')[0]?.members).toEqual([veli]);
  });

  it('is not made without people, and a refused name is said at its field', async () => {
    const { dialog, open, submit, sample } = await shown();
    await open(empty);
    await submit();
    expect(sample.bridge.asked('group/make')).toEqual([]);
    sample.bridge.answer({
      'group/make': () => ({ ok: false, refusal: { code: 'group-name-empty' } }),
    });
    await click(dialog().querySelector('input[type="checkbox"]'));
    await submit();
    expect(field(dialog(), 'Name').getAttribute('aria-invalid')).toBe('true');
    expect(window.location.hash).toBe('');
  });

  it('what is typed while it is being made arrives in its conversation, Enter and all', async () => {
    const { dialog, happen, open, show, submit, sample } = await shown();
    let answer: (made: Outcome<GroupView>) => void = () => undefined;
    sample.bridge.answer({
      'group/make': () => new Promise((resolve) => (answer = resolve)),
      'message/send': () => ({ ok: true, value: { cid: message(1).cid } }),
      'draft/save': done,
    });
    await open({ is: 'new-group', name: 'Mutfak', members: [ali] });
    await submit();
    const area = () => document.activeElement as HTMLTextAreaElement;
    expect(area().getAttribute('aria-label')).toBe('First message to the new group');
    await type(area(), 'to all of you');
    await press(area(), 'Enter');
    await press(area(), 'Enter');
    await type(area(), 'and mo');
    expect(sample.bridge.asked('message/send')).toEqual([]);
    await happen(() => answer({ ok: true, value: group() }));
    expect(dialog()).toBeNull();
    await show(<Composer conversation={mutfak} onSent={() => undefined} />);
    expect(sample.bridge.asked('message/send')).toEqual([
      { room: roomId, in: mutfak, text: 'to all of you' },
    ]);
    expect(area().getAttribute('aria-label')).toBe('Message to Mutfak');
    expect(area().value).toBe('and mo');
    expect(sample.bridge.asked('draft/save').every((save) => save.in === mutfak)).toBe(true);
  });

  it('what was typed for one that could not be made stays, and goes with the next try', async () => {
    const { close, dialog, happen, open, submit, sample, stores } = await shown();
    let answer: (made: Outcome<GroupView>) => void = () => undefined;
    sample.bridge.answer({ 'group/make': () => new Promise((resolve) => (answer = resolve)) });
    await open({ is: 'new-group', name: 'Mutfak', members: [ali] });
    await submit();
    const area = () => dialog().querySelector('textarea') as HTMLTextAreaElement;
    await type(area(), 'to all of you');
    await press(area(), 'Enter');
    await type(area(), 'and mo');
    await happen(() => answer({ ok: false, refusal: { code: 'connection-lost' } }));
    expect(area().value).toBe('to all of you\nand mo');
    expect(document.activeElement).toBe(area());
    await close();
    await open({ is: 'new-group', name: 'Mutfak', members: [ali] });
    expect(area().value).toBe('to all of you\nand mo');
    await submit();
    await happen(() => answer({ ok: true, value: group() }));
    expect(stores.composer.getState().drafts.get(mutfak)).toBe('to all of you\nand mo');
  });

  it('nothing typed and refused: the keys are back where they were', async () => {
    const { dialog, happen, open, submit, sample } = await shown();
    let answer: (made: Outcome<GroupView>) => void = () => undefined;
    sample.bridge.answer({ 'group/make': () => new Promise((resolve) => (answer = resolve)) });
    await open({ is: 'new-group', name: 'Mutfak', members: [ali] });
    const before = document.activeElement;
    await submit();
    expect(document.activeElement?.tagName).toBe('TEXTAREA');
    await happen(() => answer({ ok: false, refusal: { code: 'connection-lost' } }));
    expect(document.activeElement).toBe(before);
    expect(dialog().querySelector('textarea')).toBeNull();
  });

  it('who closes the dialog while it is made stays where they are; what was typed is its draft', async () => {
    const { close, happen, open, submit, sample, stores } = await shown();
    let answer: (made: Outcome<GroupView>) => void = () => undefined;
    sample.bridge.answer({
      'group/make': () => new Promise((resolve) => (answer = resolve)),
      'draft/save': done,
    });
    await open({ is: 'new-group', name: 'Mutfak', members: [ali] });
    await submit();
    await type(document.activeElement, 'to all of you');
    await press(document.activeElement as Element, 'Enter');
    await close();
    await happen(() => answer({ ok: true, value: group() }));
    await happen(() => stores.composer.flush());
    expect(window.location.hash).toBe('');
    expect(sample.bridge.asked('draft/save')).toEqual([
      { room: roomId, in: mutfak, text: 'to all of you' },
    ]);
  });

  it('is made once, whatever is typed in its dialog and however often it is sent meanwhile', async () => {
    const { dialog, open, submit, sample } = await shown();
    sample.bridge.answer({ 'group/make': () => new Promise(() => undefined) });
    await open({ is: 'new-group', name: 'Mutfak', members: [ali] });
    await submit();
    await type(field(dialog(), 'Name'), 'Mutfak 2');
    await submit();
    expect(sample.bridge.asked('group/make').map(({ name }) => name)).toEqual(['Mutfak']);
  });

  it('one that is refused after its dialog was closed says so', async () => {
    const { close, frame, happen, open, submit, sample } = await shown();
    let answer: (made: Outcome<GroupView>) => void = () => undefined;
    sample.bridge.answer({ 'group/make': () => new Promise((resolve) => (answer = resolve)) });
    await open({ is: 'new-group', name: 'Mutfak', members: [ali] });
    await submit();
    await close();
    const refusal = { code: 'connection-lost' } as const;
    await happen(() => answer({ ok: false, refusal }));
    expect(frame.getState().notices).toMatchObject([
      { key: 'notice.refused', params: { refusal } },
    ]);
  });

  it('one that is begun meanwhile stays open, with what is typed for it, when the one before is made', async () => {
    const { close, dialog, happen, open, submit, sample, stores } = await shown();
    let answer: (made: Outcome<GroupView>) => void = () => undefined;
    sample.bridge.answer({ 'group/make': () => new Promise((resolve) => (answer = resolve)) });
    await open({ is: 'new-group', name: 'Mutfak', members: [ali] });
    await submit();
    await type(document.activeElement, 'to the kitchen');
    await close();
    await open(empty);
    await type(field(dialog(), 'Name'), 'Salon');
    await happen(() => answer({ ok: true, value: group() }));
    expect(field(dialog(), 'Name').value).toBe('Salon');
    expect(stores.composer.getState().drafts.get(mutfak)).toBe('to the kitchen');
    expect(window.location.hash).toBe('');
  });

  it('more people than a group can have are refused before anything is made', async () => {
    const { dialog, happen, open, sample, submit } = await shown();
    const crowd = Array.from({ length: limits.groupMembers }, (_, i) =>
      member(`crowd${String(i).padStart(5, '0')}` as AccountId, `Person ${i}`),
    );
    await happen(() => sample.bridge.push('member/changed', { room: roomId, members: crowd }));
    await open({ is: 'new-group', name: 'Hepsi', members: crowd.map((one) => one.account) });
    await submit();
    expect(dialog().querySelector('[role="alert"]')?.textContent).toContain('at most 200 members');
    expect(sample.bridge.asked('group/make')).toEqual([]);
  });

  it('what is refused for another reason is said below, and nothing that was chosen is lost', async () => {
    const { dialog, open, submit, sample } = await shown();
    await open({ is: 'new-group', name: 'Mutfak', members: [ali] });
    sample.bridge.answer({
      'group/make': () => ({ ok: false, refusal: { code: 'connection-lost' } }),
    });
    await submit();
    expect(dialog().querySelector('[role="alert"]')?.textContent).toContain('connection was lost');
    expect(dialog().querySelectorAll('input:checked')).toHaveLength(1);
  });
});

describe('group pane', () => {
  it('shows the members with the owner marked', async () => {
    const { container, members } = await shown();
    expect(container.textContent).toContain('Mutfak2 members');
    expect(members()).toEqual(['Ece (you) Owner', 'Ali']);
  });

  it('the owner adds several at once, those who are not in it', async () => {
    const { container, dialog, names, submit, sample } = await shown();
    await click(button(container, 'Add people'));
    expect(names()).toEqual(['Veli']);
    await click(dialog().querySelector('input[type="checkbox"]'));
    await submit();
    expect(sample.bridge.asked('group/add')).toEqual([{ room: roomId, in: mutfak, account: veli }]);
    expect(dialog()).toBeNull();
  });

  it('the owner renames it', async () => {
    const { container, dialog, submit, sample } = await shown();
    await click(button(container, 'Rename'));
    expect(field(dialog(), 'Name').value).toBe('Mutfak');
    await type(field(dialog(), 'Name'), 'Salon');
    await submit();
    expect(sample.bridge.asked('group/rename')).toEqual([
      { room: roomId, in: mutfak, name: 'Salon' },
    ]);
  });

  it('the owner takes a member out', async () => {
    const { container, happen, sample } = await shown();
    await click(button(container, 'Menu of Ali'));
    await happen(() => button(document, 'Take out of the group').click());
    expect(sample.bridge.asked('group/remove')).toEqual([
      { room: roomId, in: mutfak, account: ali },
    ]);
  });

  it('leaving asks first, and says who becomes its owner', async () => {
    const { container, dialog, happen, sample } = await shown();
    await click(button(container, 'Leave the group…'));
    expect(dialog().textContent).toContain('Leave Mutfak?');
    expect(dialog().textContent).toContain('becomes its owner');
    expect(document.activeElement?.textContent).toBe('Cancel');
    await happen(() => button(dialog(), 'Leave').click());
    expect(sample.bridge.asked('group/leave')).toEqual([{ room: roomId, in: mutfak }]);
  });

  it('who is not the owner can leave and nothing else', async () => {
    const { container } = await shown(group({ owner: ali, members: [ali, self] }));
    expect(container.textContent).not.toContain('Add people');
    expect(container.textContent).not.toContain('Rename');
    expect(container.textContent).toContain('Leave the group…');
    await click(button(container, 'Menu of Ali'));
    expect(document.body.textContent).not.toContain('Take out of the group');
  });

  it('who left sees that, and can do nothing in it', async () => {
    const { container } = await shown(group({ standing: 'left' }));
    expect(container.textContent).toContain('You are not in it any more');
    expect(container.textContent).not.toContain('Leave the group…');
    expect(container.textContent).not.toContain('Add people');
  });
});
