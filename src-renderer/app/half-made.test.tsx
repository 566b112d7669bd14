import { act } from 'react';
import { beforeEach, describe, expect, it } from 'vitest';
import { done, refused, type Outcome } from '../../src-shared/protocol/outcome.ts';
import type { GroupView } from '../../src-shared/bridge/groups.ts';
import { everyone, groupConversation } from '../../src-shared/protocol/ids.ts';
import { ali, self } from '../bridge/testing/sample-room.ts';
import { press, type } from '../ui/testing/render.tsx';
import { goTo } from '../window/route.ts';
import { garden, kitchen } from '../window/testing/sample-app.tsx';
import { atOnce, field, key, start, withAli, writesTo } from './testing/started-app.tsx';

const trip: GroupView = {
  room: kitchen,
  in: groupConversation('trip000000000000'),
  name: 'Trip',
  owner: self,
  members: [self, ali],
  firstSeq: 1,
  standing: 'member',
};

beforeEach(() => document.body.replaceChildren());

describe('what is half made', () => {
  const titles = () =>
    [...document.querySelectorAll('[role="dialog"]')].map(
      (each) => document.getElementById(each.getAttribute('aria-labelledby') ?? '')?.textContent,
    );
  const stroke = async (second: string) => {
    await atOnce(() => key({ key: 'k', ctrlKey: true }));
    await atOnce(() => key({ key: second, ctrlKey: true }));
  };

  it('stays, with what was typed, below what Ctrl+K opens over it', async () => {
    await start();
    await stroke('g');
    await type(field(), 'Trip');
    const name = field();
    await stroke('u');
    await type(field(), 'in class');
    expect(titles()).toEqual(['New group conversation', 'Your status']);
    // It is on top already.
    await stroke('u');
    expect(titles()).toHaveLength(2);
    expect(field().value).toBe('in class');
    await press(field(), 'Escape');
    expect(titles()).toEqual(['New group conversation']);
    expect(document.activeElement).toBe(name);
    expect(field().value).toBe('Trip');
  });

  it('comes to the top, with what was typed, when it is asked for again', async () => {
    await start();
    await stroke('g');
    await type(field(), 'Trip');
    await stroke('u');
    await type(field(), 'in class');
    await stroke('g');
    expect(titles()).toEqual(['Your status', 'New group conversation']);
    expect(field().value).toBe('Trip');
    expect(field().closest('[aria-hidden="true"]')).toBeNull();
    await press(field(), 'Escape');
    expect(titles()).toEqual(['Your status']);
    expect(field().value).toBe('in class');
    await press(field(), 'Escape');
    expect(writesTo()).toBe('Message to everyone');
  });

  it('keeps the focus where another conversation is shown below it, which has it then', async () => {
    await start();
    await stroke('g');
    await type(field(), 'Trip');
    const name = field();
    await atOnce(() => goTo({ to: 'room', room: kitchen, in: withAli }));
    expect(document.activeElement).toBe(name);
    await atOnce(() => key({ key: 'k', ctrlKey: true }));
    await type(field(), 'Ve');
    await atOnce(() => key({ key: 'Enter' }));
    expect(document.querySelector('#conversation-title')?.textContent).toBe('Veli');
    expect(document.activeElement).toBe(name);
    expect(field().value).toBe('Trip');
    await press(field(), 'Escape');
    expect(titles()).toEqual([]);
    expect(writesTo()).toBe('Message to Veli');
  });

  const boxes = () => [...document.querySelectorAll<HTMLInputElement>('[type="checkbox"]')];

  it('is there again, as what is written to a contact group is, where one was in another room', async () => {
    const { bridge, opened } = await start();
    const family = { room: kitchen, group: 'famFAMfamFAMfam0', name: 'Family', members: [ali] };
    bridge.answer({
      'room/open': ({ room }) =>
        done({ ...opened(room as typeof kitchen), contactGroups: [family] }),
      'contact-group/messages': () => done([]),
    });
    const inFamily = { to: 'contact-group', room: kitchen, group: family.group } as const;
    await atOnce(() => goTo({ to: 'room', room: garden, in: everyone }));
    await atOnce(() => goTo(inFamily));
    await type(field(), 'come at six');
    await atOnce(() => goTo({ to: 'room', room: garden, in: everyone }));
    await atOnce(() => goTo(inFamily));
    expect(writesTo()).toContain('Family');
    expect(field().value).toBe('come at six');
  });

  it('is open again, as it was, where one comes back to its room', async () => {
    await start();
    await stroke('g');
    await type(field(), 'Trip');
    await atOnce(() => boxes()[0]?.click());
    await stroke('u');
    await atOnce(() => goTo({ to: 'room', room: garden, in: everyone }));
    expect(titles()).toEqual([]);
    await type(field(), 'in the garden');
    await atOnce(() => goTo({ to: 'welcome' }));
    await atOnce(() => goTo({ to: 'room', room: kitchen, in: everyone }));
    // Nothing is made by a status: it is asked for again.
    expect(titles()).toEqual(['New group conversation']);
    expect(field().value).toBe('Trip');
    expect(boxes().map(({ checked }) => checked)).toEqual([true, false]);
    await press(field(), 'Escape');
    await atOnce(() => goTo({ to: 'room', room: garden, in: everyone }));
    await atOnce(() => goTo({ to: 'room', room: kitchen, in: everyone }));
    expect(titles()).toEqual([]);
  });

  const firstMessage = 'First message to the new group';
  const inKitchen = { to: 'room', room: kitchen, in: everyone } as const;
  const inGarden = { to: 'room', room: garden, in: everyone } as const;
  const refusedMaking = refused({ code: 'connection-lost' });

  it('the first message of a group that could not be made is there, where one was in another room meanwhile', async () => {
    const { bridge } = await start();
    const made = Promise.withResolvers<Outcome<GroupView>>();
    bridge.answer({ 'group/make': () => made.promise });
    await stroke('g');
    await type(field(), 'Trip');
    await atOnce(() => boxes()[0]?.click());
    await act(async () => field().form?.requestSubmit());
    expect(writesTo()).toBe(firstMessage);
    await type(field(), 'welcome');
    await press(field(), 'Enter');
    await type(field(), 'to all');
    await atOnce(() => goTo(inGarden));
    await act(async () => made.resolve(refusedMaking));
    const written = () =>
      document.querySelector<HTMLTextAreaElement>(`[aria-label="${firstMessage}"]`);
    for (let times = 0; times < 2; times += 1) {
      await atOnce(() => goTo(inKitchen));
      expect(titles()).toEqual(['New group conversation']);
      expect(written()?.value).toBe('welcome\nto all');
      // What came back is as half made as the rest of it.
      await atOnce(() => goTo(inGarden));
    }
  });

  it('the first message of a group that was made meanwhile is its draft, where one was in another room', async () => {
    const { bridge, clock, drafts } = await start();
    const made = Promise.withResolvers<Outcome<GroupView>>();
    bridge.answer({ 'group/make': () => made.promise });
    await stroke('g');
    await type(field(), 'Trip');
    await atOnce(() => boxes()[0]?.click());
    await act(async () => field().form?.requestSubmit());
    await type(field(), 'welcome');
    await atOnce(() => goTo(inGarden));
    await act(async () => made.resolve(done(trip)));
    await act(async () => clock.advance(1000));
    expect(drafts()).toEqual([[kitchen, trip.in, 'welcome']]);
  });

  it('a topic that is made while one is in another room does not lead back there', async () => {
    const { bridge } = await start();
    const made = Promise.withResolvers<Outcome<GroupView>>();
    bridge.answer({ 'topic/make': () => made.promise, 'topic/list': () => done([]) });
    await stroke('o');
    const ask = [...document.querySelectorAll('button')].find(
      (each) => each.textContent === 'New topic…',
    );
    await atOnce(() => ask?.click());
    await type(field(), 'trips');
    await act(async () => field().form?.requestSubmit());
    await atOnce(() => goTo(inGarden));
    await type(field(), 'in the garden');
    await act(async () => made.resolve(done(trip)));
    expect(window.location.hash).toBe(`#/room/${garden}`);
    expect(field().value).toBe('in the garden');
  });

  it('is not open again if it was made meanwhile', async () => {
    const { bridge } = await start();
    const made = Promise.withResolvers<Outcome<GroupView>>();
    bridge.answer({ 'group/make': () => made.promise });
    await stroke('g');
    await type(field(), 'Trip');
    await atOnce(() => boxes()[0]?.click());
    await act(async () => field().form?.requestSubmit());
    await atOnce(() => goTo({ to: 'room', room: garden, in: everyone }));
    await act(async () => made.resolve(done(trip)));
    await atOnce(() => goTo({ to: 'room', room: kitchen, in: everyone }));
    expect(titles()).toEqual([]);
  });

  it('closes when it is done, and not what was opened over it meanwhile', async () => {
    const { bridge } = await start();
    const made = Promise.withResolvers<Outcome<GroupView>>();
    bridge.answer({ 'group/make': () => made.promise });
    await stroke('g');
    await type(field(), 'Trip');
    await atOnce(() =>
      document.querySelector<HTMLElement>('[role="dialog"] [type="checkbox"]')?.click(),
    );
    await act(async () => field().form?.requestSubmit());
    await stroke('u');
    await type(field(), 'in class');
    await act(async () => made.resolve(done(trip)));
    expect(titles()).toEqual(['Your status']);
    expect(field().value).toBe('in class');
  });
});

describe('what is shown once there is an answer', () => {
  const topic = { in: trip.in, name: 'trips', about: '', owner: ali, people: 1 };
  const byCommand = async () => {
    await type(field(), '/join trips');
    await press(field(), 'Enter');
  };
  const bySwitcher = async () => {
    await act(async () => void key({ key: 'k', ctrlKey: true }));
    await type(field(), 'trips');
    await press(field(), 'Enter');
  };

  it.each([
    ['a command', byCommand],
    ['Ctrl+K', bySwitcher],
  ])('is not shown to who has gone elsewhere, joined by %s', async (_way, join) => {
    const { bridge } = await start();
    const joined = Promise.withResolvers<Outcome<null>>();
    bridge.answer({ 'topic/list': () => done([topic]), 'topic/join': () => joined.promise });
    await join();
    expect(bridge.asked('topic/join')).toEqual([{ room: kitchen, in: trip.in }]);
    await atOnce(() => goTo({ to: 'room', room: kitchen, in: withAli }));
    await type(field(), 'to you alone');
    await act(async () => joined.resolve(done(null)));
    expect(writesTo()).toBe('Message to Ali');
    expect(field().value).toBe('to you alone');
    await atOnce(() => goTo({ to: 'room', room: kitchen, in: everyone }));
    await join();
    expect(window.location.hash).toBe(`#/room/${kitchen}/${trip.in}`);
  });
});
