// @ts-check
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { commandToInstall, installPackages, isDebian, mayInstallPackages } from './debian.mjs';

/** The plain programs that the end-to-end tests chat with, each with the packages that bring it. */
const packagesOf = {
  nc: ['netcat-openbsd'],
  telnet: ['telnet'],
  irssi: ['irssi'],
  'weechat-headless': ['weechat-headless', 'weechat-plugins'],
  tmux: ['tmux'],
  python3: ['python3'],
  tcpdump: ['tcpdump'],
};

/** @typedef {keyof typeof packagesOf} PlainProgram */

/**
 * Those that are not installed.
 *
 * @param {{ path: string, exists: (path: string) => boolean }} [here]
 */
export function missingPlainPrograms(
  here = { path: process.env['PATH'] ?? '', exists: existsSync },
) {
  const folders = here.path.split(delimiter).filter(Boolean);
  const programs = /** @type {PlainProgram[]} */ (Object.keys(packagesOf));
  return programs.filter((name) => !folders.some((folder) => here.exists(join(folder, name))));
}

/**
 * Installs what is missing if that is possible. Returns what to say of programs that are not there.
 *
 * @param {string} root
 * @returns {Promise<string | undefined>}
 */
export async function obtainPlainPrograms(root) {
  const wanted = missingPlainPrograms();
  if (wanted.length === 0) return undefined;
  const packages = wanted.flatMap((name) => packagesOf[name]);
  let problem = '';
  if (mayInstallPackages()) {
    const { code, output } = await installPackages(packages, root);
    if (code !== 0) problem = `${output.trimEnd()}\n`;
  }
  const missing = missingPlainPrograms();
  if (missing.length === 0) return undefined;
  const advice = isDebian() ? ` This brings them: ${commandToInstall(packages)}` : '';
  return `${problem}Plain programs: ${missing.join(', ')} not installed, their end-to-end run was left out.${advice}`;
}
