// @ts-check
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from './problem.mjs';

/** node:sqlite, and running TypeScript as it stands, need this one. */
export const wantedNodeMajor = 24;

/**
 * The Node that builds and runs Oda: the one that `npm ci` brought for this platform, else the one
 * that runs this script, where it is new enough.
 *
 * @param {string} root
 */
export function findNode(root) {
  const { platform, arch } = process;
  const system = platform === 'win32' ? 'win' : platform;
  const binary = platform === 'win32' ? 'node.exe' : 'node';
  const brought = join(root, 'node_modules', `node-${system}-${arch}`, 'bin', binary);
  if (existsSync(brought)) return brought;
  if (Number.parseInt(process.versions.node, 10) >= wantedNodeMajor) return process.execPath;
  throw new Problem(
    `Oda needs Node ${wantedNodeMajor} or newer here (this is ${process.versions.node}). ` +
      'Install it from https://nodejs.org and run the same command again.',
  );
}

/**
 * The environment for a child, with our Node first in its PATH for whatever it starts itself.
 *
 * @param {string} root
 * @param {NodeJS.ProcessEnv} [extra]
 * @returns {NodeJS.ProcessEnv}
 */
export function toolEnvironment(root, extra = {}) {
  const binaries = join(root, 'node_modules', '.bin');
  const separator = process.platform === 'win32' ? ';' : ':';
  return { ...process.env, PATH: `${binaries}${separator}${process.env['PATH'] ?? ''}`, ...extra };
}
