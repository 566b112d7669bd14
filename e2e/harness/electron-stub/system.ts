import { EventEmitter } from 'node:events';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { done, onlyWhenReady, settings } from './stub-state.ts';
import { typed } from './typed.ts';

type Item = {
  label?: string;
  role?: string;
  type?: string;
  enabled?: boolean;
  click?: () => void;
  submenu?: Item[];
};
let poppedUp: Item[] = [];

/** Chooses from the menu that was shown last. */
export function choose(label: string): void {
  poppedUp.find((item) => item.label === label)?.click?.();
}

export const Menu = typed('Menu', {
  buildFromTemplate(items: Item[]) {
    return typed('Menu', {
      items,
      popup() {
        poppedUp = items;
        const shown = items.map(({ role, label, type }) => role ?? label ?? type);
        done('popup', shown);
      },
    });
  },
  setApplicationMenu(menu: { items: Item[] } | null): void {
    const labels = menu?.items.map(({ label }) => label);
    done('menu', labels);
  },
});

export const shell = typed('Shell', {
  async openExternal(url: string): Promise<void> {
    done('opened-outside', url);
  },
  showItemInFolder(path: string): void {
    done('shown-in-folder', path);
  },
  async openPath(path: string): Promise<string> {
    done('opened-path', path);
    return '';
  },
});

export const clipboard = typed('Clipboard', {
  async writeText(text: string): Promise<void> {
    done('copied', text);
  },
});

export const dialog = typed('Dialog', {
  showErrorBox(title: string, content: string): void {
    done('error-box', { title, content });
  },
  async showSaveDialog({ defaultPath = '' }: { defaultPath?: string }) {
    done('save-dialog', defaultPath);
    mkdirSync(dirname(defaultPath), { recursive: true });
    return { canceled: false, filePath: defaultPath };
  },
  async showMessageBox(_window: unknown, options: { message: string }) {
    done('message-box', options.message);
    return { response: settings.choice, checkboxChecked: false };
  },
});

export const nativeTheme = typed(
  'NativeTheme',
  Object.assign(new EventEmitter(), { shouldUseDarkColors: false }),
);

export const screen = typed(
  'Screen',
  Object.assign(new EventEmitter(), {
    getAllDisplays() {
      onlyWhenReady('screen');
      return [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }];
    },
  }),
);
