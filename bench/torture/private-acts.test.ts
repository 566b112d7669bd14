import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { privateMark } from './claims.ts';
import { findPrivate } from './private-acts.ts';

test('what was said in private and lies on a disk is found, wherever it is', () => {
  const folder = mkdtempSync(join(tmpdir(), 'oda-private-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'room', 'deep'), { recursive: true });
  mkdirSync(join(folder, 'files'));
  writeFileSync(join(folder, 'room', 'room.db'), 'said member-1 0 1');
  writeFileSync(join(folder, 'files', 'sent'), privateMark);
  const isSent = (path: string): boolean => path.includes('files');
  expect(findPrivate(folder, isSent)).toBeUndefined();
  const path = join(folder, 'room', 'deep', 'room.db-wal');
  writeFileSync(path, Buffer.concat([Buffer.from([0, 255]), Buffer.from(`${privateMark} ali`)]));
  expect(findPrivate(folder, isSent)).toBe(path);
});
