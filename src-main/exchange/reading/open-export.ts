import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { ImportSource } from '../../../src-shared/protocol/imported.ts';
import { decodeText } from './decode-text.ts';
import { openZip } from './open-zip.ts';
import type { OpenZip } from './open-zip.ts';
import { ImportError } from './read-chat.ts';
import type { PlacedMessage, ReadChat, ReadExport } from './read-chat.ts';
import { readDiscord } from './read-discord.ts';
import { readOda } from './read-oda.ts';
import { isSlack, readSlack } from './read-slack.ts';
import { isWhatsApp, readWhatsApp } from './read-whatsapp.ts';

/** Enough to tell what it is. */
const beginningBytes = 16 * 1024;

type Texts = () => AsyncIterable<string>;

/**
 * Finds out what it is by what is in it, whatever its name is. Rejects with an `ImportError`. Whatever is read of it, now
 * or later, breaks off with the reason of `signal`.
 */
export async function openExport(
  path: string,
  name: string,
  signal: AbortSignal,
): Promise<ReadExport> {
  const beginning = await beginningOf(path);
  if (beginning.subarray(0, 2).toString('latin1') === 'PK') {
    const zip = await openZip(path, name);
    try {
      const read = (wanted: string) => stoppable(zip.read(wanted), signal);
      return { ...(await inZip({ ...zip, read }, name)), close: async () => zip.close() };
    } catch (error) {
      zip.close();
      throw error;
    }
  }
  const texts: Texts = () => decodeText(stoppable(createReadStream(path), signal), name);
  return { ...(await ofText(texts, name)), close: async () => undefined };
}

async function* stoppable(
  bytes: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    signal.throwIfAborted();
    yield chunk;
  }
}

async function* oneByOne(chats: readonly ReadChat[]): AsyncGenerator<PlacedMessage> {
  for (const [place, chat] of chats.entries())
    for await (const message of chat.messages()) yield { place, message };
}

async function beginningOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(
      Buffer.alloc(beginningBytes),
      0,
      beginningBytes,
      0,
    );
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

type Found = Omit<ReadExport, 'close'>;

async function inZip(zip: OpenZip, name: string): Promise<Found> {
  if (isSlack(zip.names)) return ofChats('slack', await readSlack(zip, name));
  const texts = zip.names.filter((each) => /\.txt$/i.test(each) && !each.includes('/'));
  const chat =
    texts.find((each) => each === '_chat.txt') ?? (texts.length === 1 ? texts[0] : undefined);
  if (chat === undefined) throw new ImportError('import-unknown', name);
  const read: Texts = () => decodeText(zip.read(chat), `${name}: ${chat}`);
  return ofChats('whatsapp', await readWhatsApp(read, { name: chat, chat: name }));
}

async function ofText(texts: Texts, name: string): Promise<Found> {
  const beginning = await firstOf(texts());
  const first = beginning.replace(/^\ufeff/, '').trimStart();
  if (!first.startsWith('{')) return ofChats('whatsapp', await chatOf(texts, name, first));
  if (/^\{\s*"format"\s*:\s*"oda-export"/.test(first))
    return { source: 'oda', ...(await readOda(texts, name)) };
  if (/"guild"|"channel"/.test(first.slice(0, beginningBytes)))
    return ofChats('discord', await readDiscord(texts, name));
  throw new ImportError('import-unknown', name);
}

function ofChats(source: ImportSource, chats: ReadChat[]): Found {
  return { source, chats, all: () => oneByOne(chats) };
}

async function chatOf(texts: Texts, name: string, beginning: string): Promise<ReadChat[]> {
  if (!isWhatsApp(beginning)) throw new ImportError('import-unknown', name);
  return readWhatsApp(texts, { name, chat: name });
}

async function firstOf(texts: AsyncIterable<string>): Promise<string> {
  for await (const text of texts) return text;
  return '';
}
