import { useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { QrCode as QrIcon } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import type { PictureProblem } from './read-qr-picture.ts';
import styles from './qr-picture.module.css';

export type QrPictureProps = { onText: (text: string) => void; children: ReactNode };

/** A field that takes a picture with a QR code too: chosen, pasted or dropped onto it. */
export function QrPicture({ onText, children }: QrPictureProps) {
  const { t } = useTranslation();
  const chooser = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<PictureProblem>();
  const take = (files: Iterable<File> | null | undefined): boolean => {
    const picture = [...(files ?? [])].find(({ type }) => type.startsWith('image/'));
    if (!picture) return false;
    setProblem(undefined);
    // The reader is 40 kB that few people ever need.
    void import('./read-qr-picture.ts')
      .then(({ readQrPicture }) => readQrPicture(picture))
      .then((read) => ('text' in read ? onText(read.text) : setProblem(read.problem)));
    return true;
  };
  return (
    <div
      className={styles.place}
      onPaste={(event) => {
        if (take(event.clipboardData.files)) event.preventDefault();
      }}
      onDragOver={(event) => {
        if (event.dataTransfer.types.includes('Files')) event.preventDefault();
      }}
      onDrop={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        if (!take(event.dataTransfer.files)) setProblem('no-picture');
      }}
    >
      {children}
      <input
        ref={chooser}
        type="file"
        hidden
        accept="image/png,image/jpeg"
        onChange={(event) => {
          take(event.target.files);
          // The same picture again is another try.
          event.target.value = '';
        }}
      />
      <Button
        look="quiet"
        size="small"
        icon={<QrIcon size={16} />}
        onClick={() => chooser.current?.click()}
      >
        {t('welcome.choosePicture')}
      </Button>
      {problem ? <Callout kind="error">{t(`welcome.picture_${problem}`)}</Callout> : null}
    </div>
  );
}
