import type { AccountId } from '../../../../src-shared/protocol/ids.ts';
import type { DeviceProof, RoomStore } from '../../../room/ports.ts';
import { systemPlace } from '../../../room/system-entries.ts';
import type { SystemDraft } from '../../../room/system-entries.ts';

type NewAccount = {
  account: AccountId;
  name: string;
  nameKey: string;
  passwordHash?: string;
  isGuest: boolean;
};
type PasswordChange = DeviceProof & { passwordHash: string | undefined };

/** What a room writes into its log about people. */
export function peopleOf({ log }: Pick<RoomStore, 'log'>) {
  const write = async (draft: SystemDraft): Promise<string> => {
    const [outcome] = await log.append([draft]);
    return outcome?.is === 'refused' ? outcome.code : 'created';
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
    changePassword: ({ account, device, keyHash, passwordHash }: PasswordChange) => {
      const hasPassword = passwordHash !== undefined;
      const secret = { passwordHash, keyHash };
      return write({ type: 'password-changed', ...place, account, device, hasPassword, secret });
    },
  };
}
