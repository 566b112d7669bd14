import { expect, it } from 'vitest';
import type { PortMapping } from '../../src-shared/host/port-mapping.ts';
import { readInvite } from '../net/invite-link.ts';
import { Person } from './testing/person.ts';

/** A router that opens a port at once, or says what it is told to. */
async function withRouter() {
  const open = new Set<number>();
  let says: PortMapping = { is: 'mapped', address: '93.184.216.34', port: 40_000 };
  const changes: (() => void)[] = [];
  const ali = await Person.open({
    mapPort: ({ port, changed }) => {
      open.add(port);
      changes.push(changed);
      return {
        get state() {
          return says;
        },
        stop: async () => void open.delete(port),
      };
    },
  });
  const say = (state: PortMapping) => {
    says = state;
    for (const change of changes) change();
  };
  return { ali, open, say };
}

it('no router is asked before the host wants it, and it closes the port when that ends', async () => {
  const { ali, open } = await withRouter();
  const { room } = await ali.host('ali');
  const { port, mapping } = await ali.ask('host/status', { room });
  expect([mapping, open.size]).toEqual([{ is: 'off' }, 0]);
  const on = await ali.ask('host/change-network', { room, isPortMapped: true });
  expect(on.mapping).toEqual({ is: 'mapped', address: '93.184.216.34', port: 40_000 });
  expect([...open]).toEqual([port]);
  const off = await ali.ask('host/change-network', { room, isPortMapped: false });
  expect([off.mapping, open.size]).toEqual([{ is: 'off' }, 0]);
});

it('the router is asked again at the next start, and the port is closed with the room and with the app', async () => {
  const { ali, open } = await withRouter();
  const { room } = await ali.host('ali');
  await ali.ask('host/change-network', { room, isPortMapped: true });
  await ali.ask('room/disconnect', { room });
  expect(open.size).toBe(0);
  await ali.ask('room/open', { room });
  expect(open.size).toBe(1);
  await ali.close();
  expect(open.size).toBe(0);
  await ali.start();
  await ali.ask('room/open', { room });
  expect(open.size).toBe(1);
});

it('a new port of the room is a new one of the router', async () => {
  const { ali, open } = await withRouter();
  const { room } = await ali.host('ali');
  await ali.ask('host/change-network', { room, isPortMapped: true });
  const moved = await ali.ask('host/change-port', { room, port: 0 });
  expect([...open]).toEqual([moved.port]);
});

it('an invite holds what the router opened beside the addresses at hand, and nothing that leads nowhere', async () => {
  const { ali, say } = await withRouter();
  const { room } = await ali.host('ali');
  await ali.ask('host/change-network', { room, isPortMapped: true });
  const places = async () => {
    const { link } = await ali.ask('host/make-invite', { room, role: 'member' });
    const read = readInvite(link, ali.clock.wallMs());
    return read.ok ? read.value.addresses : [];
  };
  const outside = { host: '93.184.216.34', port: 40_000 };
  expect(await places()).toContainEqual(outside);
  expect((await places()).length).toBeGreaterThan(1);
  for (const is of ['behind-router', 'shared'] as const) {
    say({ is, address: outside.host, port: outside.port });
    expect(await places()).not.toContainEqual(outside);
  }
});

it('what the router says later reaches the panel, and the doctor', async () => {
  const { ali, say } = await withRouter();
  const { room } = await ali.host('ali');
  await ali.ask('host/change-network', { room, isPortMapped: true });
  const before = ali.of('host/changed').length;
  say({ is: 'shared', address: '100.70.1.2', port: 40_000 });
  ali.clock.advance(500);
  await ali.until(() => ali.of('host/changed').length > before);
  expect(ali.of('host/changed').at(-1)?.mapping.is).toBe('shared');
});
