import { usualRoomSettings } from '../../src-shared/protocol/room-settings.ts';
import { describe, expect, it } from 'vitest';
import type { RoomView } from '../../src-shared/bridge/rooms.ts';
import type { Ban, Recorded } from '../../src-shared/protocol/moderation.ts';
import type { Role } from '../../src-shared/protocol/roles.ts';
import { ali, member, now, roomId, roomView, self, veli } from '../bridge/testing/sample-room.ts';
import { renderInRoom } from '../room/testing/render-in-room.tsx';
import { button, click, field, type } from '../ui/testing/render.tsx';
import { RulesPane } from './rules-pane.tsx';

const hour = 3_600_000;
const entry = (id: number, more: Partial<Recorded> = {}): Recorded => ({
  id,
  at: now - hour,
  act: 'kicked',
  by: ali,
  account: veli,
  ...more,
});
const ban = (number: number, more: Partial<Ban> = {}): Ban => ({
  ban: number,
  account: veli,
  reach: [],
  at: now - hour,
  by: ali,
  ...more,
});

async function shown(role: Role, room: Partial<RoomView> = {}, language: 'en' | 'tr' = 'en') {
  const rendered = await renderInRoom(<RulesPane />, {
    language,
    room: roomView({ role, ...room }),
    members: [
      member(self, 'Ece'),
      member(ali, 'Ali', { role: 'owner' }),
      member(veli, 'Veli', { presence: 'offline' }),
    ],
  });
  const { container, sample, happen } = rendered;
  const rows = () => [...container.querySelectorAll('ul > li')].map((row) => row.textContent);
  const tab = (name: string) => happen(() => button(container, name).click());
  const tabs = () => [...container.querySelectorAll('[role="tab"]')].map((one) => one.textContent);
  const records = (entries: Recorded[], next?: number) =>
    sample.bridge.answer({ 'record/read': () => ({ ok: true, value: { entries, next } }) });
  const asked = () =>
    sample.bridge.asked('room/change-settings').map(({ room: _, ...rest }) => rest);
  return { ...rendered, rows, tab, tabs, records, asked };
}

describe('the record', () => {
  it('tells every member who did what to whom, when and why', async () => {
    const { records, rows, tab, tabs } = await shown('member');
    records([
      entry(4, { act: 'muted', until: now + hour, reason: 'spam' }),
      entry(3, {
        act: 'room-changed',
        account: undefined,
        changes: { name: 'Salon', readOnly: true },
      }),
      entry(2),
    ]);
    expect(tabs()).toEqual(['Rules', 'Record']);
    await tab('Record');
    expect(rows()).toEqual([
      'Ali muted Veli until 3:05 PM: spam1:05 PM',
      'Ali renamed the room to “Salon”Ali lets only moderators write to everyone1:05 PM',
      'Ali took Veli out of the room1:05 PM',
    ]);
  });

  it('says in Turkish what will stand there', async () => {
    const { container, records, tab } = await shown('member', {}, 'tr');
    records([]);
    await tab('Kayıt');
    expect(container.textContent).toContain('Henüz bir şey yok');
  });

  it('grows by what happens, and backwards page by page, once each', async () => {
    const { container, happen, records, rows, sample, tab } = await shown('member');
    records([entry(9), entry(8)], 7);
    await tab('Record');
    const added = { room: roomId, entry: entry(10, { act: 'unmuted' }) };
    await happen(() => sample.bridge.push('record/added', added));
    expect(rows()).toHaveLength(3);
    expect(rows()[0]).toContain('lets Veli write again');
    records([entry(7, { act: 'banned' })]);
    await happen(() => button(container, 'Show older').click());
    expect(sample.bridge.asked('record/read')).toEqual([
      { room: roomId, from: undefined },
      { room: roomId, from: 7 },
    ]);
    expect(rows()).toHaveLength(4);
    expect(() => button(container, 'Show older')).toThrow('no button');
    // The button is gone; one reads on where it led.
    expect(document.activeElement?.textContent).toContain('Ali banned Veli');
  });

  it('says why it cannot be read, and tries again', async () => {
    const { container, happen, records, rows, sample, tab } = await shown('member');
    sample.bridge.answer({
      'record/read': () => ({ ok: false, refusal: { code: 'connection-lost' } }),
    });
    await tab('Record');
    expect(container.querySelector('[role="alert"]')?.textContent).toContain('connection was lost');
    records([entry(1)]);
    await happen(() => button(container, 'Try again').click());
    expect(rows()).toHaveLength(1);
    expect(container.querySelector('[role="alert"]')).toBe(null);
  });
});

describe('the bans', () => {
  it('stand there for the owner and moderators, each with the way to lift it', async () => {
    const { container, happen, rows, sample, tab, frame } = await shown('moderator');
    const bans = [
      ban(5, { reach: ['device', 'address'], until: now + hour, reason: 'spam' }),
      ban(4, { by: undefined, account: ali }),
    ];
    sample.bridge.answer({
      'ban/list': () => ({ ok: true, value: { bans } }),
      'ban/lift': () => ({ ok: true, value: null }),
    });
    await tab('Bans');
    expect(rows()).toEqual([
      'VeliReason: spamUntil 3:05 PMHolds for the name, its devices, and its addressesBanned 1:05 PM by AliUnban',
      'AliUntil it is liftedHolds for the nameBanned 1:05 PM by the hostUnban',
    ]);
    const lift = button(container, 'Unban: Veli');
    lift.focus();
    await happen(() => lift.click());
    expect(sample.bridge.asked('ban/lift')).toEqual([{ room: roomId, ban: 5 }]);
    expect(rows()).toHaveLength(1);
    expect(document.activeElement?.tagName).toBe('UL');
    expect(frame.getState().notices).toMatchObject([
      { params: { text: 'Veli can come in again.' } },
    ]);
    // Another moderator lifts one, or bans somebody.
    bans.splice(0, 2, ban(6));
    await happen(() =>
      sample.bridge.push('record/added', { room: roomId, entry: entry(9, { act: 'banned' }) }),
    );
    expect(rows()).toEqual([expect.stringContaining('Veli')]);
  });

  it('go with the role', async () => {
    const { happen, sample, tab, tabs } = await shown('moderator');
    sample.bridge.answer({ 'ban/list': () => ({ ok: true, value: { bans: [] } }) });
    await tab('Bans');
    await happen(() => sample.bridge.push('room/changed', roomView({ role: 'member' })));
    expect(tabs()).toEqual(['Rules', 'Record']);
  });
});

describe('the rules', () => {
  const settings = {
    readOnly: true,
    slowModeSeconds: 30,
    editSeconds: 900,
    forbidden: ['groups' as const],
    newcomersRead: 7,
    hasPassword: true,
    keep: { days: 30 },
  };

  it('are read by those who cannot change them, with whom to ask', async () => {
    const { container, rows } = await shown('member', { settings });
    expect(rows()).toEqual([
      'Only the owner and moderators write to everyone here.',
      '30 seconds lie between two messages of one person to everyone.',
      'Members change what they wrote for 15 minutes, then no more.',
      'Who joins reads what was said in the last 7 days.',
      'Messages older than 30 days are deleted.',
      'Members make no groups in this room.',
      'Who is new and has no invite needs the room’s password.',
      expect.stringContaining('AliRoom owner'),
    ]);
    expect(container.querySelector('[role="switch"], input')).toBe(null);
    const free = await shown('guest', { settings: { ...usualRoomSettings, forbidden: [] } });
    expect(free.container.textContent).toContain('Nothing is restricted.');
  });

  it('are changed at once by those who may', async () => {
    const { asked, container, happen, sample } = await shown('moderator', { settings });
    sample.bridge.answer({ 'room/change-settings': () => ({ ok: true, value: null }) });
    const flip = (label: string) =>
      click(
        [...container.querySelectorAll('label')].find((one) => one.textContent.startsWith(label)),
      );
    await flip('Only moderators write');
    await flip('Make groups');
    await flip('Guests of plain programs');
    await type(field(container, 'Name of the room'), ' Salon ');
    await happen(() => field(container, 'Name of the room').focus());
    await happen(() => field(container, 'Name of the room').blur());
    await happen(() => button(container, 'Remove').click());
    expect(asked()).toEqual([
      { readOnly: false },
      { forbidden: [] },
      { forbidden: ['groups', 'guests'] },
      { name: 'Salon' },
      { password: '' },
    ]);
  });

  it('a refused name is said at its field and stays there to be mended', async () => {
    const { container, happen, sample } = await shown('owner');
    sample.bridge.answer({
      'room/change-settings': () => ({ ok: false, refusal: { code: 'room-name-empty' } }),
    });
    const name = () => field(container, 'Name of the room');
    await type(name(), ' ');
    await happen(() => name().focus());
    await happen(() => name().blur());
    expect(name().getAttribute('aria-invalid')).toBe('true');
    expect(name().value).toBe(' ');
    await type(name(), 'Salon');
    expect(name().getAttribute('aria-invalid')).toBe(null);
    await happen(() =>
      sample.bridge.push('room/changed', roomView({ role: 'owner', name: 'Salon' })),
    );
    expect(name().value).toBe('Salon');
  });

  it('a password is set in a dialog, and an empty one is none', async () => {
    const { asked, container, happen, sample } = await shown('owner');
    sample.bridge.answer({ 'room/change-settings': () => ({ ok: true, value: null }) });
    await happen(() => button(container, 'Set a password…').click());
    const dialog = () => document.querySelector('[role="dialog"]') ?? document.body;
    await happen(() => button(dialog(), 'Set password').click());
    expect(asked()).toEqual([]);
    expect(dialog().querySelector('[aria-invalid="true"]')).not.toBe(null);
    await type(field(dialog(), 'New password'), 'yaz akşamı');
    await happen(() => button(dialog(), 'Set password').click());
    expect(asked()).toEqual([{ password: 'yaz akşamı' }]);
    expect(document.querySelector('[role="dialog"]')).toBe(null);
  });
});
