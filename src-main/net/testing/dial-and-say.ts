import { RefusalError } from '../../../src-shared/protocol/outcome.ts';
import { dialRoom } from '../dial-room.ts';

const [host = '', port = '0', timeoutMs = '2000'] = process.argv.slice(2);
try {
  await dialRoom({ host, port: Number(port), timeoutMs: Number(timeoutMs) });
} catch (error) {
  if (!(error instanceof RefusalError)) throw error;
  process.stdout.write(JSON.stringify(error.refusal));
}
