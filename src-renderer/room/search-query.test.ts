import { describe, expect, it } from 'vitest';
import {
  directConversation,
  everyone,
  groupConversation,
  type AccountId,
} from '../../src-shared/protocol/ids.ts';
import { ali, member, self, veli } from '../bridge/testing/sample-room.ts';
import { parseSearchQuery } from './search-store.ts';

const ayse = 'ayse000000' as AccountId;
const aliCan = 'alican0000' as AccountId;
const members = [
  member(self, 'Ece'),
  member(ali, 'Ali'),
  member(veli, 'Veli'),
  member(ayse, 'Ayşe Işık'),
  member(aliCan, 'Ali Can'),
];
const mutfak = groupConversation('mutfak0000000000');
const groups = [{ in: mutfak, name: 'Mutfak' }];
const parse = (typed: string) => parseSearchQuery(typed, { self, members, groups });

describe('search query', () => {
  it('is the text alone where no filter is typed', () => {
    expect(parse('  sel   geliyor ')).toEqual({ text: 'sel geliyor', problems: [] });
  });

  it('R0.7 takes filters out of the text, wherever they stand', () => {
    const query = parse('from:ali elma in:everyone before:2026-01-31 armut');
    expect(query).toEqual({
      text: 'elma armut',
      from: ali,
      in: everyone,
      before: new Date(2026, 0, 31).getTime(),
      problems: [],
    });
  });

  it('understands the Turkish words, with and without their letters', () => {
    const query = parse('kimden:veli nerede:herkes önce:31.01.2026 Sonra:2025-12-01');
    expect(query.from).toBe(veli);
    expect(query.in).toBe(everyone);
    expect(query.before).toBe(new Date(2026, 0, 31).getTime());
    expect(query.after).toBe(new Date(2025, 11, 1).getTime());
    expect(parse('once:2026-01-31').before).toBe(query.before);
  });

  it('asks for links, for what mentions oneself and for what is pinned', () => {
    expect(parse('has:link elma')).toEqual({ text: 'elma', hasLink: true, problems: [] });
    expect(parse('mentions:me is:pinned')).toMatchObject({ mentionsMe: true, isPinned: true });
    const query = parse('İçeren:bağlantı anılan:ben durum:sabit');
    expect(query).toEqual({
      text: '',
      hasLink: true,
      mentionsMe: true,
      isPinned: true,
      problems: [],
    });
    expect(parse('has:money').problems).toEqual([
      { operator: 'has', value: 'money', is: 'not-a-kind' },
    ]);
  });

  it('asks for files, and for kinds of them, in both languages', () => {
    expect(parse('has:file elma')).toEqual({ text: 'elma', hasFile: 'any', problems: [] });
    expect(parse('içeren:dosya').hasFile).toBe('any');
    for (const word of ['has:picture', 'içeren:resim', 'HAS:PHOTO'])
      expect(parse(word).hasFile).toBe('picture');
    expect(parse('iceren:ses').hasFile).toBe('sound');
    expect(parse('has:video').hasFile).toBe('film');
  });

  it('finds people by folded names, by beginnings, in quotes, and oneself', () => {
    expect(parse('from:AYSE').from).toBe(ayse);
    expect(parse('from:"ayşe ışık" x')).toMatchObject({ from: ayse, text: 'x' });
    expect(parse('from:ben').from).toBe(self);
    expect(parse('in:veli').in).toBe(directConversation(self, veli));
    expect(parse('in:MUTF').in).toBe(mutfak);
    expect(parse('from:mutfak').problems[0]?.is).toBe('nobody');
  });

  it('an exact name goes before longer ones that begin with it', () => {
    expect(parse('from:ali').from).toBe(ali);
    expect(parse('from:al').problems).toEqual([{ operator: 'from', value: 'al', is: 'several' }]);
  });

  it('says what it cannot use', () => {
    expect(parse('from:zeynep').problems).toEqual([
      { operator: 'from', value: 'zeynep', is: 'nobody' },
    ]);
    expect(parse('in:ece').problems[0]?.is).toBe('nobody');
    expect(parse('in:al').problems).toEqual([{ operator: 'in', value: 'al', is: 'several' }]);
    expect(parse('before:2026-02-31').problems[0]?.is).toBe('not-a-date');
  });

  it('a filter without a value yet is no filter, and an address is text', () => {
    expect(parse('elma from:')).toEqual({ text: 'elma', problems: [] });
    expect(parse('https://oda.example/x:1').text).toBe('https://oda.example/x:1');
  });
});
