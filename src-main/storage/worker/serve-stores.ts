import type { MessagePort } from 'node:worker_threads';
import { Shelf } from './shelf.ts';
import { bytesOf, packError, shelfNumber } from './worker-messages.ts';
import type { WorkerReply, WorkerRequest } from './worker-messages.ts';

/**
 * Answers what comes through `port`. All requests of one message are begun in one turn of the loop, so
 * their writes share a transaction; answers that are ready together go back in one message.
 */
export function serveStores(port: MessagePort): void {
  const shelf = new Shelf();
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
    for (const request of requests) void answer(shelf, request).then(send);
  });
}

async function answer(shelf: Shelf, request: WorkerRequest): Promise<WorkerReply> {
  const { call, store, method } = request;
  try {
    const value = await perform(shelf, request);
    if (store !== shelfNumber && method === 'close') shelf.forget(store);
    return { call, ok: true, value };
  } catch (error) {
    return { call, ok: false, error: packError(error) };
  }
}

function perform(shelf: Shelf, { store, part, method, params }: WorkerRequest): unknown {
  const whole: object = store === shelfNumber ? shelf : shelf.store(store);
  const target: unknown = part === 'store' ? whole : Reflect.get(whole, part);
  if (typeof target !== 'object' || target === null) throw new Error(`A store has no ${part}`);
  const run: unknown = Reflect.get(target, method);
  if (typeof run !== 'function') throw new Error(`A store cannot ${method}`);
  return Reflect.apply(run, target, params);
}
