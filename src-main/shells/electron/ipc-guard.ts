import { z } from 'zod';
import { isOwnPage } from './own-page.ts';

/** What is known of the frame that a message came from. */
export type Sender = { url: string; isMainFrame: boolean };

const ipcRequest = z.object({ name: z.string().max(64), params: z.unknown() });
export type IpcRequest = z.infer<typeof ipcRequest>;

/** A frame that has gone while its message was under way has no address any more. */
export function isOwnSender(sender: Sender | undefined): boolean {
  return sender !== undefined && sender.isMainFrame && isOwnPage(sender.url);
}

/** The request in a message, or undefined if the sender or the shape is not the app's own. */
export function admitRequest(sender: Sender | undefined, message: unknown): IpcRequest | undefined {
  return isOwnSender(sender) ? ipcRequest.safeParse(message).data : undefined;
}
