import { once } from 'node:events';
import { createServer, request, type OutgoingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { webBridge } from '../../../src-shared/bridge/web-frames.ts';
import type { FileHash } from '../../../src-shared/protocol/files.ts';
import { done, refused } from '../../../src-shared/protocol/outcome.ts';
import type { WindowApp } from '../../app/create-app.ts';
import { FileTaker } from './file-taker.ts';

const hash = 'h'.repeat(43) as FileHash;
const own = {
  origin: 'http://own',
  authorization: 'Bearer session',
  [webBridge.nameHeader]: encodeURIComponent('çay – 1.txt'),
};

let server: Server;
let taken: { name: string; text: string }[];
let defects: unknown[];
let stage: WindowApp['stage'];

beforeEach(async () => {
  taken = [];
  defects = [];
  stage = async (file) => {
    if ('path' in file) throw new Error('a path');
    let text = '';
    for await (const bytes of file.bytes) text += new TextDecoder().decode(bytes);
    taken.push({ name: file.name, text });
    return done({ hash, size: text.length, name: file.name });
  };
  const taker = new FileTaker({
    stage: (file) => stage(file),
    knows: (secret) => secret === 'session',
    isOwnOrigin: (origin) => origin === 'http://own',
    reportDefect: (error) => defects.push(error),
  });
  server = createServer((asked, response) => void taker.take(asked, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function open(headers: OutgoingHttpHeaders) {
  const { port } = server.address() as AddressInfo;
  return request({ host: '127.0.0.1', port, method: 'POST', path: webBridge.stagePath, headers });
}

function post(
  headers: OutgoingHttpHeaders,
  body = 'text',
): Promise<[status: number, body: string]> {
  return new Promise((resolve, reject) => {
    const asked = open(headers);
    asked.once('error', reject);
    asked.once('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve([response.statusCode ?? 0, text]));
    });
    asked.end(body);
  });
}

describe('files that pages post', () => {
  it('are taken in under their name, and the app’s answer is the answer', async () => {
    const [status, body] = await post(own, 'merhaba');
    expect([status, JSON.parse(body)]).toEqual([200, done({ hash, size: 7, name: 'çay – 1.txt' })]);
    expect(taken).toEqual([{ name: 'çay – 1.txt', text: 'merhaba' }]);
    const full = refused({ code: 'no-space-for-files' });
    stage = () => Promise.resolve(full);
    expect(await post(own)).toEqual([200, JSON.stringify(full)]);
  });

  it.each([
    ['another origin', 403, { origin: 'http://evil.example' }],
    ['no origin', 403, { origin: undefined }],
    ['no session', 401, { authorization: undefined }],
    ['a guess', 401, { authorization: 'Bearer guess' }],
    ['another scheme', 401, { authorization: 'session' }],
    ['no name', 400, { [webBridge.nameHeader]: undefined }],
    ['a name that is no name', 400, { [webBridge.nameHeader]: '%' }],
  ])('are not taken in with %s', async (_, status, change) => {
    const all = Object.entries({ ...own, ...change }).filter(([, value]) => value !== undefined);
    expect((await post(Object.fromEntries(all) as OutgoingHttpHeaders))[0]).toBe(status);
    expect(taken).toEqual([]);
  });

  it('come no more than eight at the same time', async () => {
    const waiting = Promise.withResolvers<void>();
    stage = async () => {
      await waiting.promise;
      return refused({ code: 'bad-request' });
    };
    const first = Array.from({ length: webBridge.maxStaging + 1 }, () => post(own));
    const [status] = await Promise.race(first);
    expect(status).toBe(503);
    waiting.resolve();
    const statuses = (await Promise.all(first)).map(([each]) => each);
    expect(statuses.filter((each) => each === 200)).toHaveLength(webBridge.maxStaging);
    stage = () => Promise.resolve(done({ hash, size: 0, name: 'a' }));
    expect((await post(own))[0]).toBe(200);
  });

  it('are answered too if the app wants no more of them after the first piece', async () => {
    const full = refused({ code: 'no-space-for-files' });
    stage = async (file) => {
      if ('path' in file) throw new Error('a path');
      for await (const _ of file.bytes) return full;
      return refused({ code: 'bad-request' });
    };
    const large = 'x'.repeat(8 * 1024 * 1024);
    expect(await post(own, large)).toEqual([200, JSON.stringify(full)]);
  });

  it('that are broken off are no defect, and make place for others', async () => {
    const ended = Promise.withResolvers<unknown>();
    stage = async (file) => {
      if ('path' in file) throw new Error('a path');
      try {
        for await (const _ of file.bytes) asked.destroy();
      } catch (error) {
        ended.resolve(error);
        throw error;
      }
      return refused({ code: 'bad-request' });
    };
    const asked = open({ ...own, 'content-length': 100 });
    asked.on('error', () => undefined);
    asked.write('begun');
    expect(await ended.promise).toBeInstanceOf(Error);
    await new Promise((resolve) => setImmediate(resolve));
    expect(defects).toEqual([]);
  });
});
