import { parentPort } from 'node:worker_threads';
import { serveStores } from './serve-stores.ts';

if (!parentPort) throw new Error('This file is started as a worker');
serveStores(parentPort);
