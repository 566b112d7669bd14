import type { MessageMarks, Quote } from '../../src-shared/member/own-copy.ts';
import type { Entry, EntryOf, MessageEntry } from '../../src-shared/protocol/entries.ts';
import type { SentFile } from '../../src-shared/protocol/files.ts';
import type { AccountId } from '../../src-shared/protocol/ids.ts';
import { importedName } from '../../src-shared/sentences/imported-name.ts';
import { entrySentence, tellEntry } from '../../src-shared/sentences/entry-sentence.ts';
import { fileKindOf } from '../../src-shared/text/file-kinds.ts';
import { filePathFor } from '../../src-shared/text/file-names.ts';
import type { TranscriptEntry, TranscriptFile } from '../exchange/transcript.ts';
import { exchangeWords } from '../exchange/words.ts';
import { orCancelled } from './exchange-work.ts';
import type { Source } from './exported-conversations.ts';
import type { Memberships } from './memberships.ts';

const pageEntries = 500;
/** What of pictures stands in one file: each, and all of them. */
const mostPictureBytes = 4 * 1024 * 1024;
export const mostPicturesBytes = 192 * 1024 * 1024;

/** How much of pictures may still stand in the file itself; missing if none do. */
export type Pictures = { leftBytes: number; readonly signal: AbortSignal } | undefined;

/** All that this computer holds of a conversation, oldest first, a page in memory at a time. */
export async function* transcriptEntries(
  memberships: Memberships,
  source: Source,
  pictures: Pictures,
): AsyncGenerator<TranscriptEntry> {
  const { client, in: id } = source;
  const { room } = client.record;
  const reader = new EntryReader(memberships, source, pictures);
  let after = 0;
  for (;;) {
    const query = { room, in: id, after, limit: pageEntries };
    const page = await memberships.replica.entries.readTimeline(query);
    const marks = new Map(page.marks?.map((each) => [each.seq, each]));
    const quotes = new Map(page.quotes?.map((each) => [each.seq, each]));
    for (const entry of page.entries)
      if (entry.type !== 'expired') yield reader.read(entry, { marks, quotes });
    if (!page.hasNewer || page.to <= after) return;
    after = page.to;
  }
}

type Around = { marks: Map<number, MessageMarks>; quotes: Map<number, Quote> };

class EntryReader {
  readonly #memberships: Memberships;
  readonly #source: Source;
  readonly #pictures: Pictures;

  constructor(memberships: Memberships, source: Source, pictures: Pictures) {
    this.#memberships = memberships;
    this.#source = source;
    this.#pictures = pictures;
  }

  read(
    entry: Exclude<Entry, EntryOf<'expired'>>,
    around: Around,
  ): TranscriptEntry | Promise<TranscriptEntry> {
    if (entry.type === 'message') return this.#message(entry, around);
    const { groups } = this.#source.client;
    const told = tellEntry(entry, {
      nameOf: (account) => this.#nameOf(account),
      groupName: (conversation) => groups.nameOf(conversation),
    });
    const text = entrySentence(told, this.#memberships.language);
    return { is: 'event', seq: entry.seq, at: entry.at, event: entry.type, text };
  }

  async #message(message: MessageEntry, { marks, quotes }: Around): Promise<TranscriptEntry> {
    const { seq, at, text, forwarded, reply } = message;
    const { deleted, editedAt, reactions = [], pinned } = marks.get(seq) ?? {};
    const quote = reply === undefined ? undefined : quotes.get(reply);
    const isGone = text === '' && message.files === undefined;
    const person = (account: AccountId) => ({ id: account, name: this.#nameOf(account) });
    const words = exchangeWords(this.#memberships.language);
    return {
      is: 'message',
      seq,
      at,
      from: message.imported
        ? { id: message.from, name: importedName(message.imported, this.#memberships.language) }
        : person(message.from),
      imported: message.imported,
      text,
      reply:
        reply === undefined
          ? undefined
          : {
              seq: reply,
              name: quote ? this.#quoted(quote) : words.somebody,
              text: quote?.text ?? '…',
            },
      forwardedFrom: forwarded === undefined ? undefined : person(forwarded),
      editedAt,
      deleted: deleted
        ? { at: deleted.at, by: deleted.by && this.#nameOf(deleted.by) }
        : isGone
          ? { at }
          : undefined,
      reactions: reactions.map(({ emoji, count, by }) => ({
        emoji,
        count,
        by: by.map((account) => this.#nameOf(account)),
      })),
      pinned: pinned && { at: pinned.at, by: this.#nameOf(pinned.by) },
      files: await this.#files(message),
    };
  }

  async #files({ seq, files = [] }: MessageEntry): Promise<TranscriptFile[]> {
    const written: TranscriptFile[] = [];
    for (const file of files) {
      const picture = await this.#picture(file, seq);
      const { size, hash } = file;
      written.push({ name: filePathFor(file.name), size, hash, picture });
    }
    return written;
  }

  /** As it is here, or as the room gives it; one that is too large, or no picture, is named and no more. */
  async #picture(file: SentFile, seq: number): Promise<string | undefined> {
    const pictures = this.#pictures;
    const { hash, size } = file;
    if (!pictures || size > mostPictureBytes || size > pictures.leftBytes) return undefined;
    if (fileKindOf(file) !== 'picture') return undefined;
    const { files, replica } = this.#memberships;
    const { client, in: id } = this.#source;
    if (!(await files.has(file))) {
      if (client.connection.is !== 'live') return undefined;
      const { room } = client.record;
      const [found] = await replica.entries.readMessages(room, id, [seq]);
      if (found) await replica.fileCopies.note(room, [hash], found.message.at);
      if (await orCancelled(client.transfers.fetch(file, { in: id, seq }), pictures.signal))
        return undefined;
    }
    const bytes = await files.readAll(hash);
    const type = pictureType(bytes);
    if (type === undefined) return undefined;
    pictures.leftBytes -= size;
    return `data:${type};base64,${bytes.toString('base64')}`;
  }

  #quoted({ from, imported }: Quote): string {
    return imported ? importedName(imported, this.#memberships.language) : this.#nameOf(from);
  }

  #nameOf(account: AccountId): string {
    return this.#source.client.members.nameOf(account) ?? account;
  }
}

/** By its first bytes, whatever its name is; only what every browser draws and nothing runs in. */
function pictureType(bytes: Buffer): string | undefined {
  const begins = (hex: string, at = 0) =>
    bytes.subarray(at, at + hex.length / 2).toString('hex') === hex;
  if (begins('89504e470d0a1a0a')) return 'image/png';
  if (begins('ffd8ff')) return 'image/jpeg';
  if (begins('474946383961') || begins('474946383761')) return 'image/gif';
  return begins('52494646') && begins('57454250', 8) ? 'image/webp' : undefined;
}
