import { mkdtempSync, rmSync, writeFileSync, createWriteStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { onTestFinished } from 'vitest';
import { ZipFile } from 'yazl';
import { refusalOf } from '../../../../src-shared/protocol/outcome.ts';
import { openExport } from '../open-export.ts';
import type { ReadMessage } from '../read-chat.ts';

/** A file of a test's own. */
export function fileWith(name: string, content: string | Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'oda-import-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

type ZipOptions = { mode?: number };

/** An archive of these files. */
export async function zipWith(
  name: string,
  files: Readonly<Record<string, string | Buffer>>,
  options: ZipOptions = {},
): Promise<string> {
  const path = fileWith(name, '');
  const zip = new ZipFile();
  for (const [file, content] of Object.entries(files))
    zip.addBuffer(Buffer.from(content), file, options);
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path));
  return path;
}

export async function allOf<T>(given: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const each of given) all.push(each);
  return all;
}

type WholeChat = { name: string; isClosed: boolean; messages: ReadMessage[] };

/** All that is in an export. */
export async function readAll(path: string): Promise<{ source: string; chats: WholeChat[] }> {
  const name = path.split('/').at(-1) ?? '';
  const read = await openExport(path, name, new AbortController().signal);
  try {
    const chats: WholeChat[] = [];
    for (const chat of read.chats) {
      const messages = await allOf(chat.messages());
      chats.push({ name: chat.name, isClosed: chat.isClosed, messages });
    }
    return { source: read.source, chats };
  } finally {
    await read.close();
  }
}

/** The code and the place of what is wrong with it; undefined if nothing is. */
export async function wrongWith(path: string): Promise<string | undefined> {
  try {
    await readAll(path);
    return undefined;
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    return `${refusal.code} ${refusal.subject}`;
  }
}
