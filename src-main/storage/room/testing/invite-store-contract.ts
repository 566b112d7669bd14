import { describe, expect, test } from 'vitest';
import type { InviteTerms } from '../../../../src-shared/host/invites.ts';
import type { AccountId, InviteId, InviteSecret } from '../../../../src-shared/protocol/ids.ts';
import { limits } from '../../../../src-shared/protocol/limits.ts';
import type { RoomStore } from '../../../room/ports.ts';
import { inviteMade, inviteRevoked, systemPlace } from '../../../room/system-entries.ts';
import type { SystemDraft } from '../../../room/system-entries.ts';
import { ali } from './room-samples.ts';

const inviteOf = (number: number) => String(number).padStart(43, 'i') as InviteId;
const invite = inviteOf(1);
const secret = `${'s'.repeat(21)}A` as InviteSecret;

export function inviteStoreContract(open: () => RoomStore | Promise<RoomStore>): void {
  const begin = async () => {
    const store = await open();
    const write = async (draft: SystemDraft): Promise<string> => {
      const [outcome] = await store.log.append([draft]);
      return outcome?.is === 'refused' ? outcome.code : 'stored';
    };
    const make = (terms: Partial<InviteTerms> = {}, id = invite, at = 1) =>
      write(inviteMade({ invite: id, secret }, { role: 'member', ...terms }, at));
    const comes = (name: string, at = 10, isGuest = false): SystemDraft => ({
      type: 'account-made',
      in: systemPlace,
      at,
      account: name.padEnd(10, '0') as AccountId,
      name,
      nameKey: name,
      hasPassword: false,
      isGuest,
      ...(isGuest ? {} : { invite, role: 'member' as const }),
    });
    return { store, write, make, comes };
  };

  describe('invites', () => {
    test('one that was made is found with its role, and who came by it stands in the list', async () => {
      const { store, write, make, comes } = await begin();
      expect(await store.invites.list()).toEqual([]);
      await make({ role: 'guest', expiresAt: 100, uses: 3 });
      await make({}, inviteOf(2), 5);
      expect(await store.invites.find(invite, 99)).toEqual({ role: 'guest' });
      await write(comes('ali'));
      await write(comes('veli'));
      expect(await store.invites.list()).toEqual([
        { invite: inviteOf(2), secret, role: 'member', madeAt: 5, used: 0, names: [] },
        {
          invite,
          secret,
          role: 'guest',
          madeAt: 1,
          expiresAt: 100,
          uses: 3,
          used: 2,
          names: ['veli', 'ali'],
        },
      ]);
    });

    test('one that was revoked is told from one that never was by nobody', async () => {
      const { store, write, make, comes } = await begin();
      await make();
      await write(comes('ali'));
      await write(inviteRevoked(invite, 2));
      expect(await store.invites.find(invite, 3)).toEqual({ refusal: 'invite-unknown' });
      expect(await store.invites.find(inviteOf(7), 3)).toEqual({ refusal: 'invite-unknown' });
      expect(await write(comes('veli'))).toBe('invite-unknown');
      expect(await store.invites.list()).toEqual([]);
    });

    test('one that has ended lets nobody in, and makes no account', async () => {
      const { store, write, make, comes } = await begin();
      await make({ expiresAt: 100 });
      expect(await store.invites.find(invite, 100)).toEqual({ refusal: 'invite-expired' });
      expect(await write(comes('ali', 100))).toBe('invite-expired');
      expect((await store.log.snapshot()).accounts).toEqual([]);
      expect(await write(comes('ali', 99))).toBe('stored');
    });

    test('of several who want its last use in one transaction, the first has it', async () => {
      const { store, make, comes } = await begin();
      await make({ uses: 2 });
      const outcomes = await store.log.append(['ali', 'veli', 'cem'].map((name) => comes(name)));
      expect(outcomes.map(({ is }) => is)).toEqual(['stored', 'stored', 'refused']);
      expect(outcomes[2]).toHaveProperty('code', 'invite-used-up');
      expect(await store.invites.find(invite, 11)).toEqual({ refusal: 'invite-used-up' });
    });

    test('a name that was refused for something else uses nothing up', async () => {
      const { store, write, make, comes } = await begin();
      await make({ uses: 1 });
      await write(comes('ali', 1, true));
      expect(
        await write({ ...comes('ali'), account: 'other00000' as AccountId } as SystemDraft),
      ).toBe('name-taken');
      expect(await store.invites.list()).toMatchObject([{ used: 0 }]);
    });

    test('a guest’s name is not given up for somebody whom no invite lets in', async () => {
      const { store, write, comes } = await begin();
      await write(comes('ali', 1, true));
      const freed = { type: 'name-freed', in: systemPlace, at: 2, account: ali, invite } as const;
      const outcomes = await store.log.append([freed, comes('ali')]);
      expect(outcomes.map((outcome) => 'code' in outcome && outcome.code)).toEqual([
        'invite-unknown',
        'invite-unknown',
      ]);
      expect((await store.log.snapshot()).accounts).toMatchObject([{ nameKey: 'ali' }]);
    });

    test('so many are in force at most, and so many that have ended are kept', async () => {
      const { store, make } = await begin();
      const most = limits.invitesPerRoom;
      for (let number = 0; number < most; number += 1)
        expect(await make({ expiresAt: 50 }, inviteOf(number))).toBe('stored');
      expect(await make({}, inviteOf(most), 49)).toBe('too-many-invites');
      expect(await make({}, inviteOf(most), 50)).toBe('stored');
      const kept = await store.invites.list();
      expect(kept).toHaveLength(most);
      expect(kept.at(-1)?.invite).toBe(inviteOf(1));
    });

    test('an account is what its invite said', async () => {
      const { store, write, make, comes } = await begin();
      await make({ role: 'guest' });
      await write({ ...comes('ali'), role: 'guest' } as SystemDraft);
      expect((await store.log.snapshot()).accounts).toMatchObject([{ name: 'ali', role: 'guest' }]);
    });
  });
}
