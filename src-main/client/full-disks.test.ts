import { expect, it } from 'vitest';
import type { FileHash } from '../../src-shared/protocol/files.ts';
import { everyone } from '../../src-shared/protocol/ids.ts';
import { openMembership } from './testing/membership.ts';
import type { Membership } from './testing/membership.ts';
import { veli } from './testing/scripted-room.ts';
import { rest, until } from './testing/turns.ts';

const fetched = { in: everyone, seq: 1, hash: 'h'.repeat(43) as FileHash };

async function untilBack(oda: Membership): Promise<void> {
  oda.room.cut();
  await oda.untilState('waiting');
  oda.client.retryNow();
  await oda.untilState('live');
}

const said = ({ room }: Membership) => room.askedFor('set-file-space').map(({ state }) => state);

it('that there is space again is said after a cut, if the room has not answered before', async () => {
  const oda = await (await openMembership()).goLive();
  const { fullDisks } = oda.client;
  fullDisks.found(fetched.hash, fetched, false);
  await until(() => said(oda).length === 1);
  oda.room.on('set-file-space', () => 'silence');
  fullDisks.found(fetched.hash, fetched, true);
  await until(() => said(oda).length === 2);
  oda.room.on('set-file-space', () => undefined);
  await untilBack(oda);
  await until(() => said(oda).length === 3);
  await untilBack(oda);
  expect(said(oda)).toEqual(['no-space', 'space', 'space']);
});

it('of a disk without space the room is told again after a cut: it may have begun anew', async () => {
  const oda = await (await openMembership()).goLive();
  for (const seq of [1, 2]) oda.client.fullDisks.found(fetched.hash, { in: everyone, seq }, false);
  // One after the other: the first was answered.
  await until(() => said(oda).length === 2);
  const before = oda.room.asked.length;
  await untilBack(oda);
  const again = () =>
    oda.room.asked
      .slice(before)
      .map((command) => (command.type === 'set-file-space' ? command.seq : 0));
  await until(() => again().includes(1) && again().includes(2));
});

it.each(['cancel', 'drop'] as const)(
  'of a file that is not fetched any more (%s) it is over, and not said again after a cut',
  async (how) => {
    const oda = await (await openMembership()).goLive();
    const { fullDisks, transfers } = oda.client;
    const other = { ...fetched, seq: 2, hash: 'o'.repeat(43) as FileHash };
    for (const each of [fetched, other]) fullDisks.found(each.hash, each, false);
    await until(() => said(oda).length === 2);
    // What goes on in a private chat is said there.
    transfers.drop({ hash: fetched.hash, isPrivate: true });
    await transfers[how]({ hash: fetched.hash });
    await until(() => said(oda).length === 3);
    await rest();
    await untilBack(oda);
    await until(() => said(oda).length >= 4);
    await rest();
    const all = oda.room.askedFor('set-file-space').map(({ seq, state }) => `${seq} ${state}`);
    expect(all).toEqual(['1 no-space', '2 no-space', '1 space', '2 no-space']);
  },
);

it('who has no space for a file is said right after the sign-in, before anybody listens', async () => {
  const oda = await (await openMembership()).goLive();
  oda.room.on('resume', () => {
    oda.room.tell({ type: 'file-space', ...fetched, account: veli, state: 'no-space' });
    return undefined;
  });
  await untilBack(oda);
  expect(oda.client.fullDisks.all()).toEqual([{ ...fetched, accounts: [veli] }]);
});

it('who had no space for a file is not said of a connection before: it may be over', async () => {
  const oda = await (await openMembership()).goLive();
  const file = { in: everyone, seq: 1, hash: 'h'.repeat(43) as FileHash };
  oda.room.tell({ type: 'file-space', ...file, account: veli, state: 'no-space' });
  await until(() => oda.heard.withoutSpace.length === 1);
  expect(oda.client.fullDisks.all()).toEqual([{ ...file, accounts: [veli] }]);
  oda.room.cut();
  await oda.untilState('waiting');
  oda.clock.advance(500);
  await oda.untilState('live');
  expect(oda.client.fullDisks.all()).toEqual([]);
  expect(oda.heard.withoutSpace.map(({ accounts }) => accounts)).toEqual([[veli], []]);
});
