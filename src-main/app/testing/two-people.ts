import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { directConversation } from '../../../src-shared/protocol/ids.ts';
import { Person } from './person.ts';

/** One who hosts and one who has joined, each at a computer of their own. */
export async function twoPeople(ofVeli: Parameters<typeof Person.open>[0] = {}) {
  const ali = await Person.open();
  const room = await ali.host('ali');
  const veli = await Person.open(ofVeli);
  await veli.join('veli', room);
  const own = await ali.accountOf(room.room, 'ali');
  const other = await ali.accountOf(room.room, 'veli');
  return { ali, veli, view: room, room: room.room, direct: directConversation(own, other) };
}

/** One more who has joined. */
export async function threePeople(ofVeli: Parameters<typeof Person.open>[0] = {}) {
  const two = await twoPeople(ofVeli);
  const { ali, view, room } = two;
  const can = await Person.open();
  await can.join('can', view);
  const accounts = {
    ali: await ali.accountOf(room, 'ali'),
    veli: await ali.accountOf(room, 'veli'),
    can: await ali.accountOf(room, 'can'),
  };
  await Promise.all(
    [two.veli, can].flatMap((person) =>
      ['ali', 'veli', 'can'].map((name) => person.accountOf(room, name)),
    ),
  );
  return { ...two, can, accounts, withCan: directConversation(accounts.ali, accounts.can) };
}

/** A port that something else listens on. */
export async function usedPort(): Promise<{ port: number; free(): Promise<void> }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const free = () => new Promise<void>((resolve) => server.close(() => resolve()));
  onTestFinished(() => (server.listening ? free() : undefined));
  return { port: (server.address() as AddressInfo).port, free };
}
