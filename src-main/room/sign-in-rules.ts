import type { Refusal, RefusalCode } from '../../src-shared/protocol/codes.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import { characterCount } from '../../src-shared/text/refuse-text.ts';

/** What is known of a claim to an account that exists. */
export type ClaimFacts = {
  hasPassword: boolean;
  passwordGiven: boolean;
  passwordRight: boolean;
  /** The device's key is one that this account was made or entered with. */
  deviceKnown: boolean;
};

/**
 * Whether a peer may enter as an account (R1.3, R3.1): with the password if there is one, with the
 * device that made the account if there is none.
 */
export function judgeClaim(facts: ClaimFacts): 'right' | RefusalCode {
  if (!facts.hasPassword) return facts.deviceKnown ? 'right' : 'name-taken';
  if (!facts.passwordGiven) return 'password-needed';
  return facts.passwordRight ? 'right' : 'wrong-password';
}

/** A new account's password; undefined if it is fine or none is wanted. */
export function refuseNewPassword(password: string | undefined): RefusalCode | undefined {
  if (password === undefined) return undefined;
  const characters = characterCount(password);
  if (characters < limits.minPasswordCharacters) return 'password-too-short';
  return characters > limits.maxPasswordCharacters ? 'password-too-long' : undefined;
}

/** The same with how many characters it should have. */
export function passwordRefusal(password: string | undefined): Refusal | undefined {
  const code = refuseNewPassword(password);
  const isShort = code === 'password-too-short';
  const limit = isShort ? limits.minPasswordCharacters : limits.maxPasswordCharacters;
  return code && { code, limit };
}

/** How long the next try waits after `wrongInARow` wrong passwords, in milliseconds. */
export function wrongPasswordWaitMs(wrongInARow: number): number {
  const doubled = limits.wrongPasswordFirstWaitMs * 2 ** (wrongInARow - 1);
  return Math.min(doubled, limits.wrongPasswordLongestWaitMs);
}
