import type { AccountId, DeviceId } from '../../../src-shared/protocol/ids.ts';
import type {
  Account,
  AccountStore,
  DeviceProof,
  FoundToken,
  NewAccount,
  PasswordChange,
  TokenProof,
  TokenRecord,
} from '../../room/ports.ts';
import { releasedKey } from './released-key.ts';

type MemoryAccount = Omit<Account, 'hasPassword'> & { passwordHash: string | undefined };

export class MemoryAccounts implements AccountStore {
  readonly #accounts = new Map<AccountId, MemoryAccount>();
  readonly #keyHashes = new Map<string, string>();
  readonly #tokens = new Map<DeviceId, TokenRecord>();

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
    for (const token of this.#tokens.values()) {
      if (token.account === account && token.device !== device) this.#tokens.delete(token.device);
    }
    await this.saveDevice(proof);
  }

  async saveDevice({ account, device, keyHash }: DeviceProof): Promise<void> {
    this.#keyHashes.set(`${account} ${device}`, keyHash);
  }

  async hasDevice({ account, device, keyHash }: DeviceProof): Promise<boolean> {
    return this.#keyHashes.get(`${account} ${device}`) === keyHash;
  }

  async saveToken(token: TokenRecord): Promise<void> {
    this.#tokens.set(token.device, { ...token });
  }

  async findToken({ device, tokenHash, now }: TokenProof): Promise<FoundToken | undefined> {
    const token = this.#tokens.get(device);
    const found = [token, token?.previous].find((each) => each?.tokenHash === tokenHash);
    if (!token || !found || found.expiresAt <= now) return undefined;
    return { account: token.account, expiresAt: found.expiresAt };
  }

  async confirmToken(device: DeviceId): Promise<void> {
    const token = this.#tokens.get(device);
    if (token) this.#tokens.set(device, { ...token, previous: undefined });
  }

  async saveLastSeen(account: AccountId, at: number): Promise<void> {
    const known = this.#accounts.get(account);
    if (known) known.lastSeenAt = at;
  }
}
