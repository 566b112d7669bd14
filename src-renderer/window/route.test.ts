import { describe, expect, it } from 'vitest';
import {
  directConversation,
  everyone,
  type AccountId,
  type PrivateId,
  type RoomId,
} from '../../src-shared/protocol/ids.ts';
import { parseRoute, routeHash, type Route } from './route.ts';

const room = 'abcdefghijklmno_' as RoomId;
const direct = directConversation('aaaaaaaaaa' as AccountId, 'bbbbbbbbbb' as AccountId);

describe('route', () => {
  it.each<Route>([
    { to: 'welcome' },
    { to: 'room', room, in: everyone },
    { to: 'room', room, in: everyone, at: 12 },
    { to: 'room', room, in: direct },
    { to: 'room', room, in: direct, at: 7 },
    { to: 'room', room, in: everyone, list: true },
    { to: 'room', room, in: direct, list: true },
    { to: 'window', room, in: everyone },
    { to: 'contact-group', room, group: 'abcdefghijklmnop' },
    { to: 'window', room, in: direct, at: 1 },
    { to: 'private', room, private: 'ponmlkjihgfedcba' as PrivateId },
  ])('comes back from its hash: %o', (route) => {
    expect(parseRoute(routeHash(route))).toEqual(route);
  });

  it.each([
    '',
    '#',
    '#/nowhere',
    '#/room/',
    '#/room/short',
    `#/room/${room}/direct:x:y`,
    '#/room/%E0%A4%A/everyone',
    `#/private/${room}`,
    `#/private/${room}/short`,
  ])('is the welcome where it cannot be read: %s', (hash) => {
    expect(parseRoute(hash)).toEqual({ to: 'welcome' });
  });

  it('takes a conversation that a browser has escaped', () => {
    const hash = `#/room/${room}/${encodeURIComponent(direct)}`;
    expect(parseRoute(hash)).toEqual({ to: 'room', room, in: direct });
  });

  it('ignores a place that is no number', () => {
    expect(parseRoute(`#/room/${room}/everyone?at=-3`)).toEqual({
      to: 'room',
      room,
      in: everyone,
    });
  });
});
