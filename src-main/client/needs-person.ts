import type { RefusalCode } from '../../src-shared/protocol/codes.ts';

/**
 * What trying again by itself cannot mend: the person has to do something first. That another room answers
 * at the address is none of these: the right one may be back there, or be brought back, at any time.
 */
const codes: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  'name-empty',
  'name-too-long',
  'name-not-allowed',
  'name-taken',
  'password-needed',
  'wrong-password',
  'password-too-short',
  'password-too-long',
  'peer-too-old',
  'peer-too-new',
  'address-invalid',
  'replaced',
  'signed-out',
  'password-changed',
  'bad-field',
  'unknown-command',
]);

export function needsPerson(code: RefusalCode): boolean {
  return codes.has(code);
}
