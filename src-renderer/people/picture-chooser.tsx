import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ImagePlus, Trash2 } from 'lucide-react';
import { done, refused } from '../../src-shared/protocol/outcome.ts';
import { limits } from '../../src-shared/protocol/limits.ts';
import type { RoomId } from '../../src-shared/protocol/ids.ts';
import { useRoomStores } from '../room/room-context.tsx';
import { Button } from '../ui/button.tsx';
import type { DrawnPicture } from '../ui/painter.ts';
import type { SquareCrop } from '../ui/square-crop.ts';
import { squarePicture } from '../ui/square-picture.ts';
import { refusalText } from '../ui/refusal-text.ts';
import { useAnswer } from '../ui/use-answer.ts';
import { useAppStores } from '../window/app-context.tsx';
import { classNames } from '../ui/class-names.ts';
import { CropDialog } from './crop-dialog.tsx';
import styles from './picture-chooser.module.css';

type PictureChooserProps = {
  room: RoomId;
  of: 'self' | 'room';
  /** There is one. */
  has: boolean;
};

/** What was chosen, and it drawn small, while one says which part of it is shown. */
type Chosen = { file: File; picture: DrawnPicture };

/** Sharp enough to aim by. */
const longestCropped = 1024;

/** A camera's own file; it is made small here. */
const mostChosenBytes = 64 * 1024 * 1024;

/** One's own picture or the room's, which stands wherever the name does: chosen, changed, taken away. */
export function PictureChooser({ room, of, has }: PictureChooserProps) {
  const { t } = useTranslation();
  const choose = useRef<HTMLButtonElement>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const { busy, refusal, chosen, set, take, use, letGo } = usePicture(room, of);
  const remove = async () => {
    // The button that was pressed goes.
    if (await set()) choose.current?.focus();
  };
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
      {chosen ? (
        <CropDialog
          picture={chosen.picture}
          shape={of === 'self' ? 'circle' : 'square'}
          busy={busy}
          refusal={refusal}
          onCrop={(crop) => void use(chosen, crop)}
          onClose={letGo}
        />
      ) : null}
      {refusal && !chosen ? (
        <p role="alert" className={styles.problem}>
          {refusalText(t, refusal)}
        </p>
      ) : null}
    </div>
  );
}

function usePicture(room: RoomId, of: 'self' | 'room') {
  const { bridge } = useAppStores();
  const { painter } = useRoomStores();
  const { run, clear, ...answer } = useAnswer();
  const [chosen, setChosen] = useState<Chosen>();
  const url = chosen?.picture.url;
  useEffect(() => () => (url === undefined ? undefined : URL.revokeObjectURL(url)), [url]);
  const isGone = useRef(false);
  useEffect(() => {
    isGone.current = false;
    return () => void (isGone.current = true);
  }, []);
  const letGo = () => {
    clear();
    setChosen(undefined);
  };
  return {
    ...answer,
    chosen,
    letGo,
    set: (bytes?: string) => run(() => bridge.request('picture/set', { room, of, bytes })),
    take: (file: File) =>
      run(async () => {
        const isLarge = file.size > mostChosenBytes;
        const picture = isLarge ? undefined : await painter.draw(file, longestCropped);
        if (!picture) return refused({ code: 'no-picture' });
        // The card was closed while it was drawn: nobody shows it any more.
        if (isGone.current) URL.revokeObjectURL(picture.url);
        else setChosen({ file, picture });
        return done(null);
      }),
    async use({ file }: Chosen, crop: SquareCrop) {
      const isSet = await run(async () => {
        const square = await squarePicture(file, crop, limits.pictureBytes);
        if (!square) return refused({ code: 'no-picture' });
        return bridge.request('picture/set', { room, of, bytes: inBase64(square) });
      });
      if (isSet) letGo();
    },
  };
}

function inBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}
