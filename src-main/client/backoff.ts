import type { RefusalCode } from '../../src-shared/protocol/codes.ts';
import type { Random } from '../../src-shared/outside/random.ts';

const firstMs = 500;
/** A host that starts again, or a network that was gone for a moment: whoever waits is back within this. */
const shortMs = 2000;
/** Some two minutes of that. */
const shortTries = 120;
const longestMs = 30_000;

/**
 * How long to wait before the next try: doubling, with full jitter so that a room's members do not come back as one. A
 * room that has long been away is asked less often.
 */
export class Backoff {
  readonly #random: Random;
  #failures = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  nextMs(): number {
    const beyond = Math.min(Math.max(0, this.#failures - shortTries), 16);
    const longest = Math.min(longestMs, shortMs * 2 ** beyond);
    const ceiling = Math.min(longest, firstMs * 2 ** Math.min(this.#failures, 16));
    this.#failures += 1;
    return Math.round(ceiling * this.#random.fraction());
  }

  reset(): void {
    this.#failures = 0;
  }
}

/**
 * What trying again by itself cannot mend: the person has to do something first. That another room answers
 * at the address is none of these: the right one may be back there, or be brought back, at any time.
 */
const personCodes: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  'name-empty',
  'name-too-long',
  'name-not-allowed',
  'name-taken',
  'password-needed',
  'invite-or-password-needed',
  'wrong-password',
  'password-too-short',
  'password-too-long',
  'peer-too-old',
  'peer-too-new',
  'address-invalid',
  'replaced',
  'signed-out',
  'password-changed',
  'approval-asked',
  'new-password-needed',
  'reset-code-wrong',
  'signed-out-elsewhere',
  'turned-away',
  'knock-unanswered',
  'kicked',
  'banned',
  'room-password-needed',
  'wrong-room-password',
  'bad-field',
  'unknown-command',
]);

export function needsPerson(code: RefusalCode): boolean {
  return personCodes.has(code);
}
