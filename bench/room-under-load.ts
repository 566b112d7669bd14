import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { RoomUsage } from './process-usage.ts';

/** A room in its own process, with what it uses. */
export type RoomUnderLoad = {
  pid: number;
  port: number;
  /** The same without TLS. */
  barePort: number;
  usage(): Promise<RoomUsage>;
  stop(): Promise<void>;
  /** As a power cut would, but for what the system holds. */
  kill(): Promise<void>;
};

/** `place` is `memory` or an empty folder for the room's database. */
export async function startRoom(place: string): Promise<RoomUnderLoad> {
  const child = fork(new URL('./room-process.ts', import.meta.url), [place], {
    stdio: 'inherit',
  });
  const ports = (await answer(child)) as { port: number; barePort: number };
  return {
    ...ports,
    pid: child.pid ?? 0,
    usage: async () => {
      child.send('usage');
      return (await answer(child)) as RoomUsage;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
    stop: async () => {
      child.disconnect();
      await once(child, 'exit');
    },
  };
}

async function answer(child: ChildProcess): Promise<unknown> {
  const heard = new AbortController();
  const { signal } = heard;
  try {
    const [message] = (await Promise.race([
      once(child, 'message', { signal }),
      once(child, 'exit', { signal }).then(() => {
        throw new Error('The room under load ended by itself');
      }),
    ])) as [unknown];
    return message;
  } finally {
    heard.abort();
  }
}
