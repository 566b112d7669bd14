import { ImportError } from './read-chat.ts';

/** UTF-8, with or without its mark; anything else is refused by its name. */
export async function* decodeText(
  bytes: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let at = 0;
  for await (const chunk of bytes) {
    if (at === 0 && isUtf16(chunk)) throw new ImportError('import-encoding', `${name}: UTF-16`);
    const text = decode(() => decoder.decode(chunk, { stream: true }), `${name}: ${at}`);
    at += chunk.length;
    if (text !== '') yield text;
  }
  const rest = decode(() => decoder.decode(), `${name}: ${at}`);
  if (rest !== '') yield rest;
}

function decode(read: () => string, place: string): string {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new ImportError('import-encoding', place, { cause: error });
  }
}

/** By its mark, or by the zero in every second byte of Latin letters. */
function isUtf16([first, second, third, fourth]: Uint8Array): boolean {
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  return (first === 0 && third === 0) || (second === 0 && fourth === 0);
}

const longestLine = 256 * 1024;

/** Lines without their ends, with their numbers. */
export async function* linesOf(
  texts: AsyncIterable<string>,
  name: string,
): AsyncGenerator<{ line: string; number: number }> {
  let rest = '';
  let number = 0;
  for await (const text of texts) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > longestLine) throw new ImportError('import-too-large', `${name}: ${number}`);
    for (const line of lines) {
      number += 1;
      yield { line: line.replace(/\r$/, ''), number };
    }
  }
  number += 1;
  if (rest !== '') yield { line: rest.replace(/\r$/, ''), number };
}
