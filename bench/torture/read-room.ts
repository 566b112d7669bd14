import { join } from 'node:path';
import { FileFolder } from '../../src-main/files/file-folder.ts';
import { systemRandom } from '../../src-main/net/system-random.ts';
import { restoreBackup } from '../../src-main/storage/backup/restore-backup.ts';
import { openStoredRoom } from '../../src-main/storage/room/sqlite-room-store.ts';
import { decodePage } from '../../src-shared/protocol/history.ts';
import type { Entry } from '../../src-shared/protocol/entries.ts';
import { everyone } from '../../src-shared/protocol/ids.ts';
import type { AccountId, ConversationId, Epoch } from '../../src-shared/protocol/ids.ts';
import type { FileHash } from '../../src-shared/protocol/files.ts';
import type { RoomLog } from '../../src-main/room/ports.ts';
import { fileBytes } from './claims.ts';
import type { RoomAtEnd } from './judge.ts';
import { withMoreSteps } from './more-steps.ts';

/** Everything that a backup has, restored into this folder as another computer would. */
export async function readBackup(path: string, folder: string): Promise<RoomAtEnd> {
  const work = { signal: new AbortController().signal, progress: () => undefined };
  await restoreBackup({ path, folder, epoch: systemRandom.text(8) as Epoch }, work);
  return readRoom(folder, join(folder, 'files'));
}

/** Everything that the room has on disk, read by a program that knows nothing of what ran before. */
export async function readRoom(folder: string, filesFolder: string, steps = 0): Promise<RoomAtEnd> {
  const store = openStoredRoom({ folder }, { migrations: withMoreSteps(steps) });
  const { log, later } = store;
  const { accounts, groups } = await log.snapshot();
  const conversations = new Set<ConversationId>([everyone]);
  for (const { account } of accounts)
    for (const each of await conversationsOf(log, account)) conversations.add(each);
  const entries = new Map<ConversationId, Entry[]>();
  for (const each of conversations) entries.set(each, await readAll(log, each));
  const waiting = new Map<string, number>();
  for (const { account } of accounts)
    for (const { cid, at } of await later.list(account)) waiting.set(cid, at);
  await store.file.close();
  const files = new FileFolder(filesFolder);
  return {
    entries,
    members: new Map(
      groups.map(({ in: id, members }) => [id, new Set(members.map(({ account }) => account))]),
    ),
    later: waiting,
    hasFile: async (file) => {
      const held = await files.readAll(file.hash as FileHash).catch(() => undefined);
      return held?.equals(fileBytes(file)) === true;
    },
  };
}

async function conversationsOf(
  log: Pick<RoomLog, 'conversationsAfter'>,
  account: AccountId,
): Promise<ConversationId[]> {
  const found: ConversationId[] = [];
  for (let from: ConversationId | undefined; ;) {
    const page = await log.conversationsAfter({ account, after: 0, ...(from ? { from } : {}) });
    found.push(...page.conversations.map(({ in: id }) => id));
    if (page.next === undefined) return found;
    from = page.next;
  }
}

async function readAll(
  log: Pick<RoomLog, 'readHistory'>,
  conversation: ConversationId,
): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (;;) {
    const after = entries.at(-1)?.seq ?? 0;
    const page = decodePage(await log.readHistory({ in: conversation, after, limit: 1000 }));
    entries.push(...page.entries);
    if (!page.more || page.entries.length === 0) return entries;
  }
}
