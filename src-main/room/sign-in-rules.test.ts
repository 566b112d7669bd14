import { describe, expect, it } from 'vitest';
import { judgeClaim, refuseNewPassword, wrongPasswordWaitMs } from './sign-in-rules.ts';

const nothingKnown = {
  hasPassword: false,
  passwordGiven: false,
  passwordRight: false,
  deviceKnown: false,
};

describe('R3.1 who may enter as an account', () => {
  it.each([
    ['no password on it, its own device', { deviceKnown: true }, 'right'],
    [
      'no password on it, its own device, one typed anyway',
      { deviceKnown: true, passwordGiven: true },
      'right',
    ],
    ['no password on it, another device', {}, 'name-taken'],
    ['no password on it, another device that guesses one', { passwordGiven: true }, 'name-taken'],
    ['a password on it, none given', { hasPassword: true, deviceKnown: true }, 'password-needed'],
    [
      'a password on it, a wrong one given',
      { hasPassword: true, passwordGiven: true },
      'wrong-password',
    ],
    [
      'a password on it, the right one given',
      { hasPassword: true, passwordGiven: true, passwordRight: true },
      'right',
    ],
  ] as const)('%s', (_what, facts, verdict) => {
    expect(judgeClaim({ ...nothingKnown, ...facts })).toBe(verdict);
  });
});

it('takes passwords of 8 to 128 characters, counted as a person counts them', () => {
  expect(refuseNewPassword(undefined)).toBeUndefined();
  expect(refuseNewPassword('1234567')).toBe('password-too-short');
  expect(refuseNewPassword('👋👋👋👋')).toBe('password-too-short');
  expect(refuseNewPassword('12345678')).toBeUndefined();
  expect(refuseNewPassword('👋'.repeat(128))).toBeUndefined();
  expect(refuseNewPassword('x'.repeat(129))).toBe('password-too-long');
});

it('doubles the wait after each wrong password up to a quarter of an hour', () => {
  expect([1, 2, 3, 10, 11, 1000].map(wrongPasswordWaitMs)).toEqual([
    1000,
    2000,
    4000,
    512_000,
    15 * 60_000,
    15 * 60_000,
  ]);
});
