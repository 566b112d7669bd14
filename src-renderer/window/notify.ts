import { plainLine } from '../../src-shared/text/format/format-text.ts';
import type { OdaBridge, Pushes } from '../../src-shared/bridge/bridge.ts';
import type { PrivateView } from '../../src-shared/member/own-copy.ts';
import { isQuietAt } from '../../src-shared/member/attention.ts';
import { quietHours } from '../../src-shared/bridge/app.ts';
import { listen } from '../../src-shared/bridge/listen.ts';
import type { Clock } from '../../src-shared/outside/clock.ts';
import { conversationKind, type PrivateId, type RoomId } from '../../src-shared/protocol/ids.ts';
import type { AppStore } from './app-store.ts';
import type { Route } from './route.ts';

export type Notice = {
  title: string;
  body: string;
  /** A newer notice with the same tag takes the place of the older, also one of another window. */
  tag: string;
  go: () => void;
};

const meansWords = { mention: 'notice.mentionsYou', keyword: 'notice.yourWord' } as const;

/** What a window needs of its surroundings to notify. */
export type NotifyPlace = {
  /** Whether the person looks at this window now. */
  isWatched: () => boolean;
  show: (notice: Notice) => void;
  goTo: (route: Route) => void;
  openPrivate: (room: RoomId, id: PrivateId) => void;
  /** The words if the text itself is not to be shown. */
  say: (
    key:
      | 'notice.newMessage'
      | (typeof meansWords)[keyof typeof meansWords]
      | 'privateChat.asksYou'
      | 'privateChat.newText',
    names?: { name: string },
  ) => string;
};

type Parts = { bridge: OdaBridge; app: AppStore; clock: Clock };
/** Makes the notice when it is due; undefined if there is nothing to tell any more. */
type Tell = (tag: string, make: () => Notice | undefined) => void;

/** Within this time another window can show that the message is read there already. */
const patienceMs = 500;

/** Tells of what comes while nobody looks. Returns what ends it. */
export function notifyOfArrivals(parts: Parts, place: NotifyPlace): () => void {
  const { app, clock } = parts;
  const waiting = new Map<string, () => void>();
  const tell: Tell = (tag, make) => {
    waiting.get(tag)?.();
    const show = () => {
      waiting.delete(tag);
      const notice = make();
      const { settings } = app.getState();
      const isOff = settings.notifications === 'off';
      const isQuiet =
        settings.presence === 'do-not-disturb' || isQuietAt(quietHours(settings), clock.wallMs());
      if (notice && !isOff && !isQuiet && !place.isWatched()) place.show(notice);
    };
    waiting.set(tag, clock.after(patienceMs, show));
  };
  const ends = [tellOfMessages(parts, place, tell), tellOfPrivates(parts, place, tell)];
  return () => {
    for (const end of ends) end();
    for (const cancel of waiting.values()) cancel();
  };
}

/** More than any system shows of a notification. */
const shownCharacters = 400;

function tellOfMessages({ bridge, app }: Parts, place: NotifyPlace, tell: Tell): () => void {
  /** The newest number that was read in any window, by room and conversation. */
  const readSeqs = new Map<string, number>();
  const noticeOf = (arrival: Pushes['message/arrived'], tag: string): Notice | undefined => {
    const { room, in: conversation, seq, from, text, means } = arrival;
    if ((readSeqs.get(tag) ?? 0) >= seq) return undefined;
    const isFull = app.getState().settings.notifications === 'full';
    return {
      title: [
        means ? place.say(meansWords[means], { name: from }) : from,
        ...placeOf(arrival),
      ].join(' · '),
      body: isFull ? plainLine(text, shownCharacters) : place.say('notice.newMessage'),
      tag,
      go: () => place.goTo({ to: 'room', room, in: conversation, at: seq }),
    };
  };
  return listen(bridge, {
    'message/arrived': (arrival) => {
      const tag = tagOf(arrival);
      tell(tag, () => noticeOf(arrival, tag));
    },
    'conversation/changed': (conversations) => {
      for (const each of conversations) readSeqs.set(tagOf(each), each.readSeq);
    },
  });
}

/** Where it was said, unless it was said to this person alone. */
function placeOf({ in: conversation, roomName, groupName }: Pushes['message/arrived']): string[] {
  return conversationKind(conversation) === 'direct' ? [] : [groupName ?? roomName];
}

/** Who asks for a private chat, and that somebody wrote in one; never what. */
function tellOfPrivates({ bridge, app }: Parts, place: NotifyPlace, tell: Tell): () => void {
  const views = new Map<PrivateId, PrivateView>();
  const noticeOf = (id: PrivateId, tag: string): Notice | undefined => {
    const view = views.get(id);
    if (!view) return undefined;
    const { room, partnerName, state, unread, isQuiet } = view;
    if (isQuiet) return undefined;
    if (state.is === 'asked') {
      const roomName = app.getState().rooms.get(room)?.name ?? '';
      // It is answered where a room is shown, and the click brings that to the front.
      const go = () => undefined;
      const title = `${partnerName} · ${roomName}`;
      return { title, body: place.say('privateChat.asksYou'), tag, go };
    }
    if (unread === 0) return undefined;
    const go = () => place.openPrivate(room, id);
    return { title: partnerName, body: place.say('privateChat.newText'), tag, go };
  };
  return listen(bridge, {
    'private/changed': (view) => {
      const before = views.get(view.private);
      views.set(view.private, view);
      const isNewAsk = view.state.is === 'asked' && before?.state.is !== 'asked';
      const tag = `${view.room} ${view.private}`;
      if (isNewAsk || view.unread > (before?.unread ?? 0)) {
        tell(tag, () => noticeOf(view.private, tag));
      }
    },
    'private/removed': (push) => void views.delete(push.private),
  });
}

function tagOf({ room, in: conversation }: { room: string; in: string }): string {
  return `${room} ${conversation}`;
}

export type NotificationPermission = 'granted' | 'denied' | 'not-asked' | 'not-possible';

/** What the system lets this page do. */
export function notificationPermission(): NotificationPermission {
  if (typeof Notification === 'undefined') return 'not-possible';
  return Notification.permission === 'default' ? 'not-asked' : Notification.permission;
}

/** Only right after a click: browsers ask for nothing else. */
export async function askForNotifications(): Promise<NotificationPermission> {
  if (notificationPermission() === 'not-asked') await Notification.requestPermission();
  return notificationPermission();
}

/** Shows it if that is allowed; a click raises the window and goes where it points. */
export function showNotification({ title, body, tag, go }: Notice, raise: () => void): void {
  if (notificationPermission() !== 'granted') return;
  const notification = new Notification(title, { body, tag });
  notification.addEventListener('click', () => {
    raise();
    go();
    notification.close();
  });
}
