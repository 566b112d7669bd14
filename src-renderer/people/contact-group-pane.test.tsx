import { describe, expect, it, vi } from 'vitest';
import type { ContactGroupView, GroupMessageView } from '../../src-shared/bridge/contacts.ts';
import { directConversation } from '../../src-shared/protocol/ids.ts';
import { refused, type Outcome } from '../../src-shared/protocol/outcome.ts';
import type { Language } from '../../src-shared/translations/catalogue.ts';
import { RoomDialogs } from './room-dialogs.tsx';
import { answerAboutPeople, contactGroup, family, groupMessage } from './testing/sample-people.ts';
import { ali, member, roomId, self, veli } from '../bridge/testing/sample-room.ts';
import { renderInRoom } from '../room/testing/render-in-room.tsx';
import { loadEmoji } from '../ui/emoji-picker/emoji-list.ts';
import { button, click, field, press, type } from '../ui/testing/render.tsx';
import { ContactGroupPane } from './contact-group-pane.tsx';

type Options = { group?: ContactGroupView; messages?: GroupMessageView[]; language?: Language };

async function shown({ group = contactGroup(), messages = [], language = 'en' }: Options = {}) {
  const rendered = await renderInRoom(<RoomDialogs />, {
    contactGroups: [group],
    members: [
      member(self, 'Ece'),
      member(ali, 'Ali'),
      member(veli, 'Veli', { presence: 'offline' }),
    ],
    language,
  });
  const { sample, container, happen } = rendered;
  answerAboutPeople(sample, [group]);
  sample.bridge.answer({
    'contact-group/messages': () => ({ ok: true, value: messages }),
    'contact-group/send': ({ text }) => ({ ok: true, value: { ...groupMessage(9), text } }),
    'message/retry': () => ({ ok: true, value: null }),
  });
  await rendered.show(
    <>
      <ContactGroupPane group={family} />
      <RoomDialogs />
    </>,
  );
  const people = () =>
    [...container.querySelectorAll('[aria-label="People"] li')].map((chip) =>
      chip.querySelector('button')?.textContent.slice(1),
    );
  const area = () => container.querySelector('textarea') as HTMLTextAreaElement;
  const choose = async (item: string) => {
    await click(button(container, 'Menu of Aile'));
    await happen(() => button(document, item).click());
  };
  return { ...rendered, people, area, choose };
}

describe('contact group pane', () => {
  it('R0.8 shows the group and its people, also who is offline', async () => {
    const { container, people, went } = await shown();
    expect(container.querySelector('h1')?.textContent).toBe('Aile');
    expect(people()).toEqual(['Ali', 'Veli']);
    await click(container.querySelector('[aria-label="People"] li button'));
    expect(went()).toBe(directConversation(self, ali));
  });

  it('what is written stays while another conversation is shown, and comes back there if it is refused', async () => {
    const { area, happen, sample, show } = await shown();
    const answer = Promise.withResolvers<Outcome<GroupMessageView>>();
    sample.bridge.answer({ 'contact-group/send': () => answer.promise });
    await type(area(), 'come at six');
    await show(null);
    await show(<ContactGroupPane group={family} />);
    expect(area().value).toBe('come at six');
    await press(area(), 'Enter');
    expect(area().value).toBe('');
    await show(null);
    await show(<ContactGroupPane group={family} />);
    await happen(() => answer.resolve(refused({ code: 'data-full' })));
    expect(area().value).toBe('come at six');
  });

  it('offers emoji by their names, and neither people nor commands', async () => {
    const { area, container, happen } = await shown();
    const offered = () =>
      [...container.querySelectorAll('[role="option"]')].map((each) => each.textContent);
    for (const text of ['/us', '@', 'hi @al']) {
      await type(area(), text);
      expect(offered()).toEqual([]);
    }
    await loadEmoji();
    await type(area(), 'nice :thumbs_u');
    await vi.waitFor(async () => {
      await happen(() => undefined);
      expect(offered()).not.toEqual([]);
    }, 30_000);
    await press(area(), 'Enter');
    expect(area().value).toBe('nice \u{1f44d} ');
  });

  it('what was sent is copied by its key and by the menu of its row', async () => {
    const { container, happen } = await shown({
      messages: [{ ...groupMessage(1), text: 'take it' }],
    });
    const copied = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    const row = container.querySelector<HTMLElement>('[data-message]');
    const key = new KeyboardEvent('keydown', { key: 'c', ctrlKey: true, bubbles: true });
    await happen(() => row?.dispatchEvent(key));
    expect(copied.mock.calls).toEqual([['take it']]);
    await happen(() => row?.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true })));
    await happen(() => button(document, 'Copy text').click());
    expect(copied.mock.calls).toEqual([['take it'], ['take it']]);
  });

  it('R0.9 writes to each of them singly, and shows how far each copy has come', async () => {
    const { area, container, happen, sample } = await shown();
    expect(area().placeholder).toBe('Write to each of 2 people');
    await type(area(), 'akşam yemeği?');
    await press(area(), 'Enter');
    await happen(() => undefined);
    expect(sample.bridge.asked('contact-group/send')[0]?.text).toBe('akşam yemeği?');
    const log = () => container.querySelector('[role="log"]')?.textContent;
    expect(log()).toContain('Sent to 2 of 2');
    await happen(() =>
      sample.bridge.push('group-message/changed', groupMessage(9, { [ali]: 'delivered' })),
    );
    expect(log()).toContain('Delivered to 1 of 2');
    await click(button(container, 'Show each'));
    expect(log()).toContain('AliDelivered');
    expect(log()).toContain('VeliSent');
  });

  it('R0.9 names for whom it failed and tries only those again', async () => {
    const failed = groupMessage(1, { [ali]: 'failed', [veli]: 'delivered' });
    const { container, sample } = await shown({ messages: [failed] });
    expect(container.textContent).toContain('Not sent to Ali.');
    await click(button(container, 'Retry'));
    expect(sample.bridge.asked('message/retry')).toEqual([
      { room: roomId, cid: failed.copies[0]?.cid },
    ]);
  });

  it('R0.8 takes a person out', async () => {
    const { container, happen, people } = await shown();
    await happen(() => button(container, 'Take Ali out').click());
    expect(people()).toEqual(['Veli']);
  });

  it('R0.8 takes everybody out, which can be taken back', async () => {
    const { area, choose, container, frame, happen, people } = await shown();
    await choose('Take everybody out');
    expect(people()).toEqual([]);
    expect(area()).toBeNull();
    expect(container.textContent).toContain('Nobody is in this group yet');
    const [notice] = frame.getState().notices;
    await happen(() => notice?.key === 'notice.text' && notice.action?.run());
    expect(people()).toEqual(['Ali', 'Veli']);
  });

  it('R0.8 deletes the group, and brings back the same one', async () => {
    const { choose, container, frame, happen, sample } = await shown();
    await choose('Delete');
    expect(container.textContent).toContain('This contact group is not there any more');
    const [notice] = frame.getState().notices;
    expect(notice).toMatchObject({ params: { text: 'Aile was deleted.' } });
    await happen(() => notice?.key === 'notice.text' && notice.action?.run());
    expect(sample.bridge.asked('contact-group/save')).toEqual([contactGroup()]);
    expect(container.querySelector('h1')?.textContent).toBe('Aile');
  });

  it('R0.8 is renamed and filled in one dialog, where a name that is taken is said', async () => {
    const { choose, container, happen, people, sample } = await shown({
      group: contactGroup({ members: [] }),
    });
    await choose('Rename or fill…');
    const dialog = () => document.querySelector('[role="dialog"]') as HTMLElement;
    expect(dialog().textContent).toContain('Edit Aile');
    expect(document.activeElement).toBe(field(dialog(), 'Name'));
    await type(field(dialog(), 'Name'), 'Komşular');
    await type(field(dialog(), 'Find a person'), 'vel');
    await click(dialog().querySelector('input[type="checkbox"]'));
    expect(dialog().textContent).toContain('1 person chosen');
    const submit = () =>
      happen(() => {
        const event = new Event('submit', { bubbles: true, cancelable: true });
        dialog().querySelector('form')?.dispatchEvent(event);
      });
    sample.bridge.answer({
      'contact-group/save': () => ({ ok: false, refusal: { code: 'contact-group-taken' } }),
    });
    await submit();
    expect(field(dialog(), 'Name').getAttribute('aria-invalid')).toBe('true');
    answerAboutPeople(sample);
    await submit();
    expect(document.querySelector('[role="dialog"]')).toBeNull();
    expect(container.querySelector('h1')?.textContent).toBe('Komşular');
    expect(people()).toEqual(['Veli']);
  });

  it('makes a group conversation of its people', async () => {
    const { choose, stores } = await shown();
    await choose('Make a group conversation…');
    expect(stores.dialogs.getState().open.at(-1)).toMatchObject({
      is: 'new-group',
      name: 'Aile',
      members: [ali, veli],
    });
    expect(document.querySelectorAll('[role="dialog"] input:checked')).toHaveLength(2);
  });

  it('speaks Turkish', async () => {
    const { area, container } = await shown({
      language: 'tr',
      messages: [groupMessage(1, { [ali]: 'delivered' })],
    });
    expect(area().placeholder).toBe('2 kişiye ayrı ayrı yaz');
    expect(container.textContent).toContain('2 kişiden 1 kişiye ulaştı');
  });

  it('says where nothing was sent yet, and where the group is gone', async () => {
    const { container, show } = await shown();
    expect(container.textContent).toContain('Nothing sent yet');
    await show(<ContactGroupPane group="gone000000000000" />);
    expect(container.textContent).toContain('This contact group is not there any more');
  });
});
