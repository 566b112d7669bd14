export type FilePiece = { at: number; bytes: Uint8Array<ArrayBuffer>; isLast: boolean };

/**
 * A file, piece by piece; of an empty one an empty piece. All are read into the same memory, so each is to be done with
 * before the next is asked for: a page that took new memory for each would have that of a large part of the file.
 */
export async function* piecesOf(file: Blob, pieceBytes: number): AsyncGenerator<FilePiece> {
  if (file.size === 0) {
    yield { at: 0, bytes: new Uint8Array(), isLast: true };
    return;
  }
  const reader = file.stream().getReader({ mode: 'byob' });
  try {
    let memory = new ArrayBuffer(Math.min(pieceBytes, file.size));
    for (let at = 0; at < file.size;) {
      const wanted = Math.min(pieceBytes, file.size - at);
      const { value: bytes } = await reader.read(new Uint8Array(memory, 0, wanted), {
        min: wanted,
      });
      if (!bytes || bytes.byteLength < wanted) throw new Error('The file has become shorter');
      yield { at, bytes, isLast: at + wanted === file.size };
      memory = bytes.buffer;
      at += wanted;
    }
  } finally {
    // Whoever goes no further, and a file that cannot be read, which has said so.
    reader.cancel().catch(() => undefined);
  }
}
