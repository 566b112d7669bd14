// @ts-check
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findElectron } from './find-electron.mjs';
import { Problem } from './problem.mjs';

/** node:sqlite, and running TypeScript as it stands, need this one. */
const wantedNodeMajor = 24;

/** A Node to run something with; `env` is what its environment needs beside the usual. @typedef {{ file: string, env: Record<string, string> }} NodeProgram */

/** @typedef {{ platform: string, arch: string, version: string, execPath: string }} ThisNode */

/** @type {ThisNode} */
const thisNode = {
  platform: process.platform,
  arch: process.arch,
  version: process.versions.node,
  execPath: process.execPath,
};

/**
 * The Node that builds and runs Oda: the one that `npm ci` brought for this platform, else the one that runs this
 * script, if it is new enough, else the one inside Electron.
 *
 * @param {string} root
 * @param {ThisNode} [here]
 * @returns {NodeProgram | undefined}
 */
export function lookForNode(root, here = thisNode) {
  const { platform, arch, version, execPath } = here;
  const system = platform === 'win32' ? 'win' : platform;
  const binary = platform === 'win32' ? 'node.exe' : 'node';
  const brought = join(root, 'node_modules', `node-${system}-${arch}`, 'bin', binary);
  if (existsSync(brought)) return { file: brought, env: {} };
  if (Number.parseInt(version, 10) >= wantedNodeMajor) return { file: execPath, env: {} };
  const electron = findElectron(root);
  return electron ? { file: electron, env: { ELECTRON_RUN_AS_NODE: '1' } } : undefined;
}

/** @param {string} root @returns {NodeProgram} */
export function findNode(root) {
  const found = lookForNode(root);
  if (found) return found;
  throw new Problem(needsNode());
}

/** @param {string} [obstacle] why Electron's Node cannot be used instead */
export function needsNode(obstacle) {
  const instead = obstacle ? `\nElectron, which has one inside, ${obstacle}.` : '';
  return (
    `Oda needs Node ${wantedNodeMajor} or newer here (this is ${process.versions.node}). ` +
    `Install it from https://nodejs.org and run the same command again.${instead}`
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
