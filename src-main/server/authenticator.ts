import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { AccountId, DeviceId, InviteId, Secret } from '../../src-shared/protocol/ids.ts';
import { makeResetCode, readResetCode } from '../../src-shared/text/reset-code.ts';
import type { Outcome } from '../../src-shared/protocol/outcome.ts';
import type { AnswerOf } from '../../src-shared/protocol/protocol.ts';
import type { Random } from '../../src-shared/outside/random.ts';
import type { Claim, Effect, Reply, SignInOutcome } from '../room/effects.ts';
import type {
  AccountStore,
  DeviceProof,
  DeviceRecord,
  InviteStore,
  RoomLog,
} from '../room/ports.ts';
import type { ReadsFrom } from '../room/reads-from.ts';
import type { Guess } from '../room/room.ts';
import { judgeClaim } from '../room/sign-in-rules.ts';
import { resetCodeMade, systemPlace } from '../room/system-entries.ts';
import type { SystemDraft, SystemDraftOf } from '../room/system-entries.ts';
import { hashSecret, inviteIdOf } from './hash-secret.ts';
import { nobodysHash } from './password-hasher.ts';
import type { PasswordHasher } from './password-hasher.ts';

export type AuthenticatorParts = {
  log: Pick<RoomLog, 'append' | 'readsFrom'>;
  accounts: AccountStore;
  invites: InviteStore;
  passwords: PasswordHasher;
  random: Random;
  wallMs: () => number;
  /** Since when newcomers read what was said: everything, from now on, or from that time on. */
  newcomersSince: () => 'all' | 'now' | number;
  /** Whether the session still waits for its answer. */
  isThere: (reply: Reply) => boolean;
  /** The room's waits between passwords; `end` gives back how long the next one waits. */
  guesses: {
    begin(guess: Guess): number;
    end(guess: Guess, how: 'right' | 'wrong' | 'untried'): number;
  };
};

type Refused = { ok: false } & Extract<SignInOutcome, { is: 'refused' }>;
/** The hash that the password fitted, or that of a code in its place, or why not. */
type Guessed = { ok: true; stored: string } | { ok: true; resetHash: string } | Refused;

/** What the wrong passwords of the room itself are counted by, beside the address. */
const noAccount = '' as AccountId;

type Tried = { guess: Guess; stored: string | undefined; password: string; reply: Reply };

type EffectOf<D extends Effect['do']> = Extract<Effect, { do: D }>;

/** Does the slow part of a sign-in for the room: hashes, and what the store knows of an account. */
export class Authenticator {
  readonly #parts: AuthenticatorParts;

  constructor(parts: AuthenticatorParts) {
    this.#parts = parts;
  }

  async createAccount(effect: EffectOf<'create-account'>): Promise<SignInOutcome> {
    const { accounts, passwords, random } = this.#parts;
    const { reply, claim, guest, isOwner, addressKey, ...named } = effect;
    const { password } = claim;
    const hasPassword = password !== undefined;
    const bidden = await this.#bidden(claim);
    if ('refusal' in bidden) return { is: 'refused', refusal: { code: bidden.refusal } };
    const locked =
      bidden.invite === undefined && !isOwner ? await this.#unlock(claim, effect) : undefined;
    if (locked) return locked;
    const passwordHash = hasPassword
      ? await passwords.hash(password, () => this.#parts.isThere(reply))
      : undefined;
    if (hasPassword && passwordHash === undefined) return untried;
    const account = random.text(10) as AccountId;
    const secret = passwordHash === undefined ? undefined : { passwordHash };
    const { invite } = bidden;
    const role = isOwner ? 'owner' : bidden.role;
    const own = { account, hasPassword, isGuest: false, secret, invite, role } as const;
    const readsFrom = isOwner ? undefined : await this.#readsFrom();
    const made = this.#accountMade(named, { ...own, readsFrom });
    const freed = guest === undefined ? [] : [this.#freed(guest, invite)];
    const refusal = await this.#write([...freed, made]);
    if (refusal) return { is: 'refused', refusal };
    await accounts.saveDevice(this.#recordOf(account, claim), passwordHash);
    return this.#letIn(account, claim.device, { how: 'registered', passwordHash });
  }

  /** What an account is made with that comes by an invite: looked at before the work, and by the log at last. */
  async #bidden({ invite: secret }: Claim) {
    if (secret === undefined) return { invite: undefined, role: undefined };
    const { invites, wallMs } = this.#parts;
    const invite = inviteIdOf(secret);
    const found = await invites.find(invite, wallMs());
    return 'refusal' in found ? found : { invite, role: found.role };
  }

  async createGuest(effect: EffectOf<'create-guest'>): Promise<SignInOutcome> {
    const locked = await this.#unlock(effect, effect);
    if (locked) return locked;
    const { known, name, nameKey } = effect;
    const readsFrom = await this.#readsFrom();
    if (known !== undefined) return this.#guestBack(known, readsFrom);
    const account = this.#parts.random.text(10) as AccountId;
    const own = { account, hasPassword: false, isGuest: true, readsFrom } as const;
    const refusal = await this.#write([this.#accountMade({ name, nameKey }, own)]);
    return refusal ? { is: 'refused', refusal } : { is: 'guest-made', account };
  }

  /** Nobody vouches for the name: who comes by it is new each time. */
  async #guestBack(account: AccountId, readsFrom: ReadsFrom | undefined): Promise<SignInOutcome> {
    const at = this.#parts.wallMs();
    const draft = { type: 'guest-returned', in: systemPlace, at, account, readsFrom } as const;
    const refusal = await this.#write([draft]);
    return refusal ? { is: 'refused', refusal } : { is: 'guest-back', account };
  }

  /** Undefined for everything. */
  async #readsFrom(): Promise<ReadsFrom | undefined> {
    const since = this.#parts.newcomersSince();
    if (since === 'all') return undefined;
    return this.#parts.log.readsFrom(since === 'now' ? undefined : since);
  }

  /** Whether the room's own password is right, if one was given: the room has asked for it if it needs one. */
  async #unlock(
    { roomPassword }: { roomPassword?: string | undefined },
    { reply, addressKey }: { reply: Reply; addressKey: string },
  ): Promise<Refused | undefined> {
    if (roomPassword === undefined) return undefined;
    const stored = await this.#parts.accounts.readRoomPasswordHash();
    if (stored === undefined) return undefined;
    const guess = { account: noAccount, addressKey };
    const guessed = await this.#guess({ guess, stored, password: roomPassword, reply });
    if (guessed.ok || guessed.refusal.code !== 'wrong-password')
      return guessed.ok ? undefined : guessed;
    return refused({ ...guessed.refusal, code: 'wrong-room-password' });
  }

  /** A known device waits for its own wrong guesses only; anybody else for those of the address too. */
  async checkClaim(effect: EffectOf<'check-claim'>): Promise<SignInOutcome> {
    const { accounts } = this.#parts;
    const { account, hasPassword, claim, addressWaitMs, isSecret } = effect;
    const proof = proofOf(account, claim);
    const deviceKnown = await accounts.hasDevice(proof);
    if (addressWaitMs > 0 && !deviceKnown) return tryLater(addressWaitMs);
    const isCode = claim.password !== undefined && readResetCode(claim.password) !== undefined;
    const isStranger = isSecret && !deviceKnown;
    if (claim.password !== undefined && (hasPassword || isCode || isStranger)) {
      return this.#checkPassword(effect, claim.password, deviceKnown);
    }
    if (isStranger) return refused({ code: 'invite-or-password-needed' });
    const verdict = judgeClaim({
      hasPassword,
      passwordGiven: false,
      passwordRight: false,
      deviceKnown,
    });
    if (verdict !== 'right') return { is: 'refused', refusal: { code: verdict } };
    await accounts.saveDevice(this.#recordOf(account, claim));
    return this.#letIn(account, claim.device, { how: 'signed-in', passwordHash: undefined });
  }

  async #checkPassword(
    { reply, account, claim, addressKey }: EffectOf<'check-claim'>,
    password: string,
    deviceKnown: boolean,
  ): Promise<SignInOutcome> {
    const guess = { account, addressKey, device: deviceKnown ? claim.device : undefined };
    const stored = (await this.#parts.accounts.readPasswordHash(account)) ?? nobodysHash;
    const guessed = await this.#guess({ guess, stored, password, reply });
    if (!guessed.ok) return guessed;
    if ('resetHash' in guessed) return this.#setAnew(account, claim, guessed.resetHash);
    const { stored: passwordHash } = guessed;
    await this.#parts.accounts.saveDevice(this.#recordOf(account, claim), passwordHash);
    return this.#letIn(account, claim.device, { how: 'signed-in', passwordHash });
  }

  async #guess({ guess, stored, password, reply }: Tried): Promise<Guessed> {
    const { accounts, passwords, guesses, isThere } = this.#parts;
    const waitMs = guesses.begin(guess);
    if (waitMs > 0) return tryLater(waitMs);
    let how: 'right' | 'wrong' | 'untried' = 'untried';
    let retryAfterMs = 0;
    const code = readResetCode(password);
    const resetHash = code && hashSecret(code);
    try {
      if (
        resetHash &&
        (await accounts.hasResetCode(guess.account, resetHash, this.#parts.wallMs()))
      ) {
        how = 'right';
        return { ok: true, resetHash };
      }
      const isRight =
        stored !== undefined && (await passwords.verify(password, stored, () => isThere(reply)));
      if (isRight !== undefined) how = isRight ? 'right' : 'wrong';
    } finally {
      retryAfterMs = guesses.end(guess, how);
    }
    if (how === 'right' && stored !== undefined) return { ok: true, stored };
    const isCode = code !== undefined;
    if (how === 'wrong')
      return refused({ code: isCode ? 'reset-code-wrong' : 'wrong-password', retryAfterMs });
    return untried;
  }

  /** By a code: the new password counts from now on, and only on this device. */
  async #setAnew(account: AccountId, claim: Claim, resetHash: string): Promise<SignInOutcome> {
    const { newPassword, device, deviceKey } = claim;
    if (newPassword === undefined) return refused({ code: 'new-password-needed' });
    const { accounts, passwords } = this.#parts;
    const passwordHash = await passwords.hash(newPassword);
    const secret = { passwordHash, keyHash: hashSecret(deviceKey), resetHash };
    const refusal = await this.#changed({ account, device }, secret);
    if (refusal) return refused(refusal);
    await accounts.saveDevice(this.#recordOf(account, claim), passwordHash);
    return this.#letIn(account, device, { how: 'signed-in', passwordHash });
  }

  /** The code is kept nowhere: what is stored is its hash. */
  async makeResetCode(account: AccountId): Promise<Outcome<AnswerOf<'make-reset-code'>>> {
    const { random, wallMs } = this.#parts;
    const resetCode = makeResetCode(Buffer.from(random.text(20), 'base64url'));
    const at = wallMs();
    const expiresAt = at + limits.resetCodeMs;
    const secret = { codeHash: hashSecret(readResetCode(resetCode) ?? resetCode) };
    const refusal = await this.#write([resetCodeMade({ account, expiresAt, at }, secret)]);
    return refusal ? { ok: false, refusal } : { ok: true, value: { resetCode, expiresAt } };
  }

  async checkToken({ device, token }: EffectOf<'check-token'>): Promise<SignInOutcome> {
    const { accounts, wallMs } = this.#parts;
    const next = this.#newToken();
    const account = await accounts.replaceToken({
      device,
      tokenHash: hashSecret(token),
      now: wallMs(),
      next: { tokenHash: hashSecret(next.token), expiresAt: next.expiresAt },
    });
    if (account === undefined) return { is: 'refused', refusal: { code: 'token-invalid' } };
    return { is: 'right', how: 'resumed', account, device, token: next.token };
  }

  /** Undefined if it is done. The device is the session's own: it waits for its own wrong guesses. */
  async changePassword(change: EffectOf<'change-password'>): Promise<Refusal | undefined> {
    const { passwords } = this.#parts;
    const { reply, account, device, deviceKey, current, password } = change;
    if (current !== undefined) {
      const stored = await this.#parts.accounts.readPasswordHash(account);
      const guess = { account, addressKey: '', device };
      const guessed = await this.#guess({ guess, stored, password: current, reply });
      if (!guessed.ok) return guessed.refusal;
      if ('resetHash' in guessed) return { code: 'wrong-password' };
    }
    const passwordHash = password === undefined ? undefined : await passwords.hash(password);
    return this.#changed({ account, device }, { passwordHash, keyHash: hashSecret(deviceKey) });
  }

  #changed(
    who: { account: AccountId; device: DeviceId },
    secret: SystemDraftOf<'password-changed'>['secret'],
  ): Promise<Refusal | undefined> {
    const hasPassword = secret.passwordHash !== undefined;
    const at = this.#parts.wallMs();
    const draft = { type: 'password-changed', in: systemPlace, at, ...who, hasPassword } as const;
    return this.#write([{ ...draft, secret }]);
  }

  #recordOf(account: AccountId, claim: Claim): DeviceRecord {
    return { ...proofOf(account, claim), computer: claim.computer, at: this.#parts.wallMs() };
  }

  /** All at once; what became of the last one counts. */
  async #write(drafts: readonly SystemDraft[]): Promise<Refusal | undefined> {
    const outcome = (await this.#parts.log.append(drafts)).at(-1);
    return outcome?.is === 'refused' ? { code: outcome.code } : undefined;
  }

  #accountMade(
    { name, nameKey }: { name: string; nameKey: string },
    more: Omit<SystemDraftOf<'account-made'>, 'type' | 'in' | 'at' | 'name' | 'nameKey'>,
  ): SystemDraft {
    const at = this.#parts.wallMs();
    return { type: 'account-made', in: systemPlace, at, name, nameKey, ...more };
  }

  #freed(account: AccountId, invite: InviteId | undefined): SystemDraft {
    return { type: 'name-freed', in: systemPlace, at: this.#parts.wallMs(), account, invite };
  }

  /** Refused if the password was changed, at whatever host, since it was looked at. */
  async #letIn(
    account: AccountId,
    device: DeviceId,
    { how, passwordHash }: { how: 'registered' | 'signed-in'; passwordHash: string | undefined },
  ): Promise<SignInOutcome> {
    const { token, expiresAt } = this.#newToken();
    const record = { account, device, tokenHash: hashSecret(token), expiresAt };
    const isKept = await this.#parts.accounts.saveToken(record, passwordHash);
    if (!isKept) return refused({ code: 'token-invalid' });
    return { is: 'right', how, account, device, token };
  }

  #newToken(): { token: Secret; expiresAt: number } {
    const { random, wallMs } = this.#parts;
    return {
      token: random.text(43) as Secret,
      expiresAt: wallMs() + limits.tokenLifetimeMs,
    };
  }
}

/** Its session has ended: nobody is told. */
const untried = refused({ code: 'try-later' });

function tryLater(retryAfterMs: number): Refused {
  return refused({ code: 'try-later', retryAfterMs });
}

function refused(refusal: Refusal): Refused {
  return { ok: false, is: 'refused', refusal };
}

function proofOf(account: AccountId, { device, deviceKey }: Claim): DeviceProof {
  return { account, device, keyHash: hashSecret(deviceKey) };
}
