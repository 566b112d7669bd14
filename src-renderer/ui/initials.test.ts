import { describe, expect, it } from 'vitest';
import { avatarTone, dealTones, initialsOf } from './avatar.tsx';

const en = { language: 'en' };

describe('initialsOf', () => {
  it('are large as in the language that is shown', () => {
    expect(initialsOf('irem ışık', en)).toBe('II');
    expect(initialsOf('irem ışık', { language: 'tr' })).toBe('İI');
  });

  it('takes the first letters of the first and the last word', () => {
    expect(initialsOf('Ayşe Nur Demir', en)).toBe('AD');
    expect(initialsOf('ali', en)).toBe('A');
    expect(initialsOf('ali.veli', en)).toBe('AV');
    expect(initialsOf('Şule Öz', { ...en, most: 1 })).toBe('Ş');
  });

  it('never cuts a letter of several code points', () => {
    expect(initialsOf('👩‍👩‍👧 Aile', en)).toBe('👩‍👩‍👧A');
  });

  it('has something for a name without letters', () => {
    expect(initialsOf('***', en)).toBe('?');
    expect(initialsOf('', en)).toBe('?');
  });
});

describe('avatarTone', () => {
  it('is the same for the same id and differs among ids', () => {
    expect(avatarTone('account-01')).toBe(avatarTone('account-01'));
    const tones = new Set(Array.from({ length: 200 }, (_, at) => avatarTone(`account-${at}`)));
    expect([...tones].toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 12 }, (_, tone) => tone),
    );
  });

  it('no two people of a room have the same one as long as there is another, and who has one keeps it', () => {
    const people = Array.from({ length: 30 }, (_, at) => `account-${at}`);
    const first = dealTones(new Map(), people.slice(0, 5));
    const twelve = dealTones(first, people.slice(0, 12));
    expect(new Set(twelve.values()).size).toBe(12);
    expect([...twelve].slice(0, 5)).toEqual([...first]);
    expect(dealTones(twelve, people.slice(0, 12))).toBe(twelve);
    const all = dealTones(twelve, people);
    expect(all.get('account-29')).toBe(avatarTone('account-29'));
  });
});
