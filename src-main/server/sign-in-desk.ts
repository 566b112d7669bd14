import { createHash } from 'node:crypto';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { AccountId, DeviceId, Secret } from '../../src-shared/protocol/ids.ts';
import type { Random } from '../../src-shared/outside/random.ts';
import type { Effect, SignInOutcome } from '../room/effects.ts';
import type { AccountStore, TokenRecord } from '../room/ports.ts';
import { judgeClaim } from '../room/sign-in-rules.ts';
import type { PasswordHasher } from './password-hasher.ts';

export type SignInDeskParts = {
  accounts: AccountStore;
  passwords: PasswordHasher;
  random: Random;
  wallMs: () => number;
};

type EffectOf<D extends Effect['do']> = Extract<Effect, { do: D }>;

/** Does the slow part of a sign-in for the room: hashes, and what the store knows of an account. */
export class SignInDesk {
  readonly #parts: SignInDeskParts;

  constructor(parts: SignInDeskParts) {
    this.#parts = parts;
  }

  async createAccount({
    name,
    nameKey,
    claim,
  }: EffectOf<'create-account'>): Promise<SignInOutcome> {
    const { accounts, passwords, random } = this.#parts;
    const hasPassword = claim.password !== undefined;
    const passwordHash =
      claim.password === undefined ? undefined : await passwords.hash(claim.password);
    const account = random.text(10) as AccountId;
    const made = await accounts.create({ account, name, nameKey, passwordHash, isGuest: false });
    if (made !== 'created') return { kind: 'refused', refusal: { code: made } };
    if (!hasPassword) {
      await accounts.saveDevice({
        account,
        device: claim.device,
        keyHash: hashSecret(claim.deviceKey),
      });
    }
    const created = { name, nameKey, hasPassword };
    return { ...(await this.#letIn(account, claim.device)), how: 'registered', created };
  }

  async createGuest({ name, nameKey }: EffectOf<'create-guest'>): Promise<SignInOutcome> {
    const { accounts, random } = this.#parts;
    const account = random.text(10) as AccountId;
    const made = await accounts.create({ account, name, nameKey, isGuest: true });
    if (made !== 'created') return { kind: 'refused', refusal: { code: made } };
    return { kind: 'guest-made', account, name, nameKey };
  }

  /** `wrong-password` is returned as it is: how long to wait is the room's to say. */
  async checkClaim({
    account,
    hasPassword,
    claim,
  }: EffectOf<'check-claim'>): Promise<SignInOutcome> {
    const verdict = judgeClaim({
      hasPassword,
      passwordGiven: claim.password !== undefined,
      passwordRight: hasPassword && (await this.#isRightPassword(account, claim.password)),
      deviceKnown:
        !hasPassword &&
        (await this.#parts.accounts.hasDevice({
          account,
          device: claim.device,
          keyHash: hashSecret(claim.deviceKey),
        })),
    });
    if (verdict !== 'right') return { kind: 'refused', refusal: { code: verdict } };
    return this.#letIn(account, claim.device);
  }

  async checkToken({ device, token }: EffectOf<'check-token'>): Promise<SignInOutcome> {
    const { accounts, wallMs } = this.#parts;
    const tokenHash = hashSecret(token);
    const found = await accounts.findToken({ device, tokenHash, now: wallMs() });
    if (!found) return { kind: 'refused', refusal: { code: 'token-invalid' } };
    const previous = { tokenHash, expiresAt: found.expiresAt };
    return { ...(await this.#letIn(found.account, device, previous)), how: 'resumed' };
  }

  /** Undefined where it is done; `wrong-password` is returned as it is. */
  async changePassword(change: EffectOf<'change-password'>): Promise<Refusal | undefined> {
    const { accounts, passwords } = this.#parts;
    const { account, device, deviceKey, current, password } = change;
    if (current !== undefined && !(await this.#isRightPassword(account, current))) {
      return { code: 'wrong-password' };
    }
    const passwordHash = password === undefined ? undefined : await passwords.hash(password);
    const keyHash = hashSecret(deviceKey);
    await accounts.changePassword({ account, device, keyHash, passwordHash });
    return undefined;
  }

  async #isRightPassword(account: AccountId, password: string | undefined): Promise<boolean> {
    if (password === undefined) return false;
    const stored = await this.#parts.accounts.readPasswordHash(account);
    return stored !== undefined && this.#parts.passwords.verify(password, stored);
  }

  async #letIn(
    account: AccountId,
    device: DeviceId,
    previous?: TokenRecord['previous'],
  ): Promise<Extract<SignInOutcome, { kind: 'right' }>> {
    const { accounts, random, wallMs } = this.#parts;
    const token = random.text(43) as Secret;
    const expiresAt = wallMs() + limits.tokenLifetimeMs;
    await accounts.saveToken({
      account,
      device,
      tokenHash: hashSecret(token),
      expiresAt,
      previous,
    });
    return { kind: 'right', how: 'signed-in', account, device, token };
  }
}

/** Secrets are 256 random bits: a plain SHA-256 keeps them safe on disk (W8). */
function hashSecret(secret: Secret): string {
  return createHash('sha256').update(secret).digest('base64url');
}
