import { typedCommands } from '../../src-shared/typed/typed-commands.ts';
import { act } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { directConversation, everyone, type Cid } from '../../src-shared/protocol/ids.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { ContactGroupView } from '../../src-shared/bridge/contacts.ts';
import type { PrivateView } from '../../src-shared/member/own-copy.ts';
import type { Language } from '../../src-shared/translations/catalogue.ts';
import { Composer } from './composer.tsx';
import { renderInRoom } from '../room/testing/render-in-room.tsx';
import {
  ali,
  member,
  message,
  privateView,
  roomId,
  roomView,
  self,
  type SampleOptions,
  veli,
} from '../bridge/testing/sample-room.ts';
import { button, click, press, type } from '../ui/testing/render.tsx';

const withAli = directConversation(self, ali);
const withVeli = directConversation(self, veli);
const lab: ContactGroupView = {
  room: roomId,
  group: 'labLABlabLABlab0',
  name: 'Lab',
  members: [ali],
};
const talk = [
  message(1, { text: 'selam', from: ali }),
  message(2, { text: 'sel geliyor', from: self }),
  message(1, { text: 'selin de', from: self, in: withAli }),
  message(2, { text: 'tamam', from: ali, in: withAli }),
];

async function shown(options: SampleOptions & { language?: Language } = {}) {
  const onSent = vi.fn<() => void>();
  const composer = (id = everyone) => <Composer conversation={id} onSent={onSent} />;
  const rendered = await renderInRoom(composer(), options);
  const { container, happen, sample } = rendered;
  const area = () => container.querySelector('textarea') as HTMLTextAreaElement;
  const summary = () =>
    container.querySelector('[role="group"] [role="status"]')?.textContent ?? '';
  const card = () => container.querySelector('[role="group"]');
  const enter = async (line: string) => {
    await type(area(), line);
    await press(area(), 'Enter');
    await happen(() => undefined);
  };
  const rows = () =>
    [...container.querySelectorAll('[role="group"] li')].map((li) => li.textContent);
  const sent = () => sample.bridge.asked('message/send');
  return { ...rendered, composer, onSent, area, card, summary, enter, rows, sent };
}

beforeEach(() => {
  window.location.hash = '';
  vi.spyOn(window, 'open').mockReturnValue(null);
});

describe('what is said', () => {
  it('ordinary text goes to the conversation as before, with whatever it holds', async () => {
    const { enter, sent, onSent } = await shown();
    await enter('it is ~5 o’clock, exit');
    expect(sent()).toEqual([{ room: roomId, in: everyone, text: 'it is ~5 o’clock, exit' }]);
    expect(onSent).toHaveBeenCalledOnce();
  });

  it('a blank in front, or a second slash, makes text of a command', async () => {
    const { enter, sent, card } = await shown();
    await enter(' /users');
    await enter('//users');
    expect(sent().map(({ text }) => text)).toEqual(['/users', '/users']);
    expect(card()).toBeNull();
  });

  it('a text that was not taken comes back as it was written, not as a command', async () => {
    const { area, enter, sample } = await shown();
    sample.bridge.answer({
      'message/send': () => ({ ok: false, refusal: { code: 'store-full' } }),
    });
    await enter(' /users');
    expect(area().value).toBe(' /users');
  });

  it('R1.7 blanks alone are refused with a hint, and so is a command for a text that lacks it', async () => {
    const { container, enter, sent, summary, area } = await shown();
    await enter('   ');
    expect(container.querySelector('[role="alert"]')?.textContent).toContain('nothing to send');
    await enter('/search_message ');
    expect(summary()).toBe('/search_message needs more: text.');
    expect(area().value).toBe('/search_message ');
    expect(sent()).toEqual([]);
  });

  it('what a command says is on disk as a draft until something goes out by it', async () => {
    const { area, enter, happen, pass, sample } = await shown();
    const answer = Promise.withResolvers<Outcome<{ cid: Cid }>>();
    sample.bridge.answer({ 'message/send': () => answer.promise });
    const drafts = () => sample.bridge.asked('draft/save').map(({ text }) => text);
    await type(area(), 'veli~the keys are in the shed');
    await pass(500);
    await enter('veli~the keys are in the shed');
    expect(area().value).toBe('');
    await pass(2000);
    expect(drafts()).toEqual(['veli~the keys are in the shed']);
    await happen(() => answer.resolve({ ok: true, value: { cid: message(1).cid } }));
    expect(drafts().slice(1)).toEqual(['']);
    sample.bridge.answer({
      'message/send': () => ({ ok: false, refusal: { code: 'store-full' } }),
    });
    await enter('veli~under the mat');
    await pass(500);
    expect(area().value).toBe('veli~under the mat');
    expect(drafts().at(-1)).toBe('veli~under the mat');
    expect(drafts().slice(2)).not.toContain('');
  });

  it('R0.4 NAME~TEXT goes to that person only, and one that is almost somebody’s to nobody', async () => {
    const { enter, sent, summary, area } = await shown();
    await enter('veli~merhaba ~ nasılsın');
    expect(sent()).toEqual([{ room: roomId, in: withVeli, text: 'merhaba ~ nasılsın' }]);
    expect(summary()).toBe('Sent to Veli only.');
    expect(area().value).toBe('');
    await enter('vei~only for you');
    expect(sent()).toHaveLength(1);
    expect(summary()).toContain('Nobody here is called “vei”');
    expect(area().value).toBe('vei~only for you');
  });

  it('a direct message that is refused stands in the field again, before what was typed meanwhile', async () => {
    const { area, happen, sample, summary } = await shown();
    let refuse = () => {};
    sample.bridge.answer({
      'message/send': () =>
        new Promise<Outcome<never>>((answer) => {
          refuse = () => answer({ ok: false, refusal: { code: 'text-too-long' } });
        }),
    });
    await type(area(), 'veli~long');
    await press(area(), 'Enter');
    await type(area(), 'next');
    await happen(() => refuse());
    expect(area().value).toBe('veli~long\nnext');
    expect(summary()).not.toBe('');
  });

  it('an unknown command is not said to everybody', async () => {
    const { enter, sent, summary, area, sample } = await shown();
    await enter('/user x');
    expect(sent()).toEqual([]);
    expect(summary()).toBe('There is no command /user. Did you mean /users?');
    expect(area().value).toBe('/user x');
    // The field was not even emptied in between, so the caret stays where it is.
    expect(sample.bridge.asked('draft/save')).toEqual([]);
  });
});

describe('the card', () => {
  it('R0.5 /users lists who is here, who is away, and who was', async () => {
    const members = [
      member(self, 'Ece'),
      member(ali, 'Ali', { presence: 'away' }),
      member(veli, 'Veli', { presence: 'offline' }),
    ];
    const { enter, rows, summary } = await shown({ members });
    await enter('/users');
    expect(summary()).toBe('2 people are in the room');
    expect(rows()).toEqual(['EEce (you)Online', 'AAliAway', 'VVelinever here']);
  });

  it('R0.6 /search_message finds a part of a word, as from → to: text, with the part marked', async () => {
    const { enter, rows, summary, container } = await shown({ entries: talk });
    await enter('/search_message SEL');
    expect(summary()).toBe('3 messages');
    expect(rows()).toEqual([
      expect.stringMatching(/You → Everyone.*sel geliyor/),
      expect.stringMatching(/Ali → Everyone.*selam/),
      expect.stringMatching(/You → Ali.*selin de/),
    ]);
    expect(container.querySelectorAll('mark')).toHaveLength(3);
  });

  it('R0.7 /search_person shows all that was said with one person, oldest first', async () => {
    const { enter, rows } = await shown({ entries: talk });
    await enter('/search_person ali');
    expect(rows()).toEqual([
      expect.stringMatching(/You → Ali.*selin de/),
      expect.stringMatching(/Ali → you.*tamam/),
    ]);
  });

  it('R0.6 a click on a hit goes to its conversation and message, and the hits go along', async () => {
    const { enter, container, stores, show, composer, rows } = await shown({ entries: talk });
    await enter('/search_message tamam');
    await click(container.querySelector('[data-entry]'));
    expect(window.location.hash).toBe(`#/room/${roomId}/${withAli}`);
    expect(stores.jump.getState().to).toEqual({ in: withAli, seq: 2 });
    expect(rows()).toEqual([]);
    await show(composer(withAli));
    expect(rows()).toHaveLength(1);
  });

  it('one hit is on the way of Tab, the arrow keys go over all of them', async () => {
    const { enter, container } = await shown({ entries: talk });
    await enter('/search_message sel');
    const hits = [...container.querySelectorAll<HTMLElement>('[data-entry]')];
    expect(hits.map((hit) => hit.tabIndex)).toEqual([0, -1, -1]);
    await act(async () => hits[0]?.focus());
    await press(hits[0] as HTMLElement, 'ArrowDown');
    expect(document.activeElement).toBe(hits[1]);
    expect(hits.map((hit) => hit.tabIndex)).toEqual([-1, 0, -1]);
  });

  it('R0.8 contact groups are listed, shown, made, filled, emptied and deleted', async () => {
    const { enter, rows, summary, sample } = await shown({ contactGroups: [lab] });
    const save = vi.fn<(name: string, members: string[]) => void>();
    sample.bridge.answer({
      'contact-group/save': ({ name, members }) => {
        save(name, members);
        return { ok: true, value: lab };
      },
      'contact-group/remove': () => ({ ok: true, value: lab }),
    });
    await enter('/groups_view');
    expect(rows()).toEqual(['LabAli']);
    await enter('/group_view lab');
    expect([summary(), ...rows()]).toEqual(['Lab', 'AAliOnline']);
    await enter('/group_name_add Kitchen');
    expect(summary()).toBe('The contact group “Kitchen” is made.');
    await enter('/group_person_add lab~veli');
    await enter('/group_person_remove lab ali');
    expect(summary()).toBe('Ali is no longer in the contact group.');
    await enter('/group_name_remove lab');
    expect(summary()).toBe('The contact group “Lab” is deleted.');
    expect(save.mock.calls).toEqual([
      ['Kitchen', []],
      ['Lab', [ali, veli]],
      ['Lab', []],
    ]);
  });

  it('R0.9 /group_message goes to everybody of the group, and a group that is not there to nobody', async () => {
    const { enter, summary, sample, sent } = await shown({ contactGroups: [lab] });
    sample.bridge.answer({
      'contact-group/send': ({ group, text }) => ({
        ok: true,
        value: { room: roomId, group, number: 1, text, at: 0, copies: [] },
      }),
    });
    await enter('/group_message lab~a~b');
    expect(sample.bridge.asked('contact-group/send')).toEqual([
      { room: roomId, group: lab.group, text: 'a~b' },
    ]);
    expect(summary()).toBe('Sent to everybody of “Lab”, each singly.');
    await enter('/group_message labs~a');
    expect(summary()).toContain('no contact group called “labs”');
    expect(sent()).toEqual([]);
  });

  it('/help lists every command', async () => {
    const { enter, container, summary } = await shown();
    await enter('/help');
    expect(summary()).toBe('Commands');
    expect(container.querySelectorAll('[role="group"] dt')).toHaveLength(typedCommands.length);
  });

  it('goes with Esc, with its button, and with the next message; the field has the focus then', async () => {
    const { enter, card, area, container } = await shown();
    await enter('/users');
    await press(area(), 'Escape');
    expect(card()).toBeNull();
    await enter('/users');
    await click(button(container, 'Close'));
    expect(card()).toBeNull();
    expect(document.activeElement).toBe(area());
    await enter('/users');
    await enter('good evening');
    expect(card()).toBeNull();
  });

  it('is shown where the command was typed only', async () => {
    const { enter, card, show, composer } = await shown();
    await enter('/users');
    await show(composer(withAli));
    expect(card()).toBeNull();
  });

  it('an answer that comes after the next message is not shown any more', async () => {
    const { enter, card, sample, happen } = await shown();
    let answer = () => {};
    sample.bridge.answer({
      'search/find': () =>
        new Promise((done) => {
          answer = () => done({ ok: true, value: { hits: [] } });
        }),
    });
    await enter('/search_message a');
    await enter('never mind');
    await happen(() => answer());
    expect(card()).toBeNull();
  });

  it('speaks Turkish', async () => {
    const { enter, summary, container, rows } = await shown({ language: 'tr', entries: talk });
    expect(container.textContent).toContain('/help komutları listeler');
    await enter('/user x');
    expect(summary()).toBe('/user diye bir komut yok. Şunu mu demek istedin: /users?');
    await enter('/search_person ali');
    expect(summary()).toBe('2 ileti');
    expect(rows()[1]).toContain('Ali → sen');
  });
});

describe('where a command leads', () => {
  it('/in goes to everyone, a group or a person', async () => {
    const { enter, card } = await shown();
    await enter('/in ali');
    expect(window.location.hash).toBe(`#/room/${roomId}/${withAli}`);
    await enter('/in herkes');
    expect(window.location.hash).toBe(`#/room/${roomId}`);
    expect(card()).toBeNull();
  });

  it('R3.3 @PM asks and opens the window of the private chat', async () => {
    const { enter, sample, area } = await shown();
    const asking = privateView({ state: { is: 'asking' } });
    sample.bridge.answer({ 'private/ask': () => ({ ok: true, value: asking }) });
    await enter('@PM ali');
    expect(sample.bridge.asked('private/ask')).toEqual([{ room: roomId, account: ali }]);
    expect(vi.mocked(window.open).mock.calls[0]?.[0]).toBe(`#/private/${roomId}/${asking.private}`);
    expect(area().value).toBe('');
  });

  it('R3.3 nobody of that name, and one who is busy, are told', async () => {
    const { enter, summary, sample, frame } = await shown();
    await enter('@PM hakan');
    expect(summary()).toContain('Nobody here is called “hakan”');
    sample.bridge.answer({
      'private/ask': () => ({ ok: false, refusal: { code: 'member-offline' } }),
    });
    await enter('@PM ali');
    expect(frame.getState().notices).toMatchObject([
      { key: 'notice.refused', params: { refusal: { code: 'member-offline' } } },
    ]);
    expect(window.open).not.toHaveBeenCalled();
  });

  it('R3.3 /accept opens the window of the private chat, /decline does not', async () => {
    const asked = privateView({ state: { is: 'asked', expiresAt: 1 } });
    const { enter, sample } = await shown({ privates: [asked] });
    sample.bridge.answer({ 'private/answer': () => ({ ok: true, value: null }) });
    await enter('/decline ali');
    expect(window.open).not.toHaveBeenCalled();
    await enter('/accept ali');
    expect(window.open).toHaveBeenCalledOnce();
    expect(sample.bridge.asked('private/answer').map(({ accept }) => accept)).toEqual([
      false,
      true,
    ]);
  });

  it('R3.5 EXIT PM leaves the private chat that is open, and says so where there is none', async () => {
    const ended: PrivateView['state'] = { is: 'ended', reason: 'left' };
    const { enter, sample, summary, happen } = await shown({ privates: [privateView()] });
    sample.bridge.answer({ 'private/close': () => ({ ok: true, value: null }) });
    await enter('exit pm');
    expect(summary()).toBe('You have left the private chat with Ali.');
    await happen(() => sample.bridge.push('private/changed', privateView({ state: ended })));
    await enter('EXIT PM');
    expect(summary()).toBe('You are in no private chat.');
  });

  it('R3.6 LOGOUT, exit and quit leave the room; a hosted one only after a question', async () => {
    const guest = await shown();
    guest.sample.bridge.answer({ 'room/disconnect': () => ({ ok: true, value: null }) });
    await guest.enter('LOGOUT');
    expect(guest.sample.bridge.asked('room/disconnect')).toEqual([{ room: roomId }]);
    const room = roomView({ hosted: true });
    const host = await shown({ room });
    await host.enter('quit');
    expect(host.frame.getState().question).toMatchObject({ to: 'close', room: { room: roomId } });
    expect(host.sample.bridge.asked('room/disconnect')).toEqual([]);
  });
});
