// @ts-check
import { existsSync, readFileSync } from 'node:fs';
import { run } from '../prepare/command.mjs';

/** Debian, or one of its kind. */
export function isDebian() {
  if (!existsSync('/usr/bin/apt-get') || !existsSync('/etc/os-release')) return false;
  return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync('/etc/os-release', 'utf8'));
}

/** Whether packages can be installed here without asking anybody. */
export function mayInstallPackages() {
  return process.getuid?.() === 0 && isDebian();
}

/** @param {readonly string[]} packages */
export function commandToInstall(packages) {
  return `sudo apt-get install -y --no-install-recommends ${packages.join(' ')}`;
}

/**
 * Installs packages and says so first; one that fails is a result, and its output is worth printing.
 *
 * @param {readonly string[]} packages
 * @param {string} root
 */
export async function installPackages(packages, root) {
  console.log(`Installing ${packages.join(', ')} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // A list that cannot be refreshed may still be good enough, so its result is not asked.
  await run('apt-get', ['update', '-qq'], { cwd: root, env, output: 'capture' });
  const install = ['install', '-y', '-qq', '--no-install-recommends', ...packages];
  return run('apt-get', install, { cwd: root, env, output: 'capture' });
}
