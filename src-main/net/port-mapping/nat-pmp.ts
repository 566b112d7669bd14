import { createSocket } from 'node:dgram';
import type { RouterAnswer, RouterProtocol, RouterQuestion } from './router-protocol.ts';
import { wantedLeaseMs } from './router-protocol.ts';

/** RFC 6886. */
const usualPort = 5351;
/** Asked again after each; a router that is there answers the first time. */
const waitsMs = [250, 500, 1000];
const outsideRequest = Uint8Array.of(0, 0);
const mapTcp = 2;

/** What stands in the first bytes of every answer. */
const codes = { done: 0, notAllowed: 2, noNetwork: 3, noneLeft: 4 };

export function natPmp(serverPort = usualPort): RouterProtocol {
  const ask = (question: RouterQuestion, request: Uint8Array, length: number) =>
    exchange({ ...question, serverPort, request, length });
  let asked: RouterQuestion | undefined;
  return {
    async map(question) {
      const found = await ask(question, outsideRequest, 12);
      if (!found) return { is: 'no-answer' };
      const noOutside = failure(found);
      if (noOutside) return noOutside;
      const outside = [...found.subarray(8, 12)].join('.');
      asked = question;
      const made = await ask(question, mapRequest(question.port, wantedLeaseMs), 16);
      if (!made) return { is: 'no-answer' };
      const notMade = failure(made);
      if (notMade) return notMade;
      const port = made.readUInt16BE(10);
      const leaseMs = made.readUInt32BE(12) * 1000;
      const isOurs = made.readUInt16BE(8) === question.port && port > 0 && leaseMs > 0;
      return isOurs ? { is: 'mapped', outside, port, leaseMs } : refused;
    },
    async unmap(by) {
      if (asked) await ask({ ...asked, ...by }, mapRequest(asked.port, 0), 16);
      asked = undefined;
    },
  };
}

const refused = { is: 'refused' } as const;

function failure(answer: Buffer): RouterAnswer | undefined {
  const code = answer.readUInt16BE(2);
  if (code === codes.done) return undefined;
  if (code === codes.noNetwork) return { is: 'no-outside' };
  return code === codes.notAllowed || code === codes.noneLeft ? refused : { is: 'no-answer' };
}

function mapRequest(port: number, leaseMs: number): Uint8Array {
  const request = Buffer.alloc(12);
  request.writeUInt8(mapTcp, 1);
  request.writeUInt16BE(port, 4);
  request.writeUInt16BE(leaseMs === 0 ? 0 : port, 6);
  request.writeUInt32BE(leaseMs / 1000, 8);
  return request;
}

type Exchange = RouterQuestion & { serverPort: number; request: Uint8Array; length: number };

/** The answer to this request, from the router alone; undefined if none comes in time. */
async function exchange(options: Exchange): Promise<Buffer | undefined> {
  const { clock, router, serverPort, request, length, signal } = options;
  if (signal.aborted) return undefined;
  const { promise, resolve } = Promise.withResolvers<Buffer | undefined>();
  const socket = createSocket('udp4');
  const giveUp = () => resolve(undefined);
  let cancel = (): void => undefined;
  const send = (times: number): void => {
    const waitMs = waitsMs[times];
    if (waitMs === undefined) return giveUp();
    socket.send(request, (error) => (error ? giveUp() : undefined));
    cancel = clock.after(waitMs, () => send(times + 1));
  };
  signal.addEventListener('abort', giveUp);
  // Nothing listens there.
  socket.on('error', giveUp);
  socket.on('message', (answer) => {
    if (answer.length < 8 || answer[0] !== 0 || answer[1] !== 128 + (request[1] ?? 0)) return;
    const isDone = answer.readUInt16BE(2) === codes.done;
    // A router that fails may say no more than why.
    if (answer.length >= length || !isDone) resolve(answer);
  });
  socket.on('connect', () => send(0));
  // Connected, the system hands on nothing from anybody else.
  socket.connect(serverPort, router.address);
  const answer = await promise;
  cancel();
  signal.removeEventListener('abort', giveUp);
  socket.close();
  return answer;
}
