import { describe, expect, it } from 'vitest';
import { avatarTone, initialsOf } from './avatar.tsx';

describe('initialsOf', () => {
  it('takes the first letters of the first and the last word', () => {
    expect(initialsOf('Ayşe Nur Demir')).toBe('AD');
    expect(initialsOf('ali')).toBe('A');
    expect(initialsOf('ali.veli')).toBe('AV');
    expect(initialsOf('Şule Öz', 1)).toBe('Ş');
  });

  it('never cuts a letter of several code points', () => {
    expect(initialsOf('👩‍👩‍👧 Aile')).toBe('👩‍👩‍👧A');
  });

  it('has something for a name without letters', () => {
    expect(initialsOf('***')).toBe('?');
    expect(initialsOf('')).toBe('?');
  });
});

describe('avatarTone', () => {
  it('is the same for the same id and differs among ids', () => {
    expect(avatarTone('account-01')).toBe(avatarTone('account-01'));
    const tones = new Set(Array.from({ length: 200 }, (_, at) => avatarTone(`account-${at}`)));
    expect([...tones].toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });
});
