import { parentPort } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { OpenStores } from './open-stores.ts';
import { bytesOf, openerNumber, packError } from './worker-messages.ts';
import type { WorkerReply, WorkerRequest } from './worker-messages.ts';

if (!parentPort) throw new Error('This file is started as a worker');
serveStores(parentPort);

/**
 * Answers what comes through `port`. All requests of one message are begun in one turn of the loop, so
 * their writes share a transaction; answers that are ready together go back in one message.
 */
function serveStores(port: MessagePort): void {
  const stores = new OpenStores();
  let replies: WorkerReply[] = [];
  const send = (reply: WorkerReply): void => {
    replies.push(reply);
    if (replies.length > 1) return;
    setImmediate(() => {
      port.postMessage(replies, replies.flatMap(bytesOf));
      replies = [];
    });
  };
  port.on('message', (requests: WorkerRequest[]) => {
    for (const request of requests) void answer(stores, request).then(send);
  });
}

async function answer(stores: OpenStores, request: WorkerRequest): Promise<WorkerReply> {
  const { call, store, method } = request;
  try {
    const value = await perform(stores, request);
    if (store !== openerNumber && method === 'close') stores.forget(store);
    return { call, ok: true, value };
  } catch (error) {
    return { call, ok: false, error: packError(error) };
  }
}

function perform(stores: OpenStores, { store, part, method, params }: WorkerRequest): unknown {
  const whole =
    store === openerNumber ? { opener: stores, backups: stores.backups } : stores.find(store);
  const target: unknown = Reflect.get(whole, part);
  if (typeof target !== 'object' || target === null) throw new Error(`A store has no ${part}`);
  const run: unknown = Reflect.get(target, method);
  if (typeof run !== 'function') throw new Error(`A store cannot ${method}`);
  return Reflect.apply(run, target, params);
}
