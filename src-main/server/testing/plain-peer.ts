import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { onTestFinished } from 'vitest';

/** A program without Oda: a plain socket, and what it has read. */
export type PlainPeer = {
  socket: Socket;
  connected: Promise<void>;
  closed: Promise<void>;
  /** Resolves when this has been read, now or later. */
  read(wanted: string): Promise<void>;
  text(): string;
  write(text: string): void;
};

export function openPlain({ port }: { port: number }): PlainPeer {
  const socket = connect({ host: '127.0.0.1', port });
  onTestFinished(() => void socket.destroy());
  let text = '';
  const watchers = new Set<() => void>();
  socket.setEncoding('utf8').on('data', (more: string) => {
    text += more;
    for (const look of watchers) look();
  });
  socket.on('error', () => undefined);
  return {
    socket,
    connected: new Promise((resolve) => socket.once('connect', resolve)),
    closed: new Promise((resolve) => socket.once('close', () => resolve())),
    read: (wanted) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!text.includes(wanted)) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
      }),
    text: () => text,
    write: (more) => void socket.write(more),
  };
}

/** Comes in as a guest by a scripted gateway. */
export async function enterPlain(server: { port: number }, name: string): Promise<PlainPeer> {
  const plain = openPlain(server);
  plain.write(`${name}\n`);
  await plain.read('ok 1 ');
  return plain;
}
