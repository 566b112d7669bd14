// @ts-check
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { commandToInstall, installPackages, isDebian, mayInstallPackages } from './debian.mjs';

// First the one without a browser's own windows: pages open in it for a third less of the processor.
const names = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
];
const packages = ['chromium-headless-shell', 'fonts-noto-color-emoji'];

/**
 * A Chromium that the end-to-end tests can drive: ODA_CHROMIUM, one in the PATH, or Playwright's own.
 *
 * @param {{ env: NodeJS.ProcessEnv, exists: (path: string) => boolean, playwrights: () => Promise<string | undefined> }} here
 * @returns {Promise<string | undefined>}
 */
export async function findChromium({ env, exists, playwrights }) {
  const named = env['ODA_CHROMIUM'];
  if (named) return exists(named) ? named : undefined;
  const folders = ['/usr/bin', ...(env['PATH'] ?? '').split(delimiter)].filter(Boolean);
  const candidates = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  const found = candidates.find((path) => exists(path));
  if (found) return found;
  const own = await playwrights();
  return own && exists(own) ? own : undefined;
}

/**
 * @param {string} root
 * @param {string} [who] the beginning of the sentence that says so if it is missing
 * @returns {Promise<{ chromium: string } | { advice: string }>}
 */
export async function obtainChromium(root, who = 'The end-to-end tests need') {
  const search = () =>
    findChromium({ env: process.env, exists: existsSync, playwrights: playwrightsChromium });
  const found = await search();
  const named = process.env['ODA_CHROMIUM'];
  if (named && !found) return { advice: `ODA_CHROMIUM names ${named}, and nothing is there.` };
  // Any will do; for the quickest of them packages are installed if nobody has to be asked.
  const isGoodEnough = named !== undefined || found?.endsWith(`/${names[0]}`) === true;
  if (found && (isGoodEnough || !mayInstallPackages())) return { chromium: found };
  if (!mayInstallPackages()) return { advice: adviceFor(process.platform, who) };
  const { output } = await installPackages(packages, root);
  const installed = await search();
  if (installed) return { chromium: installed };
  return { advice: `${output.trimEnd()}\n${adviceFor(process.platform, who)}` };
}

/** @param {string} platform @param {string} who */
function adviceFor(platform, who) {
  const own = 'npx playwright install chromium';
  const isPackaged = platform === 'linux' && isDebian();
  const command = isPackaged ? `${commandToInstall(packages)}, or ${own}` : own;
  return `${who} Chromium. This brings it: ${command}`;
}

async function playwrightsChromium() {
  const { chromium } = await import('playwright');
  return chromium.executablePath();
}
