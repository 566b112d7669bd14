import type { Transport, TransportListener } from '../transport.ts';

/** What one end of a connection got to hear, and promises of what it will. */
export type Heard = {
  transport: Transport;
  text(): string;
  chunks: number;
  drained: number;
  queuedAtDrain: number[];
  closed: (Error | undefined)[];
  /** Resolves when all that came is as long as, or longer than, this. */
  untilLength(length: number): Promise<string>;
  untilClosed(): Promise<Error | undefined>;
  untilDrained(): Promise<void>;
};

/** Listens to a transport and keeps what comes. */
export function hear(transport: Transport): Heard {
  const pieces: Buffer[] = [];
  const waiting = new Set<() => boolean>();
  const changed = () => {
    for (const isDone of waiting) if (isDone()) waiting.delete(isDone);
  };
  const until = <T>(read: () => T | undefined): Promise<T> =>
    new Promise((resolve) => {
      waiting.add(() => {
        const value = read();
        if (value === undefined) return false;
        resolve(value);
        return true;
      });
      changed();
    });
  const text = () => Buffer.concat(pieces).toString('utf8');
  const heard: Heard = {
    transport,
    text,
    chunks: 0,
    drained: 0,
    queuedAtDrain: [],
    closed: [],
    untilLength: (length) => until(() => (lengthOf(pieces) >= length ? text() : undefined)),
    untilClosed: async () =>
      (await until(() => (heard.closed.length > 0 ? heard.closed : undefined)))[0],
    untilDrained: () => until(() => (heard.drained > 0 ? null : undefined)).then(() => undefined),
  };
  transport.listen({
    bytes(chunk) {
      pieces.push(Buffer.from(chunk));
      heard.chunks += 1;
      changed();
    },
    closed(error) {
      heard.closed.push(error);
      changed();
    },
    drained() {
      heard.drained += 1;
      heard.queuedAtDrain.push(transport.queuedBytes);
      changed();
    },
  } satisfies TransportListener);
  return heard;
}

function lengthOf(pieces: readonly Buffer[]): number {
  return pieces.reduce((sum, piece) => sum + piece.length, 0);
}
