import type { MenuItemConstructorOptions } from 'electron';
import type { ShellWords } from '../words.ts';

/** The smallest menu with which every standard key of editing, looking and ending works. */
export function appMenu(
  { menu, closeWindow }: ShellWords,
  platform: NodeJS.Platform,
): MenuItemConstructorOptions[] {
  const ownMenu: MenuItemConstructorOptions[] =
    platform === 'darwin' ? [{ role: 'appMenu', label: 'Oda' }] : [];
  // macOS lists the open windows in it, and hangs its own keys for them there.
  const windowMenu: MenuItemConstructorOptions[] =
    platform === 'darwin' ? [{ role: 'windowMenu', label: menu.window }] : [];
  return [
    ...ownMenu,
    {
      label: menu.file,
      submenu: [
        { role: 'close', label: closeWindow },
        { role: 'quit', label: menu.quit },
      ],
    },
    {
      label: menu.edit,
      submenu: [
        { role: 'undo', label: menu.undo },
        { role: 'redo', label: menu.redo },
        { type: 'separator' },
        { role: 'cut', label: menu.cut },
        { role: 'copy', label: menu.copy },
        { role: 'paste', label: menu.paste },
        { role: 'selectAll', label: menu.selectAll },
      ],
    },
    {
      label: menu.view,
      submenu: [
        { role: 'zoomIn', label: menu.zoomIn },
        { role: 'zoomOut', label: menu.zoomOut },
        { role: 'resetZoom', label: menu.actualSize },
        { role: 'togglefullscreen', label: menu.fullScreen },
        { type: 'separator' },
        { role: 'toggleDevTools', label: menu.developerTools },
      ],
    },
    ...windowMenu,
  ];
}
