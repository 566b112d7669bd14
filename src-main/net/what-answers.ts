import { once } from 'node:events';
import { Duplex } from 'node:stream';
import { connect } from 'node:tls';
import type { LocalCode } from '../../src-shared/protocol/codes.ts';
import type { DialOptions } from './dial-tcp.ts';
import { openTcp } from './dial-tcp.ts';

/** To the words of a handshake whatever it is answers at once. */
const answerMs = 1000;
const enoughBytes = 64;

/** What it is that answers, and is no room: as far as it lets itself be known. */
export async function whatAnswers(options: DialOptions): Promise<LocalCode> {
  try {
    return judge(await firstBytes(options));
  } catch (error) {
    // It was there a moment ago.
    if (!(error instanceof Error)) throw error;
    return 'not-a-room';
  }
}

/** What a program says to the beginning of a handshake, which is all that it is told. */
async function firstBytes(options: DialOptions): Promise<Buffer> {
  const hello = await handshakeWords();
  const socket = await openTcp(options);
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(resolve, answerMs, undefined);
  const parts: Buffer[] = [];
  const end = () => resolve(undefined);
  socket.on('data', (part: Buffer) => {
    parts.push(part.subarray(0, enoughBytes));
    if (Buffer.concat(parts).length >= enoughBytes) end();
  });
  socket.on('error', end).on('close', end).on('end', end);
  socket.write(hello);
  await promise;
  clearTimeout(timer);
  socket.destroy();
  return Buffer.concat(parts);
}

async function handshakeWords(): Promise<Buffer> {
  const stream = new Duplex({
    read: () => undefined,
    write(chunk: Buffer, _encoding, done) {
      this.emit('written', chunk);
      done();
    },
  });
  const written = once(stream, 'written');
  const secured = connect({ socket: stream, rejectUnauthorized: false, minVersion: 'TLSv1.3' });
  secured.on('error', () => undefined);
  const [chunk] = (await written) as [Buffer];
  secured.destroy();
  return chunk;
}

function judge(bytes: Buffer): LocalCode {
  if (bytes.length === 0) return 'not-a-room';
  const text = bytes.toString('latin1');
  if (/^(?:HTTP\/\d|\s*<!doctype|\s*<html)/i.test(text)) return 'answers-web';
  const isTls = (bytes[0] === 0x15 || bytes[0] === 0x16) && bytes[1] === 3;
  if (isTls) return 'answers-tls';
  return /^[\t\r\n\x20-\x7e\x80-\xff]+$/.test(text) ? 'answers-text' : 'not-a-room';
}
