import { describe, expect, it } from 'vitest';
import { twoPeople } from './testing/two-people.ts';

describe('the host’s panel', { timeout: 30_000 }, () => {
  it('R0.1 R1.9 R2.1 shows port, addresses, connections and the log, and tells of changes', async () => {
    const { ali, room } = await twoPeople();
    const status = await ali.ask('host/status', { room });
    expect(status.connections.map(({ name, address }) => [name, address])).toEqual([
      ['ali', 'memory'],
      ['veli', '127.0.0.1'],
    ]);
    expect(status.addresses.some(({ scope }) => scope === 'loopback')).toBe(true);
    expect(status.storedBytes).toBeGreaterThan(0);
    expect(status.messagesPerMinute).toHaveLength(30);
    const events = (await ali.ask('host/log', { room })).map(({ event }) => event);
    expect(events.slice(0, 3)).toEqual(['socket-created', 'bound', 'ready']);
    const told = ali.of('host/logged').flatMap(({ lines }) => lines.map(({ event }) => event));
    await ali.until(() => ali.of('host/logged').length > 0);
    expect(told.slice(0, 3)).toEqual(['socket-created', 'bound', 'ready']);
    const before = ali.of('host/changed').length;
    ali.clock.advance(500);
    await ali.until(() => ali.of('host/changed').length > before);
    expect(ali.of('host/changed').at(-1)?.connections).toHaveLength(2);
  });
});
