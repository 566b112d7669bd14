/** What a PNG or a JPEG says of its width and height at its beginning; undefined if it is neither. */
export function pictureSize(bytes: Uint8Array): { width: number; height: number } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return sizeOfPng(view) ?? sizeOfJpeg(view);
}

const pngSignature = 0x89504e47;
const pngHeader = 0x49484452;

function sizeOfPng(view: DataView): { width: number; height: number } | undefined {
  if (view.byteLength < 24 || view.getUint32(0) !== pngSignature) return undefined;
  if (view.getUint32(12) !== pngHeader) return undefined;
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

/** Goes from segment to segment to the one that begins a frame. */
function sizeOfJpeg(view: DataView): { width: number; height: number } | undefined {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return undefined;
  let at = 2;
  while (at + 9 <= view.byteLength) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const kind = view.getUint8(at + 1);
    // All frames but those of tables and of arithmetic coding.
    const isFrame = kind >= 0xc0 && kind <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(kind);
    if (isFrame) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    const length = view.getUint16(at + 2);
    if (length < 2) return undefined;
    at += 2 + length;
  }
  return undefined;
}
