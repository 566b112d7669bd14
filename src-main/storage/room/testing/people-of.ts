import type { AccountId, DeviceId } from '../../../../src-shared/protocol/ids.ts';
import type { Status } from '../../../../src-shared/protocol/status.ts';
import type { DeviceProof, RoomStore } from '../../../room/ports.ts';
import { resetCodeMade, systemPlace } from '../../../room/system-entries.ts';
import type { SystemDraft } from '../../../room/system-entries.ts';

type NewAccount = {
  account: AccountId;
  name: string;
  nameKey: string;
  passwordHash?: string;
  isGuest: boolean;
};
type PasswordChange = DeviceProof & { passwordHash: string | undefined; resetHash?: string };

/** What a room writes into its log about people. */
export function peopleOf({ log }: Pick<RoomStore, 'log'>) {
  const write = async (draft: SystemDraft, done = 'created'): Promise<string> => {
    const [outcome] = await log.append([draft]);
    return outcome?.is === 'refused' ? outcome.code : done;
  };
  const place = { in: systemPlace, at: 1 };
  return {
    list: async () => (await log.snapshot()).accounts,
    create: ({ passwordHash, ...account }: NewAccount) => {
      const hasPassword = passwordHash !== undefined;
      const secret = hasPassword ? { passwordHash } : undefined;
      return write({ type: 'account-made', ...place, ...account, hasPassword, secret });
    },
    freeName: (account: AccountId) => write({ type: 'name-freed', ...place, account }),
    changePassword: ({ account, device, ...secret }: PasswordChange) => {
      const hasPassword = secret.passwordHash !== undefined;
      const who = { account, device, hasPassword };
      return write({ type: 'password-changed', ...place, ...who, secret }, 'changed');
    },
    endDevice: (account: AccountId, device: DeviceId) =>
      write({ type: 'device-ended', ...place, account, device }, 'ended'),
    setStatus: (account: AccountId, status?: Status) =>
      write({ type: 'status-set', ...place, account, status }, 'set'),
    makeResetCode: (account: AccountId, codeHash: string, expiresAt: number) =>
      write(resetCodeMade({ account, expiresAt, at: 1 }, { codeHash })),
  };
}
