import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The disk that this folder is on, to the last block; what is given back empties it. */
export function fillDisk(folder: string): () => void {
  const filler = join(folder, 'something-else');
  let size = 2 ** 28;
  const parts: string[] = [];
  while (size >= 4096) {
    const part = `${filler}-${parts.length}`;
    try {
      writeFileSync(part, Buffer.alloc(size));
      parts.push(part);
    } catch {
      rmSync(part, { force: true });
      size /= 2;
    }
  }
  return () => {
    for (const part of parts) rmSync(part, { force: true });
  };
}
