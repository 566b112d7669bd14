import type {
  OdaBridge,
  PushName,
  RequestName,
  RequestParams,
  RequestResults,
} from '../../src-shared/bridge/bridge.ts';
import type { Clock } from '../../src-shared/outside/clock.ts';
import { refused, type Outcome } from '../../src-shared/protocol/outcome.ts';
import { addTold, parted, type Told } from './join-pushes.ts';

/** A frame: what comes within it is seen together in any case. */
const shortestPauseMs = 16;
/** However long it took to draw what came last, and however many keys came since, the next is shown after this. */
const longestPauseMs = 100;
/** What was drawn is painted too, and each drawing has costs of its own: fewer of them leave more for keys. */
const pausePerDrawing = 2;
/** How soon it is looked whether a key has been shown. */
const keyPauseMs = 4;
/** Nobody looks at the answers to these: they hurry nothing that waits for a key. */
const unhurried: ReadonlySet<RequestName> = new Set(['conversation/mark-read', 'draft/save']);

/**
 * The same bridge for a window that has other things to do than to draw what comes: after each time it
 * rests twice as long as that took, and what comes meanwhile is told together and drawn once: of what was told
 * again and again the last, of what was added all at once. Without it a busy room would take all of a slow
 * computer, and keys would wait. Of many messages that came together each part is drawn for itself: a key comes in between.
 *
 * Everything else stays in the order in which it came, the answers to requests too. Each request has one, whatever
 * becomes of the app.
 */
export function pacePushes(
  bridge: OdaBridge,
  clock: Clock,
  /** Whether a key waits for the frame that shows it: that one comes first. */
  isKeyWaiting: () => boolean = () => false,
): OdaBridge {
  let waiting: Told[] = [];
  let waitingSince = 0;
  let restUntil = 0;
  /** How long all took to draw since last nothing waited. */
  let drawnMs = 0;
  let cancelTimer: (() => void) | undefined;
  const afterAll: (() => void)[] = [];

  /** Tells what waits: a part of it, then the turn ends if there is more, or all at once. */
  function tell(isAll: boolean): void {
    cancelTimer?.();
    cancelTimer = undefined;
    const told = waiting;
    waiting = [];
    try {
      hearFrom(told, isAll);
    } finally {
      // Who fails to hear something keeps nobody else from the rest.
      if (told.length > 0) {
        waiting = [...told, ...waiting];
        cancelTimer ??= clock.after(0, tellAfterKey);
      }
      if (waiting.length === 0) for (const goOn of afterAll.splice(0)) goOn();
    }
  }

  /** Runs `hears` and looks how long that took, with what React draws before the turn ends. */
  function measured(hears: () => void): void {
    const startedAt = clock.monotonicMs();
    hears();
    queueMicrotask(() => {
      const endedAt = clock.monotonicMs();
      drawnMs += endedAt - startedAt;
      restUntil = endedAt + pauseAfter(drawnMs);
      if (waiting.length === 0) drawnMs = 0;
    });
  }

  function hearInTurn<N extends PushName>(told: Told<N>): void {
    const restMs = restUntil - clock.monotonicMs();
    const isFree = restMs <= 0 && waiting.length === 0 && !isKeyWaiting();
    if (waiting.length === 0) waitingSince = clock.monotonicMs();
    addTold(waiting, told);
    if (isFree) return measured(() => tell(false));
    cancelTimer ??= clock.after(Math.max(0, restMs), tellAfterKey);
  }

  function tellAfterKey(): void {
    const isLate = clock.monotonicMs() - waitingSince >= longestPauseMs;
    if (isKeyWaiting() && !isLate) cancelTimer = clock.after(keyPauseMs, tellAfterKey);
    // Drawn at once it costs less: a window that does not keep up must not fall behind more and more.
    else measured(() => tell(isLate));
  }

  return {
    async request(name, params) {
      const answer = await askSurely(bridge, { name, params, clock });
      // What was told before the answer is older than it.
      if (waiting.length > 0 && unhurried.has(name))
        await new Promise<void>((resolve) => afterAll.push(resolve));
      else if (waiting.length > 0) measured(() => tell(true));
      return answer;
    },
    on(name, listener) {
      let isEnded = false;
      const hearPush: typeof listener = (push) => {
        if (!isEnded) listener(push);
      };
      const end = bridge.on(name, (push) => hearInTurn({ name, push, hear: hearPush }));
      return () => {
        isEnded = true;
        end();
      };
    },
    ...(bridge.stage && { stage: bridge.stage.bind(bridge) }),
    ...(bridge.onState && {
      onState: (listener) =>
        bridge.onState?.((state) => {
          tell(true);
          listener(state);
        }) ?? (() => {}),
    }),
    ...(bridge.raise && { raise: () => bridge.raise?.() }),
  };
}

type Asked<N extends RequestName> = { name: N; params: RequestParams<N>; clock: Clock };

/** If the way to the app is gone, as while it quits, that is a refusal: what was written comes back by it. */
async function askSurely<N extends RequestName>(
  bridge: OdaBridge,
  { name, params, clock }: Asked<N>,
): Promise<Outcome<RequestResults[N]>> {
  try {
    return await bridge.request(name, params);
  } catch (error) {
    // For whoever looks for the cause.
    clock.after(0, () => {
      throw error;
    });
    return refused({ code: 'bridge-closed' });
  }
}

function hear<N extends PushName>(told: Told<N>): void {
  told.hear(told.push);
}

/** Hears what was told, until a part of something is left for another turn: that stands first then. */
function hearFrom(told: Told[], isAll: boolean): void {
  for (let next = told.shift(); next; next = told.shift()) {
    const { now, rest } = isAll ? { now: next } : parted(next);
    if (rest) told.unshift(rest);
    hear(now);
    if (rest) return;
  }
}

function pauseAfter(drawnMs: number): number {
  return Math.min(longestPauseMs, Math.max(shortestPauseMs, pausePerDrawing * drawnMs));
}
