import { usualFileTerms } from '../protocol/files.ts';
import { describe, expect, it } from 'vitest';
import { en } from '../translations/en/en.ts';
import { tr } from '../translations/tr/tr.ts';
import { privacyLabel } from './privacy-label.ts';
import type { PrivacyFacts, PrivacyLabel } from './privacy-label.ts';

const everyone: PrivacyFacts = {
  kind: 'everyone',
  isLive: true,
  logsTexts: false,
  plain: false,
  access: 'invited',
  files: usualFileTerms,
  newcomersRead: 'all',
  guests: 0,
  isWithGuest: false,
  isCompared: false,
};
const kinds = ['everyone', 'direct', 'group', 'private'] as const;

/** As people read it. */
const said = ({ line, statements }: PrivacyLabel) =>
  [en, tr].map(({ privacy }) => [line, ...statements].map((each) => privacy[each]).join('\n'));

describe('the privacy label', () => {
  it.each([
    ['who is told at all', everyone, { kind: 'direct' }],
    ['a group', everyone, { kind: 'group' }],
    ['a private chat', everyone, { kind: 'private' }],
    ['the log', everyone, { logsTexts: true }],
    ['who may join', everyone, { access: 'open' }],
    ['what newcomers read', everyone, { newcomersRead: 0 }],
    ['of how many days', { ...everyone, newcomersRead: 0 }, { newcomersRead: 7 }],
    ['plain programs', everyone, { plain: true }],
    ['plain programs, directly', { ...everyone, kind: 'direct' }, { plain: true }],
    ['plain programs, in a group', { ...everyone, kind: 'group' }, { plain: true }],
    ['a connection that is lost', everyone, { isLive: false }],
    ['guests who are in', everyone, { guests: 1 }],
    ['a guest, directly', { ...everyone, kind: 'direct' }, { isWithGuest: true }],
    ['comparing', { ...everyone, kind: 'private' }, { isCompared: true }],
  ] as [string, PrivacyFacts, Partial<PrivacyFacts>][])(
    'says something else in both languages with another fact: %s',
    (_, facts, flipped) => {
      const [before, after] = [privacyLabel(facts), privacyLabel({ ...facts, ...flipped })];
      for (const [place, words] of said(before).entries()) {
        expect(said(after)[place]).not.toBe(words);
      }
    },
  );

  it('says for every kind who reads, where it is kept, whether the log has it, and how it travels', () => {
    for (const kind of kinds) {
      const { line, statements } = privacyLabel({ ...everyone, kind });
      const has = (beginning: string) => statements.filter((each) => each.startsWith(beginning));
      expect(has('read_')).toHaveLength(1);
      expect(has('stored')).toHaveLength(1);
      expect(has('way_')).toHaveLength(1);
      expect(has('log_')).toHaveLength(kind === 'private' ? 0 : 1);
      expect(statements[0]).toBe(line);
    }
  });

  it('never says of what is not said to everyone that the log holds it', () => {
    for (const kind of kinds.slice(1)) {
      const { statements } = privacyLabel({ ...everyone, kind, logsTexts: true });
      expect(statements).not.toContain('log_texts');
    }
  });
});
