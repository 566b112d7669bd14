import { describe, expect, it } from 'vitest';
import type { Entry } from '../protocol/entries.ts';
import { everyone, groupConversation } from '../protocol/ids.ts';
import type { AccountId } from '../protocol/ids.ts';
import { entrySentence, tellEntry } from './entry-sentence.ts';
import type { OtherEntry } from './entry-sentence.ts';

const [ali, veli] = ['account-of-ali00', 'account-of-veli0'] as [AccountId, AccountId];
const group = groupConversation('group-group-gr-1');
const place = { in: group, seq: 3, id: 4, at: 5 };
const nameOf = (account: AccountId) => (account === ali ? 'Ali' : 'Veli');
const said = (entry: OtherEntry, name?: string) =>
  entrySentence(tellEntry(entry, { nameOf, groupName: () => name }), 'en');

describe('the sentence of an entry', () => {
  const inGroup: [OtherEntry, string, string][] = [
    [
      { type: 'added', ...place, by: ali, account: ali },
      'Ali made a group',
      'Ali made the group “Kat 2”',
    ],
    [
      { type: 'added', ...place, by: ali, account: veli },
      'Ali added Veli to a group',
      'Ali added Veli to “Kat 2”',
    ],
    [
      { type: 'removed', ...place, by: ali, account: veli },
      'Ali took Veli out of a group',
      'Ali took Veli out of “Kat 2”',
    ],
    [
      { type: 'removed', ...place, by: veli, account: veli },
      'Veli left a group',
      'Veli left “Kat 2”',
    ],
    [
      { type: 'renamed', ...place, by: ali, name: 'Kat 3' },
      'Ali renamed a group',
      'Ali named the group “Kat 3”',
    ],
  ];

  it.each(inGroup)('names the group only where it may: %j', (entry, unnamed, named) => {
    expect(said(entry)).toBe(unnamed);
    expect(said(entry, 'Kat 2')).toBe(named);
  });

  it('has coming by the name that was said with it, and going by the known one', () => {
    expect(said({ type: 'joined', ...place, in: everyone, account: ali, name: 'Ali A.' })).toBe(
      'Ali A. came in',
    );
    expect(said({ type: 'left', ...place, in: everyone, account: veli, reason: 'lost' })).toBe(
      'Veli left',
    );
  });

  it('says a kind that nobody has words for by its name', () => {
    const nudge = { type: 'nudged', ...place, by: ali, account: veli } as unknown as Entry;
    expect(said(nudge as OtherEntry)).toBe('Ali: nudged Veli');
    const clap = { type: 'clapped', ...place, by: ali } as unknown as Entry;
    expect(said(clap as OtherEntry)).toBe('Ali: clapped');
  });
});
