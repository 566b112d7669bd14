import { act, useEffect, useEffectEvent, type ReactNode } from 'react';
import { onTestFinished } from 'vitest';
import { ManualClock } from '../../../src-shared/outside/manual-clock.ts';
import type { ConversationId } from '../../../src-shared/protocol/ids.ts';
import { parseRoute } from '../../window/route.ts';
import type { Language } from '../../../src-shared/translations/catalogue.ts';
import { AppProvider } from '../../window/app-context.tsx';
import type { Shortcuts } from '../../window/shortcuts.ts';
import { createAppStore, type AppStore } from '../../window/app-store.ts';
import { createFrameStore, type FrameStore } from '../../window/frame-store.ts';
import { createAsksStore } from '../../window/asks-store.ts';
import { render, type Rendered } from '../../ui/testing/render.tsx';
import { RoomProvider, useRoomStores, type RoomStores } from '../room-context.tsx';
import {
  createSampleRoom,
  now,
  settled,
  type SampleOptions,
  type SampleRoom,
} from '../../bridge/testing/sample-room.ts';

export type RenderedInRoom = Rendered & {
  sample: SampleRoom;
  clock: ManualClock;
  stores: RoomStores;
  app: AppStore;
  frame: FrameStore;
  /** Renders something else in the same room. */
  show(node: ReactNode): Promise<void>;
  /** The conversation that the window was sent to. */
  went(): ConversationId | undefined;
  /** Moves the clock and lets everything that follows happen. */
  pass(ms: number): Promise<void>;
  /** Lets something happen, and everything that follows from it. */
  happen(run: () => void): Promise<void>;
};

function Capture({ onStores }: { onStores: (stores: RoomStores) => void }) {
  const stores = useRoomStores();
  const tell = useEffectEvent(onStores);
  useEffect(() => {
    tell(stores);
  }, [stores]);
  return null;
}

/** Puts a component on the page inside an opened sample room. */
export async function renderInRoom(
  node: ReactNode,
  options: SampleOptions & { language?: Language; shortcuts?: Shortcuts } = {},
): Promise<RenderedInRoom> {
  const { language = 'en', shortcuts, ...room } = options;
  const sample = createSampleRoom(room);
  const { bridge } = sample;
  const clock = new ManualClock(now);
  const captured: RoomStores[] = [];
  const app = createAppStore(bridge);
  const frame = createFrameStore();
  const asks = createAsksStore(bridge, () => undefined);
  onTestFinished(() => {
    app.dispose();
    asks.dispose();
  });
  const inRoom = (child: ReactNode) => (
    <AppProvider {...{ bridge, app, frame, asks, clock }} {...(shortcuts && { shortcuts })}>
      <RoomProvider room={sample.room.room}>
        <Capture onStores={(stores) => captured.push(stores)} />
        {child}
      </RoomProvider>
    </AppProvider>
  );
  const happen = (run: () => void) =>
    act(async () => {
      run();
      await settled();
    });
  const rendered = await render(inRoom(node), { language });
  onTestFinished(async () => {
    await rendered.unmount();
    window.location.hash = '';
  });
  await happen(() => undefined);
  const [stores] = captured;
  if (!stores) throw new Error('The room was not opened.');
  return {
    ...rendered,
    sample,
    clock,
    stores,
    app,
    frame,
    happen,
    went: () => {
      const route = parseRoute(window.location.hash);
      return 'in' in route ? route.in : undefined;
    },
    show: async (next) => {
      await rendered.update(inRoom(next));
      await happen(() => undefined);
    },
    pass: (ms) => happen(() => clock.advance(ms)),
  };
}
