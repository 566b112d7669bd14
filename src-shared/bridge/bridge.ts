import type { PrivatePlace } from '../member/private-place.ts';
import type { SentFile } from '../protocol/files.ts';
import type { Outcome } from '../protocol/outcome.ts';
import type { z } from 'zod';
import type { Carried } from './feature.ts';
import { allWords } from '../all-words.ts';
import { app, settings } from './app.ts';
import { away } from './away.ts';
import { contactGroups, contacts } from './contacts.ts';
import { conversations, search } from './conversations.ts';
import { devices } from './devices.ts';
import { exporting } from './exporting.ts';
import { importing } from './importing.ts';
import { files } from './files.ts';
import { groups } from './groups.ts';
import { host } from './host.ts';
import { knocks } from './knocks.ts';
import { later } from './later.ts';
import { moderation } from './moderation.ts';
import { nearby } from './nearby.ts';
import { pictures } from './pictures.ts';
import { privateChats } from './private-chats.ts';
import { rooms } from './rooms.ts';
import { saved } from './saved.ts';
import { topics } from './topics.ts';

/** All that windows and the app say to each other. */
const features = [
  app,
  settings,
  rooms,
  knocks,
  devices,
  nearby,
  host,
  contacts,
  contactGroups,
  groups,
  topics,
  moderation,
  privateChats,
  conversations,
  files,
  pictures,
  away,
  later,
  saved,
  search,
  exporting,
  importing,
] as const;

export const requests = allWords(features, 'requests');
const pushes = allWords(features, 'pushes');

type CarriedBy<C> = C extends Carried<infer T> ? T : never;
type Requests = typeof requests;
export type RequestName = keyof Requests;
export type RequestParams<N extends RequestName> = z.input<Requests[N]['params']>;
export type ParsedParams<N extends RequestName> = z.output<Requests[N]['params']>;
export type RequestResults = { [N in RequestName]: CarriedBy<Requests[N]['result']> };

export type Pushes = { [N in keyof typeof pushes]: CarriedBy<(typeof pushes)[N]> };
export type PushName = keyof Pushes;
export const pushNames = Object.keys(pushes) as PushName[];

/**
 * `reconnecting`: requests are answered `bridge-closed` for now; when it is back in `open` the page
 * loads itself again, as pushes were missed. `ended`: the app behind it has stopped.
 */
export type BridgeState = 'open' | 'reconnecting' | 'ended';

/** What a window knows as a `File`. */
type ChosenFile = { readonly name: string; readonly size: number };

/** How a file is taken in. */
export type StagingHow = {
  /** It is for this private chat: sealed as it is taken in. */
  private?: PrivatePlace | undefined;
  /** Hears how many bytes are taken in. */
  progress?: ((bytes: number) => void) | undefined;
  /** Is given, before anything else, what breaks it off: then it is refused with `file-stopped`. */
  begun?: ((stop: () => void) => void) | undefined;
};

/** The one interface that windows see of the rest of the app. */
export interface OdaBridge {
  /** In a window it never fails: a way to the app that is gone is refused with `bridge-closed` (`pacePushes`). */
  request<N extends RequestName>(
    name: N,
    params: RequestParams<N>,
  ): Promise<Outcome<RequestResults[N]>>;
  /** Returns what ends the subscription. */
  on<N extends PushName>(name: N, listener: (push: Pushes[N]) => void): () => void;
  /**
   * Only if the bridge can break while the page lives on (the browser shell): hears the present state
   * at once and every change. Returns what ends the subscription.
   */
  onState?(listener: (state: BridgeState) => void): () => void;
  /**
   * Takes a file in that was dropped, pasted or chosen: it is copied, and can be sent with `message/send`, or
   * `private/send`, from then on. Missing where there is no window.
   */
  stage?(file: ChosenFile, how?: StagingHow): Promise<Outcome<SentFile>>;
  /** Brings this window to the front. Only if `window.focus()` alone does not. */
  raise?(): void;
}
