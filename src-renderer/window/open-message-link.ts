import type { OdaBridge } from '../../src-shared/bridge/bridge.ts';
import { parseMessageLink } from '../../src-shared/member/message-link.ts';
import type { FrameStore } from './frame-store.ts';
import { goTo } from './route.ts';

type Parts = { bridge: Pick<OdaBridge, 'request'>; frame: Pick<FrameStore, 'refuse'> };

/**
 * Goes to the message of a link, if one is in its room and this computer holds it; else says what is missing. Nothing
 * is dialled for it. False if it is no link to a message.
 */
export function openMessageLink(link: string, { bridge, frame }: Parts): boolean {
  const place = parseMessageLink(link);
  if (!place) return false;
  const { room, in: conversation, seq } = place;
  void bridge
    .request('timeline/page', { room, in: conversation, around: seq, limit: 1 })
    .then((answer) => {
      if (!answer.ok) return frame.refuse({ code: 'link-other-room' });
      const isHeld = answer.value.entries.some((entry) => entry.seq === seq);
      if (!isHeld) return frame.refuse({ code: 'link-not-here' });
      return goTo({ to: 'room', room, in: conversation, at: seq });
    });
  return true;
}
