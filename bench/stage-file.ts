import type { FileFolder } from '../src-main/files/file-folder.ts';
import type { SentFile } from '../src-shared/protocol/files.ts';

/** Every block is another, in the same memory. */
export async function stageFile(
  to: FileFolder,
  { name: fileName, size }: { name: string; size: number },
): Promise<SentFile> {
  const blockBytes = 1024 * 1024;
  const memory = Buffer.alloc(Math.min(blockBytes, size), 1);
  const bytes = async function* () {
    for (let at = 0; at < size; at += blockBytes) {
      const block = memory.subarray(0, size - at);
      block.writeUInt32LE(at / blockBytes);
      block.write(fileName, 8);
      yield block;
    }
  };
  return { ...(await to.take(bytes())), name: fileName };
}
