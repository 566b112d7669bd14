import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

type FaceButtonProps = {
  className: string | undefined;
  onClick: () => void;
  /** Missing where it lies over a picture that is there already. */
  children?: ReactNode;
};

/** A person's picture that shows their card. Something beside it does the same by keyboard and is what is read aloud. */
export function FaceButton({ className, onClick, children }: FaceButtonProps) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className={className}
      tabIndex={-1}
      aria-hidden="true"
      title={t('contacts.details')}
      onClick={onClick}
    >
      {children}
    </button>
  );
}
