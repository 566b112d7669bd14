import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RoomView } from '../../src-shared/bridge/rooms.ts';
import { openReplica } from '../storage/replica/sqlite-replica.ts';
import { Person } from './testing/person.ts';

/** What was chosen of quiet hours and own words: nothing. */
const attentive = {
  quiet: false,
  quietFrom: 1320,
  quietTo: 420,
  quietDays: '0123456',
  keywords: '',
};

describe('the bridge', { timeout: 30_000 }, () => {
  it('what is no request, or not of its shape, is refused with the field', async () => {
    const ali = await Person.open();
    expect(await ali.raw('room/explode', {})).toEqual({
      ok: false,
      refusal: { code: 'bad-request', subject: 'room/explode' },
    });
    expect(await ali.raw('toString', {})).toMatchObject({ refusal: { code: 'bad-request' } });
    expect(await ali.raw('x'.repeat(1000), {})).toMatchObject({
      refusal: { subject: 'x'.repeat(64) },
    });
    expect(await ali.raw('room/join', { name: 'ali', address: 7 })).toMatchObject({
      refusal: { code: 'bad-request', field: 'address' },
    });
  });

  it('settings are kept over a restart and the first good name is learnt', async () => {
    const ali = await Person.open();
    await ali.host('ali');
    expect(ali.of('settings/changed').at(-1)).toMatchObject({ name: 'ali' });
    await ali.host('Somebody else');
    await ali.ask('settings/change', { language: 'tr', theme: 'dark', notifications: 'off' });
    await ali.ask('settings/change', { away: false, receipts: false, privateChats: 3 });
    await ali.ask('settings/change', { spelling: true, theme: undefined });
    await ali.ask('settings/change', { nearby: false, announce: false });
    expect(await ali.request('settings/change', { privateChats: 0 })).toMatchObject({
      refusal: { code: 'bad-request', field: 'privateChats' },
    });
    expect(await ali.request('settings/change', { name: 'a\u202eb' })).toEqual({
      ok: false,
      refusal: { code: 'name-not-allowed', field: 'name' },
    });
    await ali.close();
    await ali.start();
    const start = await ali.ask('app/start', {});
    expect(start.settings).toEqual({
      name: 'ali',
      language: 'tr',
      theme: 'dark',
      textSize: 'normal',
      density: 'cosy',
      notifications: 'off',
      ...attentive,
      presence: 'available',
      away: false,
      receipts: false,
      typing: true,
      reads: true,
      privateChats: 3,
      spelling: true,
      nearby: false,
      announce: false,
      recentEmoji: '',
      skinTone: 0,
    });
    expect(start).toMatchObject({ suggestedName: 'Test', version: '0.0.0', shell: 'browser' });
  });

  it('a name is set as it will be shown, and can be set to none', async () => {
    const ali = await Person.open();
    const named = await ali.ask('settings/change', { name: '  Ali \u00a0 Kaya ' });
    expect(named).toMatchObject({ name: 'Ali Kaya' });
    expect(await ali.ask('settings/change', { name: '' })).toMatchObject({ name: '' });
  });

  it('what an older or another version stored of the settings is read as far as it is understood', async () => {
    const ali = await Person.open();
    await ali.close();
    const replica = openReplica({ folder: join(ali.folder, 'profile') });
    await replica.profile.saveSettings({
      name: 'Ali',
      language: 'klingon',
      privateChats: '99',
      away: '',
    });
    await replica.file.close();
    await ali.start();
    expect((await ali.ask('app/start', {})).settings).toEqual({
      name: 'Ali',
      language: 'system',
      theme: 'system',
      textSize: 'normal',
      density: 'cosy',
      notifications: 'full',
      ...attentive,
      presence: 'available',
      away: true,
      receipts: true,
      typing: true,
      reads: true,
      privateChats: 1,
      spelling: false,
      nearby: true,
      announce: true,
      recentEmoji: '',
      skinTone: 0,
    });
  });

  it('after it was closed every request is refused, known or not, and what was asked before is answered', async () => {
    const ali = await Person.open();
    const room: RoomView = await ali.host('ali');
    const { app } = ali;
    const asking = ali.request('room/open', { room: room.room });
    await ali.close();
    expect(await asking).toMatchObject({ ok: true, value: { members: [{ name: 'ali' }] } });
    const closed = { ok: false, refusal: { code: 'bridge-closed' } };
    expect(await app.handle('app/start', {})).toEqual(closed);
    expect(
      await app.handle('message/send', { room: room.room, in: 'everyone', text: 'a' }),
    ).toEqual(closed);
    expect(await app.handle('room/explode', {})).toEqual(closed);
    await app.close();
    await ali.start();
    expect(await ali.texts(room.room)).toEqual([]);
  });
});
