import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Two computers with two cables between them, a Wi-Fi and a wire as it were; each a network namespace. */
const cables = [
  'unshare -n sleep infinity & one=$!',
  'unshare -n sleep infinity & two=$!',
  'for each in $one $two; do',
  '  until [ "$(readlink /proc/$each/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do :; done',
  '  nsenter -t $each -n ip link set lo up',
  'done',
  'for net in 192.168.7 10.20.30; do',
  '  side=${net%%.*}',
  '  nsenter -t $one -n ip link add o$side type veth peer name t$side netns $two',
  '  nsenter -t $one -n sh -c "ip addr add $net.1/24 dev o$side; ip link set o$side up"',
  '  nsenter -t $two -n sh -c "ip addr add $net.2/24 dev t$side; ip link set t$side up"',
  'done',
  'echo $one $two',
  'wait',
].join('\n');

export type Computer = {
  /** Runs the rest of its arguments on this computer's network. */
  within: readonly string[];
  /** A browser on it. */
  chromium: string;
};

/** `folder` takes small programs; `unplug` ends both networks. */
export async function twoComputers(
  folder: string,
  chromium: string,
): Promise<{ computers: [Computer, Computer]; unplug: () => void }> {
  const shell: ChildProcess = spawn('/bin/sh', ['-ec', cables], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const unplug = (): void => {
    if (shell.pid !== undefined) process.kill(-shell.pid, 'SIGKILL');
  };
  const [said] = (await once(shell.stdout ?? shell, 'data')) as [Buffer];
  const [one = '', two = ''] = String(said).trim().split(' ');
  return { computers: [computerOf(one), computerOf(two)], unplug };

  function computerOf(pid: string): Computer {
    const within = ['nsenter', '-t', pid, '-n'];
    const program = join(folder, `chromium-${pid}`);
    writeFileSync(program, `#!/bin/sh\nexec ${within.join(' ')} '${chromium}' "$@"\n`);
    chmodSync(program, 0o755);
    return { within, chromium: program };
  }
}
