import { describe, expect, test } from 'vitest';
import { checkLayers } from './layers.mjs';

function problemsOf(path: string, ...lines: string[]): string[] {
  return checkLayers([{ path, text: lines.join('\n') }]).map(({ problem }) => problem);
}

describe('what a layer may import', () => {
  test.each([
    ['src-shared/a.ts', "import { z } from 'zod';"],
    ['src-main/room/a.ts', "import { fold } from '../../src-shared/text/fold.ts';"],
    ['src-main/room/a.ts', "import { b } from './b.ts';"],
    ['src-main/storage/a.ts', "import type { Log } from '../room/ports.ts';"],
    ['src-main/storage/a.ts', "import { type Log } from '../room/ports.ts';"],
    ['src-main/storage/a.ts', "import type { Replica } from '../client/replica/replica.ts';"],
    ['src-main/storage/a.ts', "import { DatabaseSync } from 'node:sqlite';"],
    ['src-main/gateways/a.ts', "import type { Port } from '../server/session-port.ts';"],
    ['src-main/app/a.ts', "import type { RoomView } from '../../src-shared/bridge/rooms.ts';"],
    ['src-main/app/a.ts', "import { serve } from '../server/server.ts';"],
    ['src-main/shells/electron/a.ts', "import { app } from 'electron';"],
    ['src-main/shells/browser/a.ts', "new URL('./storage-worker.cjs', import.meta.url);"],
    ['src-main/shells/browser/a.ts', "import { systemClock } from '../../net/system-clock.ts';"],
    [
      'src-main/shells/browser/a.ts',
      "new URL('../../storage/worker/storage-worker.ts', import.meta.url);",
    ],
    ['src-main/shells/electron/a.ts', "import { own } from '../data-folder.ts';"],
    ['src-renderer/people/a.tsx', "import styles from './a.module.css';"],
    ['src-renderer/a.ts', "import page from './page.svg?url';"],
    ['src-renderer/search/a.tsx', "import { Row } from '../messages/row.tsx';"],
    ['src-renderer/app/a.tsx', "import { Search } from '../search/search.tsx';"],
    ['bench/a.ts', "import { limits } from '../src-shared/protocol/limits.ts';"],
    ['bench/a.ts', "await import('../dist/main/headless.js');"],
  ])('%s: %s', (path, line) => {
    expect(problemsOf(path, line)).toEqual([]);
  });
});

describe('what a layer may not import', () => {
  test.each([
    ...['room', 'storage', 'net', 'server', 'client', 'gateways'].flatMap((layer) =>
      ['a.ts', 'a.test.ts'].map((file) => [
        `src-main/${layer}/${file}`,
        "import type { RoomView } from '../../src-shared/bridge/rooms.ts';",
        'src-shared/bridge/rooms.ts',
      ]),
    ),
    ['src-shared/a.ts', "import { join } from 'node:path';", 'path'],
    ['src-shared/a.ts', "import type { Room } from '../src-main/room/room.ts';", 'src-main/room'],
    ['src-main/room/a.ts', "import { open } from '../storage/open.ts';", 'src-main/storage'],
    ['src-main/room/a.ts', "import { createHash } from 'node:crypto';", 'node:crypto'],
    ['src-main/room/a.ts', "const fs = await import('fs');", "'fs'"],
    ['src-main/storage/a.ts', "import { Log } from '../room/ports.ts';", 'src-main/room'],
    ['src-main/storage/a.ts', "import type { Link } from '../client/link.ts';", 'src-main/client'],
    ['src-main/net/a.ts', "export { serve } from '../server/server.ts';", 'src-main/server'],
    ['src-main/client/a.ts', "type S = import('../server/server.ts').Server;", 'src-main/server'],
    ['src-main/gateways/a.ts', "import { serve } from '../server/server.ts';", 'src-main/server'],
    ['src-main/app/a.ts', "import { app } from 'electron';", "'electron'"],
    ['src-main/net/a.ts', "new URL('../server/worker.ts', import.meta.url);", 'src-main/server'],
    ['src-main/shells/browser/a.ts', "import '../electron/main.ts';", 'src-main/shells/electron'],
    ['src-main/shells/a.ts', "import './electron/main.ts';", 'src-main/shells/electron'],
    ['src-main/shells/browser/a.ts', "import '../../net/tcp.ts';", 'src-main/net'],
    ['src-renderer/a.ts', "import { serve } from '../src-main/app/app.ts';", 'src-main/app'],
    ['src-renderer/a.ts', "import left from 'left-pad';", "'left-pad'"],
    ['src-renderer/ui/a.tsx', "import { useRoom } from '../room/room.ts';", 'src-renderer/room'],
    [
      'src-renderer/room/a.ts',
      "import { Row } from '../messages/row.tsx';",
      'src-renderer/messages',
    ],
    ['src-renderer/search/a.ts', "import { b } from '../timeline/b.ts';", 'src-renderer/timeline'],
    ['src-renderer/people/a.tsx', "import css from '../app/b.module.css';", 'src-renderer/app'],
    ['e2e/a.spec.ts', "import { app } from '../src-main/app/app.ts';", 'src-main/app'],
    ['src-main/net/a.ts', "import { test } from 'vitest';", "'vitest'"],
    ['src-main/net/a.ts', "import { b } from './b';", 'without its extension'],
    ['src-main/net/a.ts', "import { connect } from 'net';", "'net'"],
    ['src-main/room/a.ts', "import { fake } from './testing/fake.ts';", 'testing/fake.ts'],
  ])('%s: %s', (path, line, named) => {
    expect(problemsOf(path, line)).toEqual([expect.stringContaining(named)]);
  });

  test('a file of src-main outside the layers is named itself', () => {
    expect(problemsOf('src-main/stray.ts', 'export const a = 1;')).toEqual(['stands in no layer.']);
  });

  test('the finding names the line', () => {
    const text = "\n\nimport { app } from 'electron';\n";
    expect(checkLayers([{ path: 'src-main/room/a.ts', text }])).toMatchObject([{ line: 3 }]);
  });
});

describe('what the tests of a layer may import besides', () => {
  test.each([
    ['src-main/room/a.test.ts', "import { open } from '../storage/open.ts';"],
    ['src-main/room/a.test.ts', "import { test } from 'vitest';"],
    ['src-main/client/a.test.ts', "import { serve } from '../server/server.ts';"],
    ['src-main/storage/a.test.ts', "import { contract } from '../client/testing/contract.ts';"],
    ['src-main/room/testing/contract.ts', "import { expect } from 'vitest';"],
    ['src-renderer/a.test.tsx', "import { readFileSync } from 'node:fs';"],
    ['src-renderer/people/a.test.tsx', "import { fake } from '../room/testing/fake.ts';"],
  ])('%s: %s', (path, line) => {
    expect(problemsOf(path, line)).toEqual([]);
  });

  test.each([
    ['src-main/net/a.test.ts', "import { serve } from '../server/server.ts';"],
    ['src-main/shells/browser/a.test.ts', "import '../headless/main.ts';"],
    ['src-renderer/room/a.test.ts', "import { Row } from '../messages/row.tsx';"],
    ['src-renderer/a.test.ts', "import { serve } from '../src-main/app/app.ts';"],
    ['src-shared/a.test.ts', "import { room } from '../src-main/room/room.ts';"],
  ])('but not %s: %s', (path, line) => {
    expect(problemsOf(path, line)).toHaveLength(1);
  });
});
