import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Check, Copy } from 'lucide-react';
import { Button } from './button.tsx';
import type { ButtonLook } from './button.tsx';
import { copyText } from './copy-text.ts';
import { IconButton } from './icon-button.tsx';
import { VisuallyHidden } from './visually-hidden.tsx';

const confirmationMs = 2000;

export type CopyButtonProps = {
  text: string;
  /** What it copies: "Copy address". */
  label: string;
  /** `icon` shows the label only as a tooltip. */
  look?: ButtonLook | 'icon';
  size?: 'small' | 'medium' | 'large';
};

export function CopyButton({ text, label, look = 'icon', size = 'small' }: CopyButtonProps) {
  const { t } = useTranslation();
  const [result, setResult] = useState<'none' | 'copied' | 'failed'>('none');
  useEffect(() => {
    if (result === 'none') return undefined;
    const timer = setTimeout(() => setResult('none'), confirmationMs);
    return () => clearTimeout(timer);
  }, [result]);
  const copy = () => {
    void copyText(text).then((done) => setResult(done ? 'copied' : 'failed'));
  };
  const said = { none: label, copied: t('ui.copied'), failed: t('ui.copyFailed') }[result];
  const icon = result === 'copied' ? <Check size={16} /> : <Copy size={16} />;
  return (
    <>
      {look === 'icon' ? (
        <IconButton
          size={size === 'small' ? 'small' : 'medium'}
          label={said}
          icon={icon}
          onClick={copy}
        />
      ) : (
        <Button look={look} size={size} icon={icon} onClick={copy}>
          {said}
        </Button>
      )}
      <output>{result === 'none' ? null : <VisuallyHidden>{said}</VisuallyHidden>}</output>
    </>
  );
}
