import type { AccountId, DeviceId } from '../../../src-shared/protocol/ids.ts';
import type {
  Account,
  AccountStore,
  DeviceProof,
  NewAccount,
  PasswordChange,
  TokenRecord,
  TokenReplacement,
} from '../../room/ports.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import { releasedKey } from './released-key.ts';

type MemoryToken = TokenRecord & { previous?: { tokenHash: string; expiresAt: number } };
type MemoryAccount = Omit<Account, 'hasPassword'> & { passwordHash: string | undefined };

export class MemoryAccounts implements AccountStore {
  readonly #accounts = new Map<AccountId, MemoryAccount>();
  readonly #keyHashes = new Map<string, string>();
  readonly #tokens = new Map<string, MemoryToken>();

  async list(): Promise<Account[]> {
    return [...this.#accounts.values()].map(({ passwordHash, ...account }) => ({
      ...account,
      hasPassword: passwordHash !== undefined,
    }));
  }

  async create({ account, name, nameKey, passwordHash, isGuest }: NewAccount) {
    const isTaken = [...this.#accounts.values()].some((other) => other.nameKey === nameKey);
    if (isTaken) return 'name-taken';
    if (this.#accounts.has(account)) throw new Error(`Account ${account} exists`);
    this.#accounts.set(account, { account, name, nameKey, passwordHash, isGuest });
    return 'created';
  }

  async releaseName(account: AccountId): Promise<void> {
    const known = this.#accounts.get(account);
    if (known?.isGuest === true) known.nameKey = releasedKey(account);
  }

  async readPasswordHash(account: AccountId): Promise<string | undefined> {
    return this.#accounts.get(account)?.passwordHash;
  }

  async changePassword({ passwordHash, ...proof }: PasswordChange): Promise<void> {
    const { account, device } = proof;
    const known = this.#accounts.get(account);
    if (known) known.passwordHash = passwordHash;
    for (const key of this.#keyHashes.keys()) {
      if (key.startsWith(`${account} `)) this.#keyHashes.delete(key);
    }
    for (const [key, token] of this.#tokens) {
      if (token.account === account && token.device !== device) this.#tokens.delete(key);
    }
    await this.saveDevice(proof, passwordHash);
  }

  async saveDevice(
    { account, device, keyHash }: DeviceProof,
    passwordHash?: string,
  ): Promise<void> {
    if (this.#accounts.get(account)?.passwordHash !== passwordHash) return;
    const key = `${account} ${device}`;
    const others = [...this.#keyHashes.keys()].filter(
      (other) => other !== key && other.startsWith(`${account} `),
    );
    if (others.length < limits.devicesPerAccount) this.#keyHashes.set(key, keyHash);
  }

  async hasDevice({ account, device, keyHash }: DeviceProof): Promise<boolean> {
    return this.#keyHashes.get(`${account} ${device}`) === keyHash;
  }

  async saveToken(token: TokenRecord): Promise<void> {
    const { account, device } = token;
    this.#tokens.set(`${account} ${device}`, { ...token });
    const newestFirst = [...this.#tokens.entries()]
      .filter(([, each]) => each.account === account && each.device !== device)
      .toSorted(([, one], [, other]) => other.expiresAt - one.expiresAt);
    for (const [key] of newestFirst.slice(limits.devicesPerAccount - 1)) this.#tokens.delete(key);
  }

  async replaceToken({ device, tokenHash, now, next }: TokenReplacement) {
    for (const [key, token] of this.#tokens) {
      if (token.device !== device) continue;
      const used = [token, token.previous].find((each) => each?.tokenHash === tokenHash);
      if (!used || used.expiresAt <= now) continue;
      const previous = { tokenHash, expiresAt: used.expiresAt };
      this.#tokens.set(key, { ...token, ...next, previous });
      return token.account;
    }
    return undefined;
  }

  async confirmToken(account: AccountId, device: DeviceId): Promise<void> {
    delete this.#tokens.get(`${account} ${device}`)?.previous;
  }

  async endToken(account: AccountId, device: DeviceId): Promise<void> {
    this.#tokens.delete(`${account} ${device}`);
  }

  async saveLastSeen(account: AccountId, at: number): Promise<void> {
    const known = this.#accounts.get(account);
    if (known) known.lastSeenAt = at;
  }
}
