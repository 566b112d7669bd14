import { expect, onTestFinished, test } from 'vitest';
import type { DeviceId } from '../../../../src-shared/protocol/ids.ts';
import { limits } from '../../../../src-shared/protocol/limits.ts';
import type { RoomStore } from '../../../room/ports.ts';
import { peopleOf } from './people-of.ts';
import { ali, laptop, phone, veli } from './room-samples.ts';

/** What every `AccountStore` does. */
export function accountStoreContract(open: () => Promise<RoomStore>): void {
  const openAccounts = async () => {
    const store = await open();
    onTestFinished(() => store.file.close());
    return store.accounts;
  };
  const openPeople = async () => {
    const store = await open();
    onTestFinished(() => store.file.close());
    return { accounts: store.accounts, people: peopleOf(store) };
  };

  test('R3.9 accounts are listed in the order in which they were made', async () => {
    const { accounts, people } = await openPeople();
    expect(await people.list()).toEqual([]);
    const passwordHash = 'scrypt$hash';
    await people.create({
      account: veli,
      name: 'Veli',
      nameKey: 'veli',
      passwordHash,
      isGuest: false,
    });
    await people.create({ account: ali, name: 'Ali', nameKey: 'ali', isGuest: false });
    await accounts.saveLastSeen(ali, 77);
    expect(await people.list()).toEqual([
      { account: veli, name: 'Veli', nameKey: 'veli', hasPassword: true, isGuest: false },
      {
        account: ali,
        name: 'Ali',
        nameKey: 'ali',
        lastSeenAt: 77,
        hasPassword: false,
        isGuest: false,
      },
    ]);
    expect(await accounts.readPasswordHash(veli)).toBe(passwordHash);
    expect(await accounts.readPasswordHash(ali)).toBeUndefined();
  });

  test('R1.3 of two accounts with one name the first one has it', async () => {
    const { people } = await openPeople();
    const outcomes = await Promise.all([
      people.create({ account: ali, name: 'Ali', nameKey: 'ali', isGuest: false }),
      people.create({ account: veli, name: 'ALI', nameKey: 'ali', isGuest: false }),
    ]);
    expect(outcomes).toEqual(['created', 'name-taken']);
    expect((await people.list()).map(({ name }) => name)).toEqual(['Ali']);
  });

  test('R4.3 a guest is listed as one, and has the name as long as it is not released', async () => {
    const { accounts, people } = await openPeople();
    const guest = { name: 'Ali', nameKey: 'ali', isGuest: true };
    await people.create({ account: ali, ...guest });
    expect(await people.create({ account: veli, ...guest, isGuest: false })).toBe('name-taken');
    await accounts.saveLastSeen(ali, 5);
    expect(await people.list()).toEqual([
      { account: ali, ...guest, lastSeenAt: 5, hasPassword: false },
    ]);
    await people.freeName(ali);
    expect(await people.create({ account: veli, ...guest, isGuest: false })).toBe('created');
    const [released, taker] = await people.list();
    expect(released).toMatchObject({ account: ali, name: 'Ali', isGuest: true, lastSeenAt: 5 });
    expect(taker).toMatchObject({ account: veli, nameKey: 'ali', isGuest: false });
  });

  test('a status is kept with its account until it is cleared, and none of a guest', async () => {
    const { people } = await openPeople();
    await people.create({ account: ali, name: 'Ali', nameKey: 'ali', isGuest: false });
    await people.create({ account: veli, name: 'Veli', nameKey: 'veli', isGuest: true });
    const status = { emoji: '📚', text: 'in class', until: 9 };
    expect(await people.setStatus(ali, status)).toBe('set');
    await people.setStatus(veli, status);
    expect((await people.list()).map((each) => each.status)).toEqual([status, undefined]);
    await people.setStatus(ali);
    expect((await people.list()).map((each) => each.status)).toEqual([undefined, undefined]);
  });

  test('two guests of one name can both be released', async () => {
    const { people } = await openPeople();
    for (const account of [ali, veli]) {
      const guest = { account, name: 'Ali', nameKey: 'ali', isGuest: true };
      expect(await people.create(guest)).toBe('created');
      await people.freeName(account);
    }
    const keys = (await people.list()).map(({ nameKey }) => nameKey);
    expect(keys).toEqual([undefined, undefined]);
  });

  test('the name of an account is never released', async () => {
    const { people } = await openPeople();
    await people.create({ account: ali, name: 'Ali', nameKey: 'ali', isGuest: false });
    await people.freeName(ali);
    await people.freeName(veli);
    expect((await people.list()).map(({ nameKey }) => nameKey)).toEqual(['ali']);
  });

  test('a device is known by its account and key only', async () => {
    const accounts = await openAccounts();
    await accounts.saveDevice({ account: ali, device: laptop, keyHash: 'one', at: 1 });
    await accounts.saveDevice({ account: ali, device: phone, keyHash: 'two', at: 1 });
    expect(await accounts.hasDevice({ account: ali, device: laptop, keyHash: 'one' })).toBe(true);
    expect(await accounts.hasDevice({ account: ali, device: phone, keyHash: 'two' })).toBe(true);
    expect(await accounts.hasDevice({ account: ali, device: laptop, keyHash: 'two' })).toBe(false);
    expect(await accounts.hasDevice({ account: veli, device: laptop, keyHash: 'one' })).toBe(false);
    await accounts.saveDevice({ account: ali, device: laptop, keyHash: 'three', at: 1 });
    expect(await accounts.hasDevice({ account: ali, device: laptop, keyHash: 'one' })).toBe(false);
  });

  test('R3.12 another password, or none, leaves one device that is known and ends all other tokens', async () => {
    const { accounts, people } = await openPeople();
    for (const [account, name] of [
      [ali, 'ali'],
      [veli, 'veli'],
    ] as const) {
      await people.create({ account, name, nameKey: name, isGuest: false });
      await accounts.saveDevice({ account, device: phone, keyHash: name, at: 1 });
    }
    const token = (account: typeof ali, device: typeof laptop) => ({
      account,
      device,
      tokenHash: device,
      expiresAt: 100,
    });
    await accounts.saveToken(token(ali, laptop));
    await accounts.saveToken(token(ali, phone));
    await people.changePassword({
      account: ali,
      device: laptop,
      keyHash: 'key',
      passwordHash: 'scrypt$1',
    });
    expect(await accounts.readPasswordHash(ali)).toBe('scrypt$1');
    expect(await accounts.readPasswordHash(veli)).toBeUndefined();
    const find = (device: typeof laptop) => accounts.replaceToken(used(device, device));
    expect(await find(laptop)).toBe(ali);
    expect(await find(phone)).toBeUndefined();
    expect(await accounts.hasDevice({ account: ali, device: phone, keyHash: 'ali' })).toBe(false);
    expect(await accounts.hasDevice({ account: ali, device: laptop, keyHash: 'key' })).toBe(true);
    expect(await accounts.hasDevice({ account: veli, device: phone, keyHash: 'veli' })).toBe(true);
    const none = { account: ali, device: laptop, keyHash: 'key', passwordHash: undefined };
    await people.changePassword(none);
    expect(await people.list()).toMatchObject([{ hasPassword: false }, { hasPassword: false }]);
  });

  test('a device, and a token, is kept only while the password is the one that it proved', async () => {
    const { accounts, people } = await openPeople();
    const named = { account: ali, name: 'Ali', nameKey: 'ali', isGuest: false };
    await people.create({ ...named, passwordHash: 'now' });
    const proof = { account: ali, device: laptop, keyHash: 'key', at: 1 };
    await accounts.saveDevice(proof, 'before');
    await accounts.saveDevice(proof);
    expect(await accounts.hasDevice(proof)).toBe(false);
    const token = { account: ali, device: phone, tokenHash: 'of phone', expiresAt: 100 };
    expect(await accounts.saveToken(token, 'before')).toBe(false);
    expect(await accounts.saveToken(token)).toBe(false);
    expect(await accounts.saveToken(token, 'now')).toBe(true);
    await accounts.saveDevice(proof, 'now');
    expect(await accounts.hasDevice(proof)).toBe(true);
  });

  test('W8 of one account no more than devicesPerAccount devices are known, and hold a token: the one that was seen longest ago goes', async () => {
    const accounts = await openAccounts();
    const devices = Array.from({ length: limits.devicesPerAccount + 1 }, (_, index) => {
      return `device-${String(index).padStart(9, '0')}` as DeviceId;
    });
    const longestAgo = 7;
    for (const [index, device] of devices.entries()) {
      const at = index === longestAgo ? 0 : 1 + index;
      await accounts.saveDevice({ account: ali, device, keyHash: 'key', at });
      await accounts.saveToken({ account: ali, device, tokenHash: device, expiresAt: 500 });
    }
    const isLeft = devices.map((_, index) => index !== longestAgo);
    const proofs = devices.map((device) => ({ account: ali, device, keyHash: 'key' }));
    expect(await Promise.all(proofs.map((proof) => accounts.hasDevice(proof)))).toEqual(isLeft);
    const listed = (await accounts.listDevices(ali)).map(({ device }) => device);
    expect(listed).toEqual(devices.filter((_, index) => isLeft[index]).toReversed());
    const good = await Promise.all(
      devices.map((device) => accounts.replaceToken(used(device, device))),
    );
    expect(good).toEqual(isLeft.map((is) => (is ? ali : undefined)));
  });

  test('a device is listed with its name, since when it is known and when it was seen last', async () => {
    const { accounts, people } = await openPeople();
    await people.create({ account: ali, name: 'Ali', nameKey: 'ali', isGuest: false });
    const proof = { account: ali, keyHash: 'key' };
    await accounts.saveDevice({ ...proof, device: laptop, computer: 'Lenovo', at: 1 });
    await accounts.saveDevice({ ...proof, device: phone, at: 2 });
    await accounts.saveDevice({ account: veli, device: phone, keyHash: 'key', at: 9 });
    expect(await accounts.listDevices(ali)).toEqual([
      { device: phone, since: 2, lastSeenAt: 2 },
      { device: laptop, computer: 'Lenovo', since: 1, lastSeenAt: 1 },
    ]);
    await accounts.saveToken(token);
    await accounts.replaceToken(used('hash', laptop, 50));
    expect(await accounts.listDevices(ali)).toMatchObject([{ device: laptop, lastSeenAt: 50 }, {}]);
    await accounts.saveLastSeen(ali, 60, phone);
    await accounts.saveDevice({ ...proof, device: laptop, at: 70 });
    expect(await accounts.listDevices(ali)).toEqual([
      { device: laptop, computer: 'Lenovo', since: 1, lastSeenAt: 70 },
      { device: phone, since: 2, lastSeenAt: 60 },
    ]);
  });

  test('a device that was signed out is not known any more, nor is its token, and no other goes', async () => {
    const { accounts, people } = await openPeople();
    await people.create({ account: ali, name: 'Ali', nameKey: 'ali', isGuest: false });
    for (const [account, device] of [
      [ali, laptop],
      [ali, phone],
      [veli, laptop],
    ] as const) {
      await accounts.saveDevice({ account, device, keyHash: 'key', at: 1 });
    }
    await accounts.saveToken(token);
    await accounts.saveToken({ ...token, account: veli, tokenHash: 'of veli' });
    expect(await people.endDevice(ali, laptop)).toBe('ended');
    expect(await people.endDevice(ali, laptop)).toBe('no-such-device');
    expect(await accounts.hasDevice({ account: ali, device: laptop, keyHash: 'key' })).toBe(false);
    expect(await accounts.hasDevice({ account: ali, device: phone, keyHash: 'key' })).toBe(true);
    expect(await accounts.replaceToken(used('hash'))).toBeUndefined();
    expect(await accounts.replaceToken(used('of veli'))).toBe(veli);
  });

  test('a code for a new password counts for its account, until its end, and once', async () => {
    const { accounts, people } = await openPeople();
    await people.create({ account: ali, name: 'Ali', nameKey: 'ali', isGuest: false });
    await people.makeResetCode(ali, 'first', 100);
    await people.makeResetCode(ali, 'second', 100);
    expect(await accounts.hasResetCode(ali, 'first', 1)).toBe(false);
    expect(await accounts.hasResetCode(ali, 'second', 99)).toBe(true);
    expect(await accounts.hasResetCode(ali, 'second', 100)).toBe(false);
    expect(await accounts.hasResetCode(veli, 'second', 99)).toBe(false);
    const change = { account: ali, device: laptop, keyHash: 'key', passwordHash: 'new' };
    expect(await people.changePassword({ ...change, resetHash: 'first' })).toBe('reset-code-wrong');
    expect(await people.changePassword({ ...change, resetHash: 'second' })).toBe('changed');
    expect(await people.changePassword({ ...change, resetHash: 'second' })).toBe(
      'reset-code-wrong',
    );
    expect(await accounts.hasResetCode(ali, 'second', 99)).toBe(false);
  });

  const next = { tokenHash: 'next', expiresAt: 200 };
  const used = (tokenHash: string, device = laptop, now = 99) => ({ device, tokenHash, now, next });
  const token = { account: ali, device: laptop, tokenHash: 'hash', expiresAt: 100 };

  test('W8 a token is good for its device and for no other', async () => {
    const accounts = await openAccounts();
    await accounts.saveToken(token);
    expect(await accounts.replaceToken(used('hash', phone))).toBeUndefined();
    expect(await accounts.replaceToken(used('other'))).toBeUndefined();
    expect(await accounts.replaceToken(used('hash'))).toBe(ali);
  });

  test('W8 another account that names the same device ends no token of others', async () => {
    const accounts = await openAccounts();
    await accounts.saveToken(token);
    await accounts.saveToken({ ...token, account: veli, tokenHash: 'of veli' });
    await accounts.confirmToken(veli, laptop);
    await accounts.endToken(veli, laptop);
    expect(await accounts.replaceToken(used('of veli'))).toBeUndefined();
    expect(await accounts.replaceToken(used('hash'))).toBe(ali);
  });

  test('W8 a token is worthless from its end on', async () => {
    const accounts = await openAccounts();
    await accounts.saveToken(token);
    expect(await accounts.replaceToken(used('hash', laptop, 100))).toBeUndefined();
  });

  test('W8 a new token replaces the one of the same account and device', async () => {
    const accounts = await openAccounts();
    await accounts.saveToken({ ...token, tokenHash: 'old' });
    await accounts.saveToken(token);
    expect(await accounts.replaceToken(used('old'))).toBeUndefined();
    expect(await accounts.replaceToken(used('hash'))).toBe(ali);
  });

  test('W8 a token that was used is good, to its own end, until the next one is confirmed', async () => {
    const accounts = await openAccounts();
    await accounts.saveToken(token);
    expect(await accounts.replaceToken(used('hash'))).toBe(ali);
    expect(await accounts.replaceToken(used('hash', laptop, 100))).toBeUndefined();
    expect(await accounts.replaceToken(used('hash'))).toBe(ali);
    await accounts.confirmToken(ali, laptop);
    expect(await accounts.replaceToken(used('hash'))).toBeUndefined();
    expect(await accounts.replaceToken(used('next'))).toBe(ali);
  });

  test('W8 an ended token is worth nothing, nor is the one before it', async () => {
    const accounts = await openAccounts();
    await accounts.saveToken(token);
    await accounts.replaceToken(used('hash'));
    await accounts.endToken(ali, laptop);
    expect(await accounts.replaceToken(used('hash'))).toBeUndefined();
    expect(await accounts.replaceToken(used('next'))).toBeUndefined();
  });
}
