import { directConversation, everyone } from '../src-shared/protocol/ids.ts';
import type {
  AccountId,
  Cid,
  ConversationId,
  DeviceId,
  Epoch,
  Pin,
  RoomId,
  Secret,
} from '../src-shared/protocol/ids.ts';
import type { FileHash, SentFile } from '../src-shared/protocol/files.ts';
import type { MessageEntry } from '../src-shared/protocol/entries.ts';
import { seededRandom } from '../src-shared/outside/random.ts';
import { openStorage } from '../src-main/storage/worker/worker-client.ts';
import type { Storage } from '../src-main/storage/worker/worker-client.ts';

export const historyRoom = 'bench-room-bench' as RoomId;
export const self = 'account-00' as AccountId;
export const others = Array.from({ length: 20 }, (_, i) => `account-${i + 10}` as AccountId);
/** One message in this many goes to one person instead of to everyone. */
const directEvery = 10;
/** And in this many it has a link in it, or a file with it. */
const linkEvery = 40;
const fileEvery = 101;
const pageSize = 2000;
export const firstAt = 1_700_000_000_000;
export const spacingMs = 20_000;

/** What people in a Turkish and English room say, drawn with a falling frequency. */
const words = `merhaba toplantı saat kaçta gelir misin raporu gönderdim teşekkürler tamam olur yarın
  görüşürüz İstanbul ağ yazıcı çalışmıyor proje bitti sınıf ödev dosya sunum geldi bakıyorum şimdi
  hello meeting report please send thanks server printer network deadline tomorrow review build
  ready lunch question answer lecture homework slides window room chart budget garden holiday`.split(
  /\s+/,
);
export const commonWords = words.slice(0, 20);

const storageWorkerUrl = new URL('../src-main/storage/worker/storage-worker.ts', import.meta.url);

/** Opens storage with its worker run from source. */
export function openBenchStorage(): Storage {
  return openStorage({ workerUrl: storageWorkerUrl });
}

/**
 * Fills `profile/` of a data folder with one room's messages, as a member has them who was there all
 * along: nine in ten to everyone, the rest with twenty people. Answers with how long it took in ms.
 */
export async function writeLongHistory(profileFolder: string, messages: number): Promise<number> {
  const storage = openBenchStorage();
  const replica = await storage.openReplica({ folder: profileFolder });
  await replica.profile.readOrMake({
    device: 'bench-device-001' as DeviceId,
    deviceSecret: 's'.repeat(43) as Secret,
  });
  await replica.profile.saveSettings({ name: 'Ayşe', language: 'en' });
  await replica.rooms.save({
    room: historyRoom,
    name: 'Long history',
    epoch: 'epoch-01' as Epoch,
    account: self,
    ownName: 'Ayşe',
    hosted: false,
    host: '127.0.0.1',
    pin: 'p'.repeat(43) as Pin,
    port: 1,
    syncedTo: messages,
    olderBytes: 0,
    seenId: 0,
    seenAt: 0,
    lastOpenedAt: firstAt,
    open: true,
    isAnnounced: false,
    isPortMapped: false,
  });
  await replica.members.save(
    historyRoom,
    [self, ...others].map((account, i) => ({ account, name: `Person ${i}`, presence: 'offline' })),
  );

  const startedAt = performance.now();
  const pending = new Map<ConversationId, MessageEntry[]>();
  for (const message of someMessages(messages)) {
    const page = pending.get(message.in) ?? [];
    pending.set(message.in, page);
    page.push(message);
    if (page.length < pageSize) continue;
    pending.delete(message.in);
    await replica.entries.add(historyRoom, message.in, page);
  }
  for (const [conversation, page] of pending) {
    await replica.entries.add(historyRoom, conversation, page);
  }
  const tookMs = performance.now() - startedAt;
  for (const { in: conversation, lastSeq } of await replica.conversations.list(historyRoom)) {
    await replica.conversations.markRead(historyRoom, conversation, lastSeq);
  }
  await storage.close();
  return tookMs;
}

function* someMessages(count: number): Generator<MessageEntry> {
  const random = seededRandom(42);
  const lastSeqs = new Map<ConversationId, number>();
  for (let id = 1; id <= count; id += 1) {
    const other = pick(others, random.fraction());
    const conversation = id % directEvery === 0 ? directConversation(self, other) : everyone;
    const seq = (lastSeqs.get(conversation) ?? 0) + 1;
    lastSeqs.set(conversation, seq);
    const length = 1 + Math.floor(random.fraction() * 9);
    const said = Array.from({ length }, () => pick(words, random.fraction() ** 2)).join(' ');
    const text = id % linkEvery === 0 ? `${said} https://oda.example/${id}` : said;
    const from = random.fraction() < 0.2 ? self : other;
    const cid = `bench-${String(id).padStart(12, '0')}` as Cid;
    yield {
      type: 'message',
      in: conversation,
      seq,
      id,
      at: firstAt + id * spacingMs,
      from,
      cid,
      text,
      ...(id % fileEvery === 0 ? { files: [fileNumber(id)] } : {}),
    };
  }
}

function fileNumber(id: number): SentFile {
  const hash = String(id).padStart(43, '0') as FileHash;
  return { hash, size: 1000 + id, name: `report-${id}.pdf` };
}

function pick<T>(list: readonly T[], fraction: number): T {
  const picked = list[Math.floor(fraction * list.length)];
  if (picked === undefined) throw new Error('Nothing to pick from');
  return picked;
}
