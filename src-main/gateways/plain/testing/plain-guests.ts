import { expect } from 'vitest';
import type { Forbiddable } from '../../../../src-shared/protocol/room-settings.ts';
import { limits } from '../../../../src-shared/protocol/limits.ts';
import { hostAccount } from '../../../../src-shared/protocol/ids.ts';
import type { RoomStore } from '../../../room/ports.ts';
import { systemPlace } from '../../../room/system-entries.ts';
import { newLabStore, startLab } from '../../../server/testing/lab.ts';
import type { Lab } from '../../../server/testing/lab.ts';
import { createGateways } from '../../create-gateways.ts';
import { PlainPeer } from './plain-peer.ts';

/** A room at whose port every plain dialect is spoken, and what of it is kept from members and guests. */
export async function lab(forbidden?: readonly Forbiddable[]): Promise<Lab> {
  const store = newLabStore();
  if (forbidden) await forbid(store, forbidden);
  return startLab({ gateways: createGateways(), store });
}

/** As the host sets it. */
export async function forbid({ log }: RoomStore, forbidden: readonly Forbiddable[]): Promise<void> {
  const place = { in: systemPlace, at: 1, by: hostAccount };
  await log.append([{ type: 'room-changed', ...place, changes: { forbidden: [...forbidden] } }]);
}

/** Comes in by plain lines, as somebody with `nc` does. */
export async function lines({ server, clock }: Lab, name: string): Promise<PlainPeer> {
  const before = server.status().connections.length;
  const peer = await PlainPeer.dial(server);
  await expect.poll(() => server.status().connections.length).toBe(before + 1);
  clock.advance(limits.dialectSilenceMs);
  await peer.until('Please enter your username: ');
  peer.send(`${name}\n`);
  await peer.until('You are connected to chatroom.\n');
  await peer.until('\n');
  await peer.until('\n');
  return peer;
}

export async function json({ server, clock }: Lab, name: string): Promise<PlainPeer> {
  const peer = await PlainPeer.dial(server, clock);
  peer.send(JSON.stringify({ command: 'add_client', message: name }));
  peer.send('{"command":"users"}');
  await peer.until(`"${name}"]}`);
  return peer;
}
