import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { everyone } from '../../../../src-shared/protocol/ids.ts';
import { placeOf } from '../../replica/places.ts';
import { openReplica } from '../../replica/sqlite-replica.ts';
import {
  ali,
  cidOf,
  group,
  kitchen,
  me,
  run,
  said,
  trip,
  waiting,
} from '../../replica/testing/replica-samples.ts';
import { migrate } from '../../sqlite/migrate.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { ownCopy } from './0001-own-copy.ts';

/** A replica as version 1 wrote it: three messages of ali in its full-text index, a draft and an outbox. */
function olderReplica(): string {
  const folder = temporaryFolder();
  const database = new DatabaseSync(join(folder, 'replica.db'));
  migrate(database, [ownCopy]);
  database.exec(`
    INSERT INTO room VALUES
      (1, '${kitchen}', 1, 'Kitchen', 'epoch000', '${me}', 'Me', 0, '192.168.1.5', 12345, NULL, 3, 0, 1, 1);
    INSERT INTO outbox VALUES (1, 1, '${cidOf(9)}', 'everyone', 'text 9', 9, NULL);
    INSERT INTO member VALUES (1, '${ali}', 'Ali', 5);
    INSERT INTO person VALUES (1, 1, '${ali}');
    INSERT INTO conversation VALUES (1, 1, 'everyone', 1, 3, 1, 2, ${placeOf(1, 3)}, 'half a tho');
    CREATE VIRTUAL TABLE entry_text USING fts5 (
      folded, content = 'entry', content_rowid = 'place',
      tokenize = 'trigram case_sensitive 1', detail = none, columnsize = 0
    );
    UPDATE text_index SET state = 'complete'`);
  const insert = database.prepare('INSERT INTO entry VALUES (?, 1, ?, 1, 1, 1, ?, ?, ?, ?)');
  const index = database.prepare('INSERT INTO entry_text (rowid, folded) VALUES (?, ?)');
  for (const seq of [1, 2, 3]) {
    const { id, at, cid, text } = said(seq);
    insert.run(placeOf(1, id), seq, at, text, cid, text);
    index.run(placeOf(1, id), text);
  }
  database.close();
  return folder;
}

test('a replica of version 1 keeps its copy, its index and what waits', async () => {
  const replica = openReplica({ folder: olderReplica() }, { fewMessages: 0 });
  onTestFinished(() => replica.close());
  const page = await replica.readTimeline({ room: kitchen, in: everyone, limit: 9 });
  expect(page.entries).toEqual(run(1, 3));
  expect(await replica.listConversations(kitchen)).toEqual([
    {
      in: everyone,
      firstSeq: 1,
      lastSeq: 3,
      readSeq: 1,
      unread: 2,
      lastMessage: said(3),
      draft: 'half a tho',
      deliveredSeq: 0,
    },
  ]);
  expect(await replica.listMembers(kitchen)).toEqual([
    { account: ali, name: 'Ali', presence: 'offline', lastSeenAt: 5 },
  ]);
  expect(await replica.listOutbox(kitchen)).toEqual([waiting(9)]);
  const { hits } = await replica.search({ text: 'message', limit: 9 });
  expect(hits.map(({ message }) => message)).toEqual(run(1, 3).toReversed());
});

test('a replica of version 1 goes on where it was, with groups', async () => {
  const replica = openReplica({ folder: olderReplica() }, { fewMessages: 0 });
  onTestFinished(() => replica.close());
  await replica.addEntries(kitchen, everyone, run(4, 5));
  await replica.saveGroups(kitchen, [group()]);
  const place = { in: trip, seq: 1, id: 6, at: 6 };
  await replica.addEntries(kitchen, trip, [{ type: 'added', ...place, by: ali, account: me }]);
  expect((await replica.search({ text: 'message', limit: 9 })).hits).toHaveLength(5);
  await replica.clearCopy(kitchen);
  expect((await replica.search({ text: 'message', limit: 9 })).hits).toEqual([]);
});
