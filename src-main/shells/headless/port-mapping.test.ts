import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { root } from '../../storage/testing/systems.ts';

const routerProgram = fileURLToPath(
  new URL('../../net/port-mapping/testing/router-process.ts', import.meta.url),
);
const hostProgram = fileURLToPath(new URL('./main.ts', import.meta.url));

/** A cable between a host and its router, a namespace for each. */
const cable = [
  'node=$1 kind=$2 port=$3; shift 3',
  'ip link set lo up',
  'unshare -n sleep 60 & router=$!',
  'until [ "$(readlink /proc/$router/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do :; done',
  'ip link add host0 type veth peer name lan0 netns $router',
  'ip addr add 192.168.7.5/24 dev host0; ip link set host0 up',
  'nsenter -t $router -n sh -c "ip addr add 192.168.7.1/24 dev lan0; ip link set lan0 up"',
  'ip route add default via 192.168.7.1',
  `nsenter -t $router -n "$node" '${routerProgram}' $kind 192.168.7.1 &`,
  'until nsenter -t $router -n grep -q ":$port " /proc/net/udp; do :; done',
  'exec "$node" "$@"',
].join('\n');

/** A room that asks a router of this kind, and what both say. */
function hostBehind(kind: 'pmp' | 'upnp') {
  const folder = mkdtempSync(join(tmpdir(), 'oda-router-'));
  const port = (kind === 'pmp' ? 5351 : 1900).toString(16).toUpperCase().padStart(4, '0');
  const room = ['--data', folder, '--port', '12345', '--json', '--no-nearby', '--invite-only'];
  const args = [process.execPath, kind, port, hostProgram, ...room, '--map-port'];
  const child = spawn('/usr/bin/unshare', ['-n', '/bin/sh', '-c', cable, 'sh', ...args], {
    detached: true,
  });
  onTestFinished(() => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  const heard: string[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => heard.push(line));
  const until = async (isIt: (line: string) => boolean): Promise<string> => {
    for (;;) {
      const found = heard.find(isIt);
      if (found !== undefined) return found;
      await once(lines, 'line');
    }
  };
  return { child, until };
}

describe.each(root)('in a network with a router, as %s', () => {
  it.each([
    ['pmp', 40_000],
    ['upnp', 12_345],
  ] as const)(
    'a room opens its port by %s, says where, and closes it on Ctrl+C',
    async (kind, outside) => {
      const { child, until } = hostBehind(kind);
      await until((line) => line.startsWith('[[12345,'));
      const said = JSON.parse(await until((line) => line.includes('"port-mapping"'))) as object;
      expect(said).toMatchObject({ state: 'mapped', address: '93.184.216.34', port: outside });
      const listening = JSON.parse(await until((line) => line.includes('"listening"'))) as {
        invite: string;
      };
      // 93.184.216.34 in the link: what the router opened.
      const bytes = Buffer.from(listening.invite.split('/').at(-1) ?? '', 'base64url');
      expect(bytes.includes(Buffer.from([93, 184, 216, 34]))).toBe(true);
      child.kill('SIGINT');
      await until((line) => line === '[]');
    },
    60_000,
  );
});
