import { z } from 'zod';
import { parseJson } from '../../../src-shared/parse-json.ts';

export type Area = { x: number; y: number; width: number; height: number };

const windowState = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().positive(),
  height: z.int().positive(),
  isMaximized: z.boolean(),
});
export type WindowState = z.infer<typeof windowState>;

export const defaultSize = { width: 1280, height: 800 } as const;
/** As narrow as the pages can be used; those of one conversation open with room for a line. */
export const smallestSize = { width: 400, height: 480 } as const;
export const conversationSize = { width: 480, height: 640 } as const;

/** How much of a window must be on a display for a person to find and move it. */
const smallestVisible = 100;

/** What was stored, or undefined if it is not a window's state (any more). */
export function readWindowState(stored: string): WindowState | undefined {
  return windowState.safeParse(parseJson(stored)).data;
}

/**
 * Where the window opens: as it was left, if that still is on one of the displays; otherwise the
 * system places it.
 */
export function placeWindow(
  state: WindowState | undefined,
  displays: readonly Area[],
): { bounds: Partial<Area> & { width: number; height: number }; isMaximized: boolean } {
  if (!state) return { bounds: { ...defaultSize }, isMaximized: false };
  const { isMaximized, ...area } = state;
  const display = displays.find((one) => isReachable(area, one));
  const widest = display ?? displays[0];
  const width = between(area.width, smallestSize.width, widest?.width);
  const height = between(area.height, smallestSize.height, widest?.height);
  if (!display) return { bounds: { width, height }, isMaximized };
  return { bounds: { x: area.x, y: area.y, width, height }, isMaximized };
}

/** The title bar, by which a window is moved, has to be on the display. */
function isReachable(area: Area, display: Area): boolean {
  const visible =
    Math.min(area.x + area.width, display.x + display.width) - Math.max(area.x, display.x);
  const isTopVisible =
    area.y >= display.y && area.y + smallestVisible <= display.y + display.height;
  return visible >= smallestVisible && isTopVisible;
}

function between(value: number, least: number, most = Number.POSITIVE_INFINITY): number {
  return Math.max(Math.min(value, most), least);
}
