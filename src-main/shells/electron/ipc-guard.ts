import { z } from 'zod';
import { isOwnPage } from './own-page.ts';

/** What is known of the frame that a message came from. */
export type Sender = { url: string; isMainFrame: boolean };

const ipcRequest = z.object({ name: z.string().max(64), params: z.unknown() });
export type IpcRequest = z.infer<typeof ipcRequest>;

/** The request in a message, or undefined where the sender or the shape is not the app's own. */
export function admitRequest(sender: Sender | undefined, message: unknown): IpcRequest | undefined {
  // A frame that has gone while its message was under way has no address any more.
  if (!sender?.isMainFrame || !isOwnPage(sender.url)) return undefined;
  return ipcRequest.safeParse(message).data;
}
