import { Readable } from 'node:stream';
import type { FileFolder } from '../src-main/files/file-folder.ts';
import type { SentFile } from '../src-shared/protocol/files.ts';

/** Every block is another. */
export async function stageFile(
  to: FileFolder,
  { name: fileName, size }: { name: string; size: number },
): Promise<SentFile> {
  const blockBytes = 1024 * 1024;
  const bytes = function* () {
    for (let at = 0; at < size; at += blockBytes) {
      const block = Buffer.alloc(Math.min(blockBytes, size - at), 1);
      block.writeUInt32LE(at / blockBytes);
      block.write(fileName, 8);
      yield block;
    }
  };
  return { ...(await to.take(Readable.from(bytes()))), name: fileName };
}
