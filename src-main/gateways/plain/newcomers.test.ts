import { expect, it } from 'vitest';
import { hostAccount } from '../../../src-shared/protocol/ids.ts';
import type { RoomChanges } from '../../../src-shared/protocol/room-settings.ts';
import type { RoomStore } from '../../room/ports.ts';
import { systemPlace } from '../../room/system-entries.ts';
import { enter } from '../../server/testing/lab.ts';
import { ircLabs } from '../irc/testing/irc-lab.ts';
import { json, lab, lines } from './testing/plain-guests.ts';

const startIrcLab = ircLabs();

async function set({ log }: RoomStore, changes: RoomChanges): Promise<void> {
  const place = { in: systemPlace, at: 1, by: hostAccount } as const;
  await log.append([{ type: 'room-changed', ...place, changes }]);
}

it('IRC gives a newcomer nothing from before, nor a guest who comes by a name of an earlier day', async () => {
  const { enter: enterIrc, enterByOda, store } = await startIrcLab();
  const oda = await enterByOda('ayse');
  const guest = await enterIrc('deniz');
  await oda.say('marked-before');
  guest.send('QUIT');
  await oda.first((frame) => frame.type === 'left');
  await set(store, { newcomersRead: 0 });
  const back = await enterIrc('deniz', 'batch', 'server-time', 'draft/chathistory');
  await back.ask('JOIN #oda');
  const latest = async () => (await back.ask('CHATHISTORY LATEST #oda * 50')).join('\n');
  expect(await latest()).not.toContain('marked-before');
  await oda.say('since then');
  await back.until(/since then/);
  expect(await latest()).toContain('since then');
  const asked = await back.ask('CHATHISTORY AFTER #oda timestamp=1970-01-01T00:00:00.000Z 50');
  expect(asked.join('\n')).not.toContain('marked-before');
});

it('an edit of what was said before they came tells plain programs no words', async () => {
  const open = await lab();
  const ali = await enter(open.server, 'ali');
  const early = await lines(open, 'veli');
  const { seq } = await ali.say('marked-before');
  await set(open.store, { newcomersRead: 0 });
  const late = [await lines(open, 'can'), await json(open, 'deniz')];
  const edit = { in: 'everyone', target: seq, cid: 'edited-edited-ed', text: 'marked-edit' };
  await ali.ask('edit-message', edit);
  await ali.say('the end');
  expect(await early.until('the end')).toContain('marked-edit');
  for (const peer of late) expect(await peer.until('the end')).not.toContain('marked-');
});
