import { usualFileTerms } from '../../../src-shared/protocol/files.ts';
import { usualRoomSettings } from '../../../src-shared/protocol/room-settings.ts';
import type { ReactNode } from 'react';
import { render, type Rendered, type RenderOptions } from '../../ui/testing/render.tsx';
import type { HostStatus } from '../../../src-shared/bridge/host.ts';
import type { RoomView } from '../../../src-shared/bridge/rooms.ts';
import { usualSettings, type StartView } from '../../../src-shared/bridge/app.ts';
import { ManualClock } from '../../../src-shared/outside/manual-clock.ts';
import { limits } from '../../../src-shared/protocol/limits.ts';
import type { AccountId, Pin, RoomId } from '../../../src-shared/protocol/ids.ts';
import {
  createMemoryBridge,
  type MemoryBridge,
  type MemoryHandlers,
} from '../../bridge/testing/memory-bridge.ts';
import { createAsksStore } from '../asks-store.ts';
import { AppProvider } from '../app-context.tsx';
import type { Shortcuts } from '../shortcuts.ts';
import { createAppStore, type AppStore } from '../app-store.ts';
import { createFrameStore, type FrameStore } from '../frame-store.ts';

export const kitchen = 'kitchen000000000' as RoomId;
export const garden = 'garden0000000000' as RoomId;

export function roomView(more: Partial<RoomView> = {}): RoomView {
  return {
    room: kitchen,
    name: 'Kitchen',
    account: 'self000000' as AccountId,
    ownName: 'Ayşe',
    hosted: false,
    address: '192.168.1.5:12345',
    connection: { is: 'live' },
    asked: 0,
    lastOpenedAt: 1000,
    logsTexts: false,
    plain: false,
    access: 'open',
    files: usualFileTerms,
    settings: usualRoomSettings,
    role: 'member',
    maxTextCharacters: limits.maxTextCharacters,
    hasPassword: false,
    knocks: [],
    ...more,
  };
}

export function startView(more: Partial<StartView> = {}): StartView {
  return {
    version: '0.1.0',
    shell: 'browser',
    settings: { ...usualSettings, language: 'en' },
    suggestedName: 'ayse',
    dataFolder: '/data/oda',
    rooms: [],
    ...more,
  };
}

export function hostStatus(more: Partial<HostStatus> = {}): HostStatus {
  return {
    room: kitchen,
    pin: 'p'.repeat(43) as Pin,
    port: 12345,
    addresses: [
      { address: '127.0.0.1', family: 4, scope: 'loopback', network: 'lo' },
      { address: '192.168.1.5', family: 4, scope: 'local', network: 'wlan0' },
    ],
    connections: [],
    startedAt: 0,
    storedBytes: 2_450_000,
    messagesPerMinute: Array.from({ length: 30 }, () => 0),
    announced: { is: 'on' },
    mapping: { is: 'off' },
    options: { plain: false, logTexts: false, access: 'open', files: usualFileTerms },
    logFolder: '/data/oda/logs',
    backup: { folder: '/mnt/stick', every: 'off' },
    ...more,
  };
}

export type SampleApp = Rendered & {
  app: AppStore;
  frame: FrameStore;
  bridge: MemoryBridge;
  clock: ManualClock;
};

/** A part of the window with a started app around it. */
export async function renderInApp(
  node: ReactNode,
  options: RenderOptions & {
    start?: Partial<StartView>;
    handlers?: MemoryHandlers;
    shortcuts?: Shortcuts;
  } = {},
): Promise<SampleApp> {
  const { start, handlers, shortcuts, ...others } = options;
  const bridge = createMemoryBridge({
    'app/start': () => ({ ok: true, value: startView(start) }),
    ...handlers,
  });
  const app = createAppStore(bridge);
  const frame = createFrameStore();
  const asks = createAsksStore(bridge, () => undefined);
  const clock = new ManualClock(Date.now());
  await app.start();
  const wrapped = (child: ReactNode) => (
    <AppProvider {...{ bridge, app, frame, asks, clock }} {...(shortcuts && { shortcuts })}>
      {child}
    </AppProvider>
  );
  const page = await render(wrapped(node), others);
  return { ...page, update: (child) => page.update(wrapped(child)), app, frame, bridge, clock };
}
