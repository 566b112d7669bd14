import { describe, expect, it } from 'vitest';
import { isChange } from '../../src-shared/protocol/entries.ts';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { tellEntry } from '../../src-shared/sentences/entry-sentence.ts';
import type { Language } from '../../src-shared/translations/catalogue.ts';
import { mutfak } from '../people/testing/sample-people.ts';
import { createI18n } from '../i18n/create-i18n.ts';
import { createFormat } from '../i18n/format.ts';
import { ali, joined, left, now, self, veli } from '../bridge/testing/sample-room.ts';
import { presenceText } from './presence-text.ts';
import type { PresenceEntry } from './timeline-rows.ts';

const names: Record<string, string> = { [self]: 'Ayşe', [ali]: 'Ali', [veli]: 'Veli' };

let seq = 0;
const place = () => {
  seq += 1;
  return { in: mutfak, seq, id: seq, at: now };
};
const added = (account: AccountId, by = self): PresenceEntry => ({
  type: 'added',
  ...place(),
  by,
  account,
});
const removed = (account: AccountId, by = self): PresenceEntry => ({
  type: 'removed',
  ...place(),
  by,
  account,
});
const renamed = (name: string): PresenceEntry => ({ type: 'renamed', ...place(), by: self, name });

function said(entries: readonly Entry[], language: Language = 'en'): string {
  const { t } = createI18n(language);
  const named = entries
    .filter((entry) => entry.type !== 'message' && entry.type !== 'expired' && !isChange(entry))
    .map((entry) => {
      const nameOf = (account: AccountId) => names[account] ?? account;
      return { entry, told: tellEntry(entry, { nameOf, groupName: () => undefined }) };
    });
  return presenceText(named, { t, format: createFormat({ t, language }) });
}

describe('presence text', () => {
  it('tells how a group began', () => {
    const beginning = [added(self), renamed('Mutfak'), added(ali), added(veli)];
    expect(said(beginning)).toBe('Ayşe made the group Mutfak with Ali and Veli');
    expect(said(beginning, 'tr')).toBe('Ayşe, Mutfak grubunu Ali ve Veli ile kurdu');
    expect(said([added(self), added(ali)])).toBe('Ayşe made the group with Ali');
  });

  it('who is added later did not begin with it', () => {
    const later = { ...added(veli), at: place().at + 60 * 60_000 };
    expect(said([added(self), renamed('Mutfak'), later])).toBe(
      'Ayşe made the group Mutfak · Ayşe added Veli',
    );
  });

  it('a name that a group gets later is told of as such', () => {
    expect(said([added(self), renamed('Mutfak'), renamed('Salon')])).toBe(
      'Ayşe made the group Mutfak · Ayşe named the group Salon',
    );
  });

  it('says "and 3 more" where many were added', () => {
    const many = Array.from({ length: 5 }, (_, i) => added(`member000${i}` as AccountId));
    expect(said(many)).toBe('Ayşe added member0000, member0001, and 3 more');
  });

  it('tells leaving from being taken out', () => {
    expect(said([removed(ali, ali)])).toBe('Ali left');
    expect(said([removed(ali)])).toBe('Ayşe took Ali out');
  });

  it('a group’s story keeps its order: who was added again after leaving is in it', () => {
    expect(said([added(ali), removed(ali, ali), added(ali)])).toBe(
      'Ayşe added Ali · Ali left · Ayşe added Ali',
    );
  });

  it('R0.3 R0.10 who came and went is condensed, whatever the order', () => {
    const entries = [
      left(1, ali),
      joined(2, [veli, 'Veli']),
      left(3, veli),
      joined(4, [ali, 'Ali']),
    ];
    expect(said(entries)).toBe('Veli and Ali joined · Ali and Veli left');
  });
});
