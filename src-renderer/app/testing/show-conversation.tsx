import { everyone } from '../../../src-shared/protocol/ids.ts';
import { renderInRoom } from '../../room/testing/render-in-room.tsx';
import { ConversationPane } from '../conversation-pane.tsx';

/** A conversation with what stands in it. */
export async function shown(
  options: Parameters<typeof renderInRoom>[1] & { conversation?: typeof everyone } = {},
) {
  const { conversation: id = everyone, ...room } = options;
  const rendered = await renderInRoom(<ConversationPane conversation={id} />, room);
  const log = () => rendered.container.querySelector('[role="log"]') as HTMLElement;
  const items = () => [...log().querySelectorAll<HTMLElement>('[data-message]')];
  const labels = () => items().map((item) => item.getAttribute('aria-label'));
  return { ...rendered, log, items, labels };
}
