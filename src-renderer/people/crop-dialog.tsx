import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ZoomIn, ZoomOut } from 'lucide-react';
import type { Refusal } from '../../src-shared/protocol/codes.ts';
import { useFormat } from '../i18n/format.ts';
import { Callout } from '../ui/callout.tsx';
import { FormDialog } from '../ui/dialog.tsx';
import type { DrawnPicture } from '../ui/painter.ts';
import { refusalText } from '../ui/refusal-text.ts';
import { wholeSquare, zoomed, zooms, type SquareCrop } from '../ui/square-crop.ts';
import { SquarePreview, SquareStage } from '../ui/square-stage.tsx';
import styles from './crop-dialog.module.css';

type CropDialogProps = {
  /** Drawn small. */
  picture: DrawnPicture;
  shape: 'circle' | 'square';
  busy: boolean;
  refusal: Refusal | undefined;
  onCrop: (crop: SquareCrop) => void;
  onClose: () => void;
};

/** Asks which part of a picture is to be shown. */
export function CropDialog(props: CropDialogProps) {
  const { picture, shape, busy, refusal, onCrop, onClose } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const hint = useId();
  const stage = useRef<HTMLDivElement>(null);
  const [crop, setCrop] = useState(() => wholeSquare(picture));
  const view = { picture, crop, shape };
  return (
    <FormDialog
      title={t('pictures.crop')}
      action={t('pictures.use')}
      busy={busy}
      initialFocus={stage}
      onSubmit={() => onCrop(crop)}
      onClose={onClose}
    >
      <SquareStage
        {...view}
        stage={stage}
        label={t('pictures.part')}
        describedBy={hint}
        onCrop={setCrop}
      />
      <div className={styles.row}>
        <ZoomOut size={16} aria-hidden="true" />
        <input
          className={styles.zoom}
          type="range"
          min={zooms.least}
          max={zooms.most}
          step={zooms.step}
          value={crop.zoom}
          aria-label={t('pictures.zoom')}
          aria-valuetext={format.percent(crop.zoom, 1)}
          onChange={({ target }) => {
            const zoom = Number(target.value);
            setCrop((now) => zoomed(now, picture, { zoom }));
          }}
        />
        <ZoomIn size={16} aria-hidden="true" />
      </div>
      <div className={styles.row}>
        <SquarePreview {...view} size={56} />
        <SquarePreview {...view} size={32} />
        <p id={hint} className={styles.hint}>
          {t('pictures.cropHint')}
        </p>
      </div>
      {refusal ? <Callout kind="error">{refusalText(t, refusal)}</Callout> : null}
    </FormDialog>
  );
}
