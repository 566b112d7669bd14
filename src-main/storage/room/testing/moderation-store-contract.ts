import { describe, expect, test } from 'vitest';
import { hostAccount } from '../../../../src-shared/protocol/ids.ts';
import type { AccountId } from '../../../../src-shared/protocol/ids.ts';
import { limits } from '../../../../src-shared/protocol/limits.ts';
import type { RoomStore } from '../../../room/ports.ts';
import { systemPlace } from '../../../room/system-entries.ts';
import type { SystemDraft } from '../../../room/system-entries.ts';
import { added, ali, cem, groupChanged, laptop, removed, veli } from './room-samples.ts';

const place = { in: systemPlace, at: 5 } as const;
const marks = { devices: [laptop], addresses: ['10.0.0.7'] };

export function moderationStoreContract(open: () => RoomStore | Promise<RoomStore>): void {
  /** Ali owns the room, and Veli is a member. */
  const begin = async () => {
    const store = await open();
    const write = async (...drafts: SystemDraft[]): Promise<string[]> =>
      (await store.log.append(drafts)).map((each) => (each.is === 'refused' ? each.code : each.is));
    const comes = (account: AccountId, name: string): SystemDraft => {
      const person = { account, name, nameKey: name, hasPassword: false, isGuest: false };
      return { type: 'account-made', ...place, ...person };
    };
    await write({ ...comes(ali, 'ali'), role: 'owner' } as SystemDraft, comes(veli, 'veli'));
    return { store, write };
  };

  describe('what moderators did', () => {
    test('is told by the record, the newest first, in pages, and by nothing else', async () => {
      const { store, write } = await begin();
      await write(
        { type: 'muted', ...place, by: ali, account: veli, until: 9, reason: 'loud' },
        { type: 'options-changed', ...place, by: hostAccount, options: { plain: true } },
        { type: 'unmuted', ...place, by: hostAccount, account: veli },
        { type: 'kicked', ...place, by: ali, account: veli },
      );
      const first = await store.log.readRecord({ account: veli, limit: 2 });
      expect(first.map(({ type }) => type)).toEqual(['kicked', 'unmuted']);
      const before = first.at(-1)?.id;
      expect(await store.log.readRecord({ account: veli, before, limit: 2 })).toEqual([
        expect.objectContaining({ type: 'muted', account: veli, until: 9, reason: 'loud' }),
      ]);
    });

    test('of a group is told to those who may read it there', async () => {
      const { store, write } = await begin();
      await write({ type: 'muted', ...place, by: ali, account: veli });
      const inGroup = [added(ali), groupChanged(true), added(veli), groupChanged(false)];
      await store.log.append([...inGroup, removed(veli), groupChanged(true)]);
      const told = async (account: AccountId) =>
        (await store.log.readRecord({ account, limit: 9 })).map((each) =>
          each.type === 'group-changed' ? each.readOnly : each.type,
        );
      expect(await told(ali)).toEqual([true, false, true, 'muted']);
      expect(await told(veli)).toEqual([false, 'muted']);
      expect(await told(cem)).toEqual(['muted']);
    });

    test('is refused of who may not, by the roles as the log has come to them', async () => {
      const { write } = await begin();
      const kick: SystemDraft = { type: 'kicked', ...place, by: veli, account: ali };
      expect(await write(kick)).toEqual(['not-allowed']);
      const both = await write({ type: 'handed-over', ...place, by: ali, account: veli }, kick, {
        type: 'handed-over',
        ...place,
        by: ali,
        account: ali,
      });
      expect(both).toEqual(['stored', 'stored', 'not-allowed']);
    });

    test('a ban holds until it is lifted, and those that have ended make room', async () => {
      const { store, write } = await begin();
      const ban: SystemDraft = { type: 'banned', ...place, by: ali, account: veli, ...marks };
      const many = Array.from({ length: limits.bansPerRoom }, (_, number) => ({
        ...ban,
        ...(number === 0 ? { until: 7 } : {}),
      }));
      expect(new Set(await write(...many))).toEqual(new Set(['stored']));
      expect(await write(ban)).toEqual(['too-many-bans']);
      expect(await write({ ...ban, at: 8 })).toEqual(['stored']);
      const { bans } = await store.log.snapshot();
      expect(bans).toHaveLength(limits.bansPerRoom);
      expect(bans[0]).toEqual({ ban: 4, account: veli, by: ali, at: 5, ...marks });
      const lift: SystemDraft = { type: 'unbanned', ...place, by: ali, account: veli, ban: 4 };
      expect(await write(lift, lift)).toEqual(['stored', 'no-such-ban']);
    });

    test('the room’s name, settings and password stay, and no entry has the password’s hash', async () => {
      const { store, write } = await begin();
      const change = { type: 'room-changed', ...place, by: ali } as const;
      const changes = { name: 'Kitchen', readOnly: true, hasPassword: true };
      await write({ ...change, changes, secret: { passwordHash: 'the hash' } });
      await write({
        ...change,
        changes: { slowModeSeconds: 5, editSeconds: 60, forbidden: ['groups'] },
      });
      expect(await store.log.snapshot()).toMatchObject({
        name: 'Kitchen',
        settings: {
          readOnly: true,
          slowModeSeconds: 5,
          editSeconds: 60,
          forbidden: ['groups'],
          hasPassword: true,
        },
      });
      expect(await store.accounts.readRoomPasswordHash()).toBe('the hash');
      expect(JSON.stringify(await store.log.readRecord({ account: veli, limit: 9 }))).not.toContain(
        'the hash',
      );
      const none = { hasPassword: false };
      await write({ ...change, changes: none, secret: { passwordHash: undefined } });
      expect(await store.accounts.readRoomPasswordHash()).toBeUndefined();
    });
  });
}
