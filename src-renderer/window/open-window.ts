import type { TFunction } from 'i18next';
import type { OdaBridge } from '../../src-shared/bridge/bridge.ts';
import type { ConversationId, PrivateId, RoomId } from '../../src-shared/protocol/ids.ts';
import type { FrameStore } from './frame-store.ts';
import { routeHash } from './route.ts';

type Parts = { frame: FrameStore; bridge: Pick<OdaBridge, 'raise'>; t: TFunction };

/** Other windows of the app; if a browser keeps one from opening, a notice says so and opens it by a click. */
export function createOpenWindow({ frame, bridge, t }: Parts) {
  const open = (hash: string, name: string): void => {
    const opened = window.open(hash, name, 'popup,width=480,height=640');
    if (name !== '_blank') opened?.focus();
    // A program that can raise its windows opens them itself and never tells the page of them.
    if (opened || bridge.raise) return;
    const action = { label: t('notice.openWindow'), run: () => open(hash, name) };
    frame.tell(t('notice.windowBlocked'), action);
  };
  return {
    /** Opens a conversation in a window of its own, where it lives on. */
    conversation: (room: RoomId, conversation: ConversationId) =>
      open(routeHash({ to: 'window', room, in: conversation }), '_blank'),
    /** Opens a private chat in its own window, or brings the window that has it to the front. */
    privateChat: (room: RoomId, id: PrivateId) =>
      open(routeHash({ to: 'private', room, private: id }), `oda-private-${id}`),
  };
}
