import type { OdaBridge, PushName } from '../../src-shared/bridge/bridge.ts';
import type { Clock } from '../../src-shared/outside/clock.ts';
import { addTold, type Told } from './join-pushes.ts';

/** A frame: what comes within it is seen together in any case. */
const shortestPauseMs = 16;
/** However long it took to draw what came last, and however many keys came since, the next is shown after this. */
const longestPauseMs = 100;
/** What was drawn is painted too, and each drawing has costs of its own: fewer of them leave more for keys. */
const pausePerDrawing = 2;
/** How soon it is looked whether a key has been shown. */
const keyPauseMs = 4;

/**
 * The same bridge for a window that has other things to do than to draw what comes: after each time it
 * rests twice as long as that took, and what comes meanwhile is told together and drawn once: of what was told
 * again and again the last, of what was added all at once. Without it a busy room would take all of a slow
 * computer, and keys would wait.
 *
 * Everything else stays in the order in which it came, the answers to requests too.
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
  let cancelTimer: (() => void) | undefined;

  function tell(): void {
    cancelTimer?.();
    cancelTimer = undefined;
    const told = waiting;
    waiting = [];
    try {
      for (let next = told.shift(); next; next = told.shift()) hear(next);
    } finally {
      // Who fails to hear something keeps nobody else from the rest.
      if (told.length > 0) {
        waiting = [...told, ...waiting];
        cancelTimer ??= clock.after(0, tell);
      }
    }
  }

  /** Runs `hears` and looks how long that took, with what React draws before the turn ends. */
  function measured(hears: () => void): void {
    const startedAt = clock.monotonicMs();
    hears();
    queueMicrotask(() => {
      const endedAt = clock.monotonicMs();
      const drawMs = endedAt - startedAt;
      restUntil =
        endedAt + Math.min(longestPauseMs, Math.max(shortestPauseMs, pausePerDrawing * drawMs));
    });
  }

  function hearInTurn<N extends PushName>(told: Told<N>): void {
    const restMs = restUntil - clock.monotonicMs();
    const isFree = restMs <= 0 && waiting.length === 0 && !isKeyWaiting();
    if (isFree) return measured(() => hear(told));
    if (waiting.length === 0) waitingSince = clock.monotonicMs();
    addTold(waiting, told);
    cancelTimer ??= clock.after(Math.max(0, restMs), tellAfterKey);
  }

  function tellAfterKey(): void {
    const isLate = clock.monotonicMs() - waitingSince >= longestPauseMs;
    if (isKeyWaiting() && !isLate) cancelTimer = clock.after(keyPauseMs, tellAfterKey);
    else measured(tell);
  }

  return {
    async request(name, params) {
      const answer = await bridge.request(name, params);
      // What was told before the answer is older than it.
      if (waiting.length > 0) measured(tell);
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
          tell();
          listener(state);
        }) ?? (() => {}),
    }),
    ...(bridge.raise && { raise: () => bridge.raise?.() }),
  };
}

function hear<N extends PushName>(told: Told<N>): void {
  told.hear(told.push);
}
