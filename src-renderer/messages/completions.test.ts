import { usualFileTerms } from '../../src-shared/protocol/files.ts';
import { usualRoomSettings } from '../../src-shared/protocol/room-settings.ts';
import { describe, expect, it } from 'vitest';
import type { TypedWorld } from '../../src-shared/typed/typed-world.ts';
import type { ContactGroupView } from '../../src-shared/bridge/contacts.ts';
import type { GroupView } from '../../src-shared/bridge/groups.ts';
import type { PrivateView } from '../../src-shared/member/own-copy.ts';
import { everyone, groupConversation, type AccountId } from '../../src-shared/protocol/ids.ts';
import type { Language } from '../../src-shared/translations/catalogue.ts';
import { createMemoryBridge } from '../bridge/testing/memory-bridge.ts';
import { ali, member, privateView, roomId, self, veli } from '../bridge/testing/sample-room.ts';
import { loadEmoji } from '../ui/emoji-picker/emoji-list.ts';
import { completionsOf, emojiCompletions, emojiTypedOut, mostCompletions } from './completions.ts';
import { emojiCodes } from './emoji-codes.ts';

const selin = 'selin00000' as AccountId;
const people = [
  member(self, 'Ece'),
  member(selin, 'Selin Irmak', { presence: 'offline' }),
  member(ali, 'Ali', { presence: 'away' }),
  member(veli, 'Veli', { guest: true }),
];
const contactGroup = (name: string, members: AccountId[] = []): ContactGroupView => ({
  room: roomId,
  group: name.padEnd(16, '0'),
  name,
  members,
});
const group = (name: string, standing: GroupView['standing']): GroupView => ({
  room: roomId,
  in: groupConversation(name.padEnd(16, '0')),
  name,
  owner: ali,
  members: [ali, self],
  firstSeq: 1,
  standing,
});

function worldWith(more: Partial<Record<'privates', PrivateView[]>> = {}): TypedWorld {
  return {
    bridge: createMemoryBridge(),
    room: roomId,
    self,
    members: () => people,
    contactGroups: () => [contactGroup('Lab', [ali]), contactGroup('a~b'), contactGroup('Labor')],
    groups: () => [group('Kat2', 'member'), group('Kat3', 'left')],
    knocks: () => [],
    privates: () => more.privates ?? [],
    settings: () => usualRoomSettings,
    here: () => everyone,
    wallMs: () => 0,
    facts: () => ({
      isLive: true,
      logsTexts: false,
      plain: false,
      access: 'open',
      files: usualFileTerms,
    }),
  };
}
const complete = (line: string, world = worldWith()) =>
  completionsOf(line, world, { everyone: 'Herkes' });
const lines = (line: string, world = worldWith()) =>
  complete(line, world).items.map((item) => item.line);

describe('ordinary text', () => {
  it.each(['', 'merhaba', ' /users', '//users', 'exit', 'Veli~', 'a /users', '/in\nx', '1/2'])(
    '%j goes on with nothing',
    (line) => expect(complete(line)).toEqual({ items: [], isComplete: false }),
  );
});

describe('commands', () => {
  it('/ alone finds all of them, as many as are shown at once', () => {
    expect(lines('/').length).toBeLessThanOrEqual(mostCompletions);
    expect(lines('/')).toContain('@PM ');
    expect(lines('/')).toContain('LOGOUT');
  });

  it('are found by the beginning of any of their words, in any case', () => {
    expect(lines('/US')).toEqual(['/users']);
    expect(lines('/search_')).toEqual(['/search_message ', '/search_person ']);
    expect(lines('/person_r')).toEqual(['/group_person_remove ']);
    expect(lines('/ers')).toEqual([]);
  });

  it('@ finds only what begins so', () => {
    expect(lines('@')).toEqual(['@PM ']);
    expect(lines('@u')).toEqual([]);
  });

  it('what is the same stands before what is longer', () => {
    expect(lines('/exit')).toEqual(['exit', 'EXIT PM']);
  });

  it('one that is typed in full is not offered again; one that needs more is', () => {
    expect(complete('/Users')).toEqual({ items: [], isComplete: true });
    expect(complete('/search_person')).toMatchObject({ isComplete: false });
    expect(lines('/search_person')).toEqual(['/search_person ']);
    expect(complete('/logout').isComplete).toBe(false);
  });
});

describe('what follows', () => {
  it('R0.7 people after /search_person, who is here first, without oneself', () => {
    expect(lines('/search_person ')).toEqual([
      '/search_person Veli',
      '/search_person Ali',
      '/search_person Selin Irmak',
    ]);
    expect(lines('/search_person ırm')).toEqual(['/search_person Selin Irmak']);
    expect(complete('/SEARCH_PERSON  ali ')).toEqual({ items: [], isComplete: true });
  });

  it('R3.3 @PM offers everybody but guests, and answers only to who asks', () => {
    expect(lines('@pm ')).toEqual(['@PM Ali', '@PM Selin Irmak']);
    const asked = privateView({ partner: veli, state: { is: 'asked', expiresAt: 1 } });
    const world = worldWith({ privates: [privateView(), asked] });
    expect(lines('/accept ')).toEqual([]);
    expect(lines('/accept ', world)).toEqual(['/accept Veli']);
    expect(lines('/decline ', world)).toEqual(['/decline Veli']);
  });

  it('R0.8 contact groups, and of people those whom the command can add or remove', () => {
    expect(lines('/group_view ')).toEqual([
      '/group_view Lab',
      '/group_view a~b',
      '/group_view Labor',
    ]);
    expect(lines('/group_message l')).toEqual(['/group_message Lab~', '/group_message Labor~']);
    expect(lines('/group_message ')).not.toContain('/group_message a~b~');
    expect(lines('/group_message Lab~')).toEqual([]);
    expect(lines('/group_person_remove Lab~')).toEqual(['/group_person_remove Lab~Ali']);
    expect(lines('/group_person_add Lab~')).toEqual([
      '/group_person_add Lab~Veli',
      '/group_person_add Lab~Selin Irmak',
    ]);
  });

  it('a group that is typed in full and needs more is still offered', () => {
    expect(lines('/group_message lab')).toEqual(['/group_message Lab~', '/group_message Labor~']);
    expect(complete('/group_view lab')).toMatchObject({ isComplete: true });
  });

  it('everyone, groups one is in, and people after /in', () => {
    expect(lines('/in ')).toEqual([
      '/in Herkes',
      '/in Kat2',
      '/in Veli',
      '/in Ali',
      '/in Selin Irmak',
    ]);
  });

  it('nothing where a text or a new name is wanted', () => {
    expect(lines('/search_message s')).toEqual([]);
    expect(lines('/group_name_add L')).toEqual([]);
    expect(lines('/unknown x')).toEqual([]);
  });
});

describe('emoji', () => {
  it('a colon and two letters go on with emoji; less, or a time, with nothing', async () => {
    const groups = await loadEmoji();
    const written = (text: string) =>
      emojiCompletions(text, { groups, tone: '', language: 'en' }).items.map(({ line }) => line);
    expect(written('well :thumbs_up')).toEqual(['well 👍 ']);
    expect(written(':gül')).toContain('🌹 ');
    expect(written(':s')).toEqual([]);
    expect(written('at 10:30')).toEqual([]);
    expect(written('::smile: done')).toEqual([]);
  });

  it('have their names in the language of the window, and are found by those of the other one too', async () => {
    const groups = await loadEmoji();
    const named = (text: string, language: Language) =>
      emojiCompletions(text, { groups, tone: '', language }).items.map(({ name }) => name);
    expect(named(':thumbs_up', 'tr')).toEqual(['baş parmak yukarıda']);
    expect(named(':baş_parmak_yukarıda', 'en')).toEqual(['thumbs up']);
    for (const { emojis } of groups)
      for (const { emoji, names } of emojis)
        for (const name of Object.values(names)) expect(name, emoji).not.toBe('');
  });

  it('are offered after a bracket too, and by the names that other messengers have for them', async () => {
    const groups = await loadEmoji();
    const first = (text: string) =>
      emojiCompletions(text, { groups, tone: '', language: 'en' }).items[0]?.line;
    expect(first('(:smil')).toBe('(😄 ');
    expect(first(':+1')).toBe('👍 ');
    expect(first('so :tad')).toBe('so 🎉 ');
    expect(first('http://:tad')).toBeUndefined();
    for (const emoji of emojiCodes.values())
      expect(
        groups.some(({ emojis }) => emojis.some((one) => one.emoji === emoji)),
        emoji,
      ).toBe(true);
  });

  it('a name that was typed in full between colons is one, but not in code', async () => {
    const groups = await loadEmoji();
    const typed = (text: string) => emojiTypedOut(text, groups, '');
    expect(typed('nice :smile:')).toEqual({ from: 5, emoji: '😄' });
    expect(typed('(:thumbs_up:')).toEqual({ from: 1, emoji: '👍' });
    expect(typed(':gül:')).toEqual({ from: 0, emoji: '🌹' });
    for (const text of ['`a :smile:', ':smil:', 'at 10:30:', 'a:smile:', ':smile: '])
      expect(typed(text), text).toBeUndefined();
    expect(typed('`a` :smile:')?.emoji).toBe('😄');
  });
});
