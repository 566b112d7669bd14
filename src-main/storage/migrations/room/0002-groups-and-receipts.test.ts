import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { everyone } from '../../../../src-shared/protocol/ids.ts';
import { openRoomStore } from '../../room/sqlite-room-store.ts';
import {
  added,
  ali,
  cem,
  identity,
  message,
  trip,
  veli,
  withVeli,
} from '../../room/testing/room-samples.ts';
import { migrate } from '../../sqlite/migrate.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { logAndAccounts } from './0001-log-and-accounts.ts';
import { readPage } from '../../room/testing/read-page.ts';

/** A room as version 1 wrote it: two messages, an arrival and an account with device and token. */
function olderRoom(): string {
  const folder = temporaryFolder();
  const database = new DatabaseSync(join(folder, 'room.db'));
  migrate(database, [logAndAccounts]);
  database.exec(`
    INSERT INTO room VALUES (1, '${identity.room}', '${identity.name}', '${identity.epoch}');
    INSERT INTO conversation VALUES (1, 'everyone', 2, 2), (2, '${withVeli}', 1, 3);
    INSERT INTO direct_member VALUES ('${ali}', '${withVeli}', 2), ('${veli}', '${withVeli}', 2);
    INSERT INTO entry VALUES
      (1, 1, 1, 2, '${ali}', 5, NULL, 'Ali'),
      (2, 1, 2, 1, '${ali}', 1001, '${message(1).cid}', 'message 1'),
      (3, 2, 1, 1, '${veli}', 1002, '${message(2).cid}', 'message 2');
    INSERT INTO account VALUES (1, '${ali}', 'Ali', 'ali', 'scrypt$hash', 77);
    INSERT INTO device VALUES ('${ali}', 'laptop0000000000', 'key');
    INSERT INTO token VALUES ('laptop0000000000', '${ali}', 'hash', 100, NULL, NULL)`);
  database.close();
  return folder;
}

test('a room of version 1 keeps its log, its accounts and who reads what', async () => {
  const folder = olderRoom();
  const store = openRoomStore({ folder });
  onTestFinished(() => store.close());
  const { log, accounts } = store;
  expect((await readPage(log, { in: everyone, limit: 9 })).entries).toEqual([
    { type: 'joined', in: everyone, seq: 1, id: 1, at: 5, account: ali, name: 'Ali' },
    { ...message(1), seq: 2, id: 2 },
  ]);
  expect(await log.conversationsAfter({ account: veli, after: 0 })).toEqual({
    conversations: [
      { in: withVeli, lastSeq: 1, lastId: 3 },
      { in: everyone, lastSeq: 2, lastId: 2 },
    ],
    head: 3,
  });
  expect((await log.conversationsAfter({ account: cem, after: 0 })).conversations).toHaveLength(1);
  expect(await accounts.list()).toEqual([
    {
      account: ali,
      name: 'Ali',
      nameKey: 'ali',
      lastSeenAt: 77,
      hasPassword: true,
      isGuest: false,
    },
  ]);
  const next = { tokenHash: 'next', expiresAt: 200 };
  const used = { device: 'laptop0000000000' as never, tokenHash: 'hash', now: 99, next };
  expect(await accounts.replaceToken({ ...used, now: 100 })).toBeUndefined();
  expect(await accounts.replaceToken(used)).toBe(ali);
  expect(await store.readOptions()).toEqual({ plain: false, logTexts: false });
});

test('W4 a room of version 1 knows its cids and takes groups from then on', async () => {
  const folder = olderRoom();
  const store = openRoomStore({ folder });
  onTestFinished(() => store.close());
  expect(await store.log.append([message(1), added(ali), message(2)])).toEqual([
    { kind: 'repeated', id: 2, seq: 2, at: 1001 },
    { kind: 'stored', id: 4, seq: 1 },
    { kind: 'stored', id: 5, seq: 3 },
  ]);
  await store.receipts.save([{ in: withVeli, account: ali, delivered: 1 }]);
  expect((await store.receipts.list({ account: veli })).receipts).toHaveLength(1);
  expect((await store.groups.list()).map(({ in: id }) => id)).toEqual([trip]);
});

test('an older room on a disk without space for the step is refused and stays as it was', async () => {
  const folder = olderRoom();
  const fill = new DatabaseSync(join(folder, 'room.db'));
  fill.exec(`
    WITH RECURSIVE n (n) AS (SELECT 4 UNION ALL SELECT n + 1 FROM n WHERE n < 400)
    INSERT INTO entry SELECT n, 1, n - 1, 1, '${ali}', n, 'cid' || n, printf('%.2000c', 'x') FROM n;
    UPDATE conversation SET last_seq = 399, last_id = 400 WHERE number = 1`);
  const pages = Number(fill.prepare('PRAGMA page_count').get()?.['page_count']);
  fill.close();
  expect(() => openRoomStore({ folder, maxPages: pages + 50 })).toThrow('data-full');
  const store = openRoomStore({ folder });
  onTestFinished(() => store.close());
  const page = await readPage(store.log, { in: everyone, limit: 1000, after: 390 });
  expect(page.entries.map(({ seq }) => seq)).toEqual([391, 392, 393, 394, 395, 396, 397, 398, 399]);
});
