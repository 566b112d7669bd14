import { expect, it } from 'vitest';
import type { Group } from '../../../src-shared/protocol/groups.ts';
import type { AccountId } from '../../../src-shared/protocol/ids.ts';
import { everyone, groupConversation } from '../../../src-shared/protocol/ids.ts';
import { asSlug, ChannelTable } from './channels.ts';

const owner = 'account000' as AccountId;
const group = (name: string, id: string): Group => ({
  in: groupConversation(id.padEnd(16, '0')),
  name,
  owner,
  members: [owner],
  firstSeq: 1,
});

/** A room without topics. */
const room = { name: 'Mutfak', findTopic: () => undefined, peopleIn: () => [owner] };

it('a group’s name becomes one that a channel can have', () => {
  expect(asSlug('Hafta sonu')).toBe('Hafta-sonu');
  expect(asSlug(' ,a:\u0007b, ')).toBe('a-b');
  expect(asSlug('---')).toBe('group');
  expect(Buffer.byteLength(asSlug('😀'.repeat(64)))).toBeLessThanOrEqual(96);
  expect([...asSlug('x'.repeat(64))].length).toBeLessThanOrEqual(58);
});

it('no two channels have one name, whatever the groups are called', () => {
  const table = new ChannelTable(room, [
    group('oda', 'aaaa'),
    group('Plan', 'bbbb'),
    group('PLAN', 'cccc'),
    group('plan', 'ccccd'),
  ]);
  const names = [...table.all()].map((channel) => channel.name);
  expect(names).toEqual(['#oda', '#oda-aaaa', '#Plan', '#PLAN-cccc', '#ccccd00000000000']);
  expect(table.named('#PLAN')?.conversation).toBe(group('', 'bbbb').in);
  expect(table.of(everyone)?.topic).toBe('Mutfak');
});

it('a new name frees the old one', () => {
  const table = new ChannelTable(room, [group('Plan', 'bbbb')]);
  const channel = table.named('#plan');
  expect(channel && table.rename(channel, 'Plan!')).toBe(true);
  expect(table.named('#plan')).toBeUndefined();
  expect(table.takeIn(group('plan', 'cccc')).name).toBe('#plan');
  if (channel) table.remove(channel);
  expect(table.named('#plan!')).toBeUndefined();
});
