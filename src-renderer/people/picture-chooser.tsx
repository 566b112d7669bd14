import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ImagePlus, Trash2 } from 'lucide-react';
import { refused } from '../../src-shared/protocol/outcome.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { RoomId } from '../../src-shared/protocol/ids.ts';
import { Button } from '../ui/button.tsx';
import { squarePicture } from '../ui/square-picture.ts';
import { refusalText } from '../ui/refusal-text.ts';
import { useAnswer } from '../ui/use-answer.ts';
import { useAppStores } from '../window/app-context.tsx';
import { classNames } from '../ui/class-names.ts';
import styles from './picture-chooser.module.css';

type PictureChooserProps = {
  room: RoomId;
  of: 'self' | 'room';
  /** There is one. */
  has: boolean;
};

/** A camera's own file; it is made small here. */
const mostChosenBytes = 64 * 1024 * 1024;

/** One's own picture or the room's, which stands wherever the name does: chosen, changed, taken away. */
export function PictureChooser({ room, of, has }: PictureChooserProps) {
  const { t } = useTranslation();
  const { bridge } = useAppStores();
  const choose = useRef<HTMLButtonElement>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const { busy, refusal, run } = useAnswer();
  const set = (bytes?: string) => run(() => bridge.request('picture/set', { room, of, bytes }));
  const remove = async () => {
    // The button that was pressed goes.
    if (await set()) choose.current?.focus();
  };
  const take = (file: File) =>
    run(async () => {
      const square =
        file.size > mostChosenBytes
          ? undefined
          : await squarePicture(new Uint8Array(await file.arrayBuffer()), limits.pictureBytes);
      if (!square) return refused({ code: 'no-picture' });
      return bridge.request('picture/set', { room, of, bytes: inBase64(square) });
    });
  return (
    <div className={classNames(styles.acts, of === 'self' && styles.isCentred)}>
      <Button
        ref={choose}
        size="small"
        icon={<ImagePlus size={14} />}
        busy={busy}
        onClick={() => chooser.current?.click()}
      >
        {t(has ? 'pictures.change' : 'pictures.choose')}
      </Button>
      {has ? (
        <Button
          size="small"
          look="danger-quiet"
          icon={<Trash2 size={14} />}
          onClick={() => void remove()}
        >
          {t('pictures.remove')}
        </Button>
      ) : null}
      <input
        ref={chooser}
        type="file"
        hidden
        accept="image/png,image/jpeg,image/gif,image/webp,image/avif"
        aria-label={t('pictures.choose')}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file) void take(file);
          target.value = '';
        }}
      />
      {refusal ? (
        <p role="alert" className={styles.problem}>
          {refusalText(t, refusal)}
        </p>
      ) : null}
    </div>
  );
}

function inBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}
