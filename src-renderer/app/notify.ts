import type { OdaBridge, Pushes } from '../../src-shared/bridge/bridge.ts';
import type { Clock } from '../../src-shared/outside/clock.ts';
import { everyone } from '../../src-shared/protocol/ids.ts';
import type { AppStore } from './app-store.ts';
import type { Route } from './route.ts';

export type Notice = {
  title: string;
  body: string;
  /** A newer notice with the same tag takes the place of the older, also one of another window. */
  tag: string;
  go: () => void;
};

/** What a window needs of its surroundings to notify. */
export type NotifyPlace = {
  /** Whether the person looks at this window now. */
  isWatched: () => boolean;
  show: (notice: Notice) => void;
  goTo: (route: Route) => void;
  /** The words where the text itself is not to be shown. */
  newMessage: () => string;
};

/** So long another window has to show that the message is read there already. */
const patienceMs = 500;

/** Tells of messages that come while nobody looks. Returns what ends it. */
export function notifyOfArrivals(
  { bridge, app, clock }: { bridge: OdaBridge; app: AppStore; clock: Clock },
  place: NotifyPlace,
): () => void {
  /** The newest number that was read in any window, by room and conversation. */
  const readSeqs = new Map<string, number>();
  const waiting = new Map<string, () => void>();

  const show = (arrival: Pushes['message/arrived'], tag: string) => {
    waiting.delete(tag);
    const { notifications } = app.getState().settings;
    const isRead = (readSeqs.get(tag) ?? 0) >= arrival.seq;
    if (notifications === 'off' || isRead || place.isWatched()) return;
    const { room, roomName, in: conversation, seq, from, text } = arrival;
    place.show({
      title: conversation === everyone ? `${from} · ${roomName}` : from,
      body: notifications === 'full' ? text : place.newMessage(),
      tag,
      go: () => place.goTo({ to: 'room', room, in: conversation, at: seq }),
    });
  };

  const ends = [
    bridge.on('message/arrived', (arrival) => {
      const tag = tagOf(arrival);
      waiting.get(tag)?.();
      waiting.set(
        tag,
        clock.after(patienceMs, () => show(arrival, tag)),
      );
    }),
    bridge.on('conversation/changed', (conversations) => {
      for (const each of conversations) readSeqs.set(tagOf(each), each.readSeq);
    }),
  ];
  return () => {
    for (const end of ends) end();
    for (const cancel of waiting.values()) cancel();
  };
}

function tagOf({ room, in: conversation }: { room: string; in: string }): string {
  return `${room} ${conversation}`;
}
