import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import type { Firewall } from './network-findings.ts';

/** What can be asked of this machine. */
export type System = {
  platform: string;
  /** What a program says on its output; undefined if it is not there, fails or takes too long. */
  run: (file: string, args: readonly string[]) => Promise<string | undefined>;
  /** Undefined if it is not there or may not be read. */
  read: (path: string) => Promise<string | undefined>;
};

const runMs = 2000;
const maxOutputBytes = 64 * 1024;

export const thisSystem: System = {
  platform: process.platform,
  run: (file, args) => {
    const { promise, resolve } = Promise.withResolvers<string | undefined>();
    const bounds = { timeout: runMs, maxBuffer: maxOutputBytes, windowsHide: true };
    execFile(file, args, bounds, (error, output) => resolve(error ? undefined : output));
    return promise;
  },
  read: (path) => readFile(path, 'utf8').catch(() => undefined),
};

/** The firewall that is switched on, as far as it can be known without rights. */
export async function findFirewall(
  { platform, run, read }: System,
  port: number,
): Promise<Firewall | undefined> {
  if (platform === 'win32') {
    const state = await run('netsh', ['advfirewall', 'show', 'currentprofile', 'state']);
    return /\b(?:ON|AÇIK)\b/iu.test(state ?? '') ? 'windows' : undefined;
  }
  if (platform === 'darwin') {
    const tool = '/usr/libexec/ApplicationFirewall/socketfilterfw';
    const state = await run(tool, ['--getglobalstate']);
    return /State = [12]/.test(state ?? '') ? 'macos' : undefined;
  }
  // Only root may see its rules.
  if (/^ENABLED=yes/m.test((await read('/etc/ufw/ufw.conf')) ?? '')) return 'ufw';
  if ((await run('firewall-cmd', ['--state']))?.trim() === 'running') {
    // Its "no" is a failure.
    const isOpen = await run('firewall-cmd', [`--query-port=${port}/tcp`]);
    return isOpen?.trim() === 'yes' ? 'firewalld-open' : 'firewalld';
  }
  const nftables = await run('systemctl', ['is-active', 'nftables']);
  return nftables?.trim() === 'active' ? 'nftables' : undefined;
}

/** Docker, Podman, or something else that shows a program a network of its own. */
export async function isInContainer({ platform, read }: System): Promise<boolean> {
  if (platform !== 'linux') return false;
  const [docker, podman, groups] = await Promise.all([
    read('/.dockerenv'),
    read('/run/.containerenv'),
    read('/proc/1/cgroup'),
  ]);
  if (docker !== undefined || podman !== undefined) return true;
  return /\/(?:docker|kubepods|lxc|libpod)/.test(groups ?? '');
}
