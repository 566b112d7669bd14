import { monitorEventLoopDelay } from 'node:perf_hooks';
import { FileFolder } from '../src-main/files/file-folder.ts';
import type { SentFile } from '../src-shared/protocol/files.ts';
import { FileMember } from './file-member.ts';
import { serveParent } from './in-process.ts';
import { stageFile } from './stage-file.ts';
import { processUsage } from './process-usage.ts';
import { round } from './statistics.ts';

const [port = '', name = '', folder = '', filePort = port] = process.argv.slice(2);
const member = await FileMember.enter(Number(port), name, {
  folder: new FileFolder(folder),
  filePort: Number(filePort),
});
const delays = monitorEventLoopDelay({ resolution: 1 });

const functions = {
  stage: (file: { name: string; size: number }) => stageFile(member.folder, file),
  pathOf: async (file: SentFile) => member.folder.pathOf(file.hash),
  bring: (file: SentFile) => member.bring(file),
  send: (files: SentFile[]) => member.send(files),
  fetch: (file: SentFile, seq: number) => member.fetch(file, seq),
  has: (file: SentFile) => member.folder.has(file),
  forget: (file: SentFile) => member.folder.remove(file.hash),
  /** Since this was asked last; how long its loop kept others waiting. */
  usage: async () => {
    const loopP99Ms = round(delays.percentile(99) / 1e6);
    delays.reset();
    delays.enable();
    return { ...processUsage(), loopP99Ms };
  },
};
export type FileMemberProcess = typeof functions;
serveParent(functions);
