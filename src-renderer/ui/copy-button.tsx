import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Check, Copy } from 'lucide-react';
import { Button, type ButtonLook } from './button.tsx';
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

/** Puts a text on the clipboard; false if the system did not let us. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return copyBySelection(text);
  }
}

/** The old way, for shells and browsers that keep the clipboard interface from the page. */
function copyBySelection(text: string): boolean {
  const focused = document.activeElement;
  const area = document.createElement('textarea');
  area.value = text;
  area.setAttribute('readonly', '');
  area.style.position = 'fixed';
  area.style.opacity = '0';
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return done;
}
